package org.handover.lab.entsso;

import java.util.List;
import java.util.Locale;

/**
 * An affiliate application as the SSO database keeps it, in clear (docs/entsso.md 1.1, 6.1).
 *
 * @param userAccount who may use it; empty where nobody was named
 * @param adminAccount who administers it; empty where nobody was named
 * @param fields of its credentials: the first is the external user's name, the others are what is encrypted
 */
record AffiliateApplication(
        String name,
        Kind kind,
        String description,
        String contact,
        String userAccount,
        String adminAccount,
        boolean enabled,
        Flags flags,
        List<Field> fields) {

    /** What an application's mappings look like. */
    enum Kind {
        INDIVIDUAL("individual", "Individual"),
        GROUP("group", "Group"),
        HOST_GROUP("host-group", "Host Group"),
        CONFIG_STORE("config-store", "Config Store");

        final String stored;
        final String shown;

        Kind(String stored, String shown) {
            this.stored = stored;
            this.shown = shown;
        }

        static Kind of(String stored) {
            for (Kind kind : values()) {
                if (kind.stored.equals(stored)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of application: " + stored);
        }
    }

    /** What the attributes of {@code <flags>} say, but for the kind and whether it is enabled. */
    record Flags(
            boolean ticketsAllowed,
            boolean ticketsValidated,
            boolean ticketsTimeOut,
            boolean localAccountsAllowed,
            boolean adminAccountSame) {
        static final Flags DEFAULT = new Flags(false, true, true, false, false);
    }

    /** One field of the credentials. */
    record Field(int ordinal, String label, boolean masked) {}

    static AffiliateApplication simple(String name, Kind kind, String description, String contact) {
        return new AffiliateApplication(
                name,
                kind,
                description,
                contact,
                "",
                "",
                true,
                Flags.DEFAULT,
                kind == Kind.CONFIG_STORE
                        ? List.of()
                        : List.of(new Field(0, "User Id", false), new Field(1, "Password", true)));
    }

    boolean sameName(String other) {
        return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
