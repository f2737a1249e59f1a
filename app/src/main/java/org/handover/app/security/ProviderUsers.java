package org.handover.app.security;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.handover.app.engine.Groups;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes who signed in with the provider into the engine's own tables, where the web apps, authorizations and tasks look for
 * users: with exactly the groups that the provider named this time, and no password that anybody knows.
 *
 * <p>Who somebody is, is the provider's word for it that never changes (issuer and subject); the user name is the one of the
 * first sign-in. So nobody asks under one name and, renamed, approves under another.
 */
@Component
final class ProviderUsers {

    static final String NO_GROUP = "no-group";
    static final String NO_NAME = "no-name";
    static final String NAME_TAKEN = "name-taken";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._@-]{1,64}");
    private static final int PASSWORD_BYTES = 32;

    private final IdentityService identity;
    private final ApiTokens tokens;
    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ProviderUsers(
            IdentityService identity,
            ApiTokens tokens,
            JdbcClient jdbc,
            TransactionOperations newTransaction,
            Clock clock) {
        this.identity = identity;
        this.tokens = tokens;
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.clock = clock;
    }

    /**
     * @param name how the provider calls them now
     * @param groups ours
     * @return their user name here
     * @throws OAuth2AuthenticationException where they cannot be let in, with the reason as its error code
     */
    String signedIn(OidcUser person, @Nullable String name, List<String> groups) {
        if (groups.isEmpty()) {
            throw refused(NO_GROUP, "%s is in no group that is let in.".formatted(person.getSubject()));
        }
        String issuer = person.getIssuer().toString();
        return newTransaction.execute(own -> {
            String user = known(issuer, person.getSubject(), name);
            write(user, person);
            putInto(user, groups);
            return user;
        });
    }

    private String known(String issuer, String subject, @Nullable String name) {
        return jdbc.sql("select user_id from handover.provider_user where issuer = ? and subject = ?")
                .params(issuer, subject)
                .query(String.class)
                .optional()
                .orElseGet(() -> first(issuer, subject, name));
    }

    private String first(String issuer, String subject, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw refused(NO_NAME, "%s has no user name that can be used here.".formatted(subject));
        }
        boolean ours = identity.createUserQuery().userId(name).count() > 0;
        int written = jdbc.sql("insert into handover.provider_user values (?, ?, ?, ?) on conflict do nothing")
                .params(issuer, subject, name, Timestamp.from(clock.instant()))
                .update();
        if (written == 0 || ours || tokens.namesTool(name)) {
            throw refused(NAME_TAKEN, "The user name %s is another person's or a tool's here.".formatted(name));
        }
        return name;
    }

    private void write(String name, OidcUser person) {
        User user = identity.createUserQuery().userId(name).singleResult();
        if (user == null) {
            byte[] password = new byte[PASSWORD_BYTES];
            random.nextBytes(password);
            user = identity.newUser(name);
            user.setPassword(HexFormat.of().formatHex(password));
        }
        user.setFirstName(person.getGivenName());
        user.setLastName(person.getFamilyName());
        user.setEmail(person.getEmail());
        identity.saveUser(user);
    }

    private void putInto(String user, List<String> groups) {
        List<String> before = identity.createGroupQuery().groupMember(user).list().stream()
                .map(Group::getId)
                .toList();
        Groups.ALL.forEach(group -> {
            if (groups.contains(group) && !before.contains(group)) {
                identity.createMembership(user, group);
            } else if (!groups.contains(group) && before.contains(group)) {
                identity.deleteMembership(user, group);
            }
        });
    }

    private static OAuth2AuthenticationException refused(String code, String sentence) {
        return new OAuth2AuthenticationException(new OAuth2Error(code), sentence);
    }
}
