package org.handover.app.engine;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** The mail addresses that users have with the engine, by their profile or by what their provider said of them. */
@Component
public final class MailAddresses {

    private final IdentityService identity;

    public MailAddresses(IdentityService identity) {
        this.identity = identity;
    }

    public Set<String> ofMembers(String group) {
        return of(identity.createUserQuery().memberOfGroup(group).list());
    }

    public Set<String> of(Collection<String> people) {
        return people.isEmpty()
                ? Set.of()
                : of(identity.createUserQuery()
                        .userIdIn(people.toArray(String[]::new))
                        .list());
    }

    private static Set<String> of(List<User> users) {
        Set<String> addresses = new LinkedHashSet<>();
        users.stream()
                .map(User::getEmail)
                .filter(address -> address != null && !address.isBlank())
                .forEach(addresses::add);
        return addresses;
    }
}
