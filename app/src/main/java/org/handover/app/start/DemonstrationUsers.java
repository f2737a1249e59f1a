package org.handover.app.start;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.handover.app.engine.Groups;
import org.handover.app.security.ApiTokens;
import org.springframework.stereotype.Component;

/** The users of a first run. Their passwords are made up for this installation and kept only as the engine's salted hashes. */
@Component
final class DemonstrationUsers {

    static final String TOOL = "incident-tool";

    private static final Map<String, String> GROUP_OF = new LinkedHashMap<>();

    static {
        GROUP_OF.put("operator", Groups.OPERATORS);
        GROUP_OF.put("approver", Groups.APPROVERS);
        GROUP_OF.put("auditor", Groups.AUDITORS);
        GROUP_OF.put("admin", Groups.ADMINISTRATORS);
        GROUP_OF.put(TOOL, Groups.TOOLS);
    }

    private static final int PASSWORD_BYTES = 12;

    private final IdentityService identity;
    private final ApiTokens tokens;

    DemonstrationUsers(IdentityService identity, ApiTokens tokens) {
        this.identity = identity;
        this.tokens = tokens;
    }

    static List<String> names() {
        return List.copyOf(GROUP_OF.keySet());
    }

    boolean areThere() {
        return identity.createUserQuery().count() > 0;
    }

    /** @return the passwords that were made up; none where one was given */
    Map<String, String> make(Optional<String> given) {
        GROUP_OF.forEach((name, group) -> {
            User user = identity.newUser(name);
            user.setFirstName(name);
            user.setLastName("(first run)");
            user.setPassword(DataFolder.madeUpPassword(PASSWORD_BYTES));
            identity.saveUser(user);
            identity.createMembership(name, group);
        });
        return renewPasswords(given);
    }

    Map<String, String> renewPasswords(Optional<String> given) {
        Map<String, String> madeUp = new LinkedHashMap<>();
        for (String name : names()) {
            User user = identity.createUserQuery().userId(name).singleResult();
            if (user == null) {
                continue;
            }
            String password = given.orElseGet(() -> {
                String made = DataFolder.madeUpPassword(PASSWORD_BYTES);
                madeUp.put(name, made);
                return made;
            });
            user.setPassword(password);
            identity.saveUser(user);
        }
        return madeUp;
    }

    boolean allHave(String password) {
        return names().stream().allMatch(name -> identity.checkPassword(name, password));
    }

    /** The tool's bearer token, shown once. */
    String renewToken() {
        return tokens.renew(TOOL, "first run");
    }
}
