package org.handover.sso;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ssomanage -displaydb} says of the SSO database (docs/entsso.md 3.3), as far as anything here depends on it.
 *
 * @param secretServerName the master secret server as the database names it, unchecked
 * @param sqlServer the SQL server, null where the output does not say
 * @param database the SSO database, null where the output does not say
 * @param ssoEnabled whether the SSO system is enabled, null where the output does not say it in words that are known
 * @param ssoAdministrators the group (or groups, between semicolons) of the SSO administrators, null where the output does not say
 */
public record GlobalInfo(
        String secretServerName,
        @Nullable String sqlServer,
        @Nullable String database,
        @Nullable Boolean ssoEnabled,
        @Nullable String ssoAdministrators) {

    /** What an output says that does not name the SSO administrators. */
    public GlobalInfo(
            String secretServerName,
            @Nullable String sqlServer,
            @Nullable String database,
            @Nullable Boolean ssoEnabled) {
        this(secretServerName, sqlServer, database, ssoEnabled, null);
    }

    private static final Pattern LINE = Pattern.compile("\\s*+([^:]++):(.*)");

    /**
     * Reads the output by its labels. Empty where the label of the secret server does not occur, occurs with nothing
     * after it, or occurs twice with different names: who is master cannot be told from that.
     */
    public static Optional<GlobalInfo> parse(String output) {
        Map<String, String> values = new HashMap<>();
        for (String line : output.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                String label = LetterCase.lower(matcher.group(1).strip());
                String value = matcher.group(2).strip();
                String before = values.putIfAbsent(label, value);
                if (before != null && label.equals("sso secret server name") && !before.equalsIgnoreCase(value)) {
                    return Optional.empty();
                }
            }
        }
        String secretServer = values.get("sso secret server name");
        if (secretServer == null || secretServer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GlobalInfo(
                secretServer,
                values.get("sql server"),
                values.get("sso database"),
                yesOrNo(values.get("sso enabled")),
                values.get("sso admin account")));
    }

    private static @Nullable Boolean yesOrNo(@Nullable String value) {
        if ("yes".equalsIgnoreCase(value)) {
            return Boolean.TRUE;
        }
        return "no".equalsIgnoreCase(value) ? Boolean.FALSE : null;
    }

    /** The master secret server, empty where the database holds something that is no computer's name (an address, say). */
    public Optional<SsoServerName> secretServer() {
        try {
            return Optional.of(SsoServerName.of(secretServerName));
        } catch (RefusedValueException notAName) {
            return Optional.empty();
        }
    }

    /** Whether the database names this server as the master secret server. */
    public boolean names(SsoServerName server) {
        return secretServer().map(server::sameComputer).orElse(false);
    }
}
