package org.handover.tool;

import java.util.Optional;
import java.util.OptionalLong;
import org.handover.sso.LetterCase;

/**
 * How the service ENTSSO is set up on a server, out of its key in the registry, whose numbers and names are the same in every
 * language.
 *
 * @param account the account that it runs under, as Windows keeps it: {@code CONTOSO\svc-entsso}, {@code LocalSystem} …
 * @param start 2 automatic, 3 by hand, 4 disabled; empty where it is not printed
 * @param delayed whether an automatic start is delayed
 */
public record ServiceSettings(String account, OptionalLong start, boolean delayed) {
    private static final long AUTOMATIC = 2;
    private static final long DISABLED = 4;

    /** Empty where the key does not say the account. */
    public static Optional<ServiceSettings> of(RegistryValues.Answer answer) {
        if (!(answer instanceof RegistryValues.Answer.Known known)) {
            return Optional.empty();
        }
        return known.text("ObjectName")
                .map(account -> new ServiceSettings(
                        account,
                        known.number("Start"),
                        known.number("DelayedAutostart").orElse(0) == 1));
    }

    public boolean automatic() {
        return start.isPresent() && start.getAsLong() == AUTOMATIC;
    }

    public boolean disabled() {
        return start.isPresent() && start.getAsLong() == DISABLED;
    }

    /** Local System or Local Service: ENTSSO does not run under either (docs/entsso.md 1.4; events 11038 and 11039). */
    public boolean neverAllowed() {
        return switch (LetterCase.lower(account)) {
            case "localsystem", ".\\localsystem", "nt authority\\system", "nt authority\\localservice" -> true;
            default -> false;
        };
    }

    /** In words, for a table. */
    public String startInWords() {
        if (start.isEmpty()) {
            return "its start type is not known";
        }
        if (automatic()) {
            return delayed ? "starts automatically, delayed" : "starts automatically, not delayed";
        }
        return disabled() ? "is disabled" : "is started by hand (start type %d)".formatted(start.getAsLong());
    }
}
