package org.handover.lab.entsso;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.handover.lab.windows.Logon;

/**
 * One SSO system: what all of its servers have in common.
 *
 * @param domain the Windows domain of its accounts, e.g. {@code CONTOSO}
 * @param serviceAccount {@code DOMAIN\name} of ENTSSO's account
 * @param version what the registry names as the version of its servers
 * @param sqlServer the name that the tools show; the lab's own database is PostgreSQL
 */
public record SsoSystem(
        String name, String domain, String sqlServer, String database, String serviceAccount, String version) {

    /** Made up; a real one is e.g. 9.0.1865.0 (docs/entsso.md 5.1). */
    static final String VERSION = "10.0.1000.0";

    static final String AFFILIATE_ADMINISTRATORS = "S-1-5-21-1004336348-1177238915-682003330-1202";

    public SsoSystem(String name, String domain, String sqlServer, String database) {
        this(name, domain, sqlServer, database, domain + "\\svc-entsso", VERSION);
    }

    public String administrators() {
        return domain + "\\SSO Administrators";
    }

    public String affiliateAdministrators() {
        return domain + "\\SSO Affiliate Administrators";
    }

    /** The group's SID, where the domain knows a group of this name. */
    Optional<String> sidOf(String group) {
        return Optional.ofNullable(Map.of(
                        administrators().toUpperCase(Locale.ROOT),
                        Logon.SSO_ADMINISTRATORS,
                        affiliateAdministrators().toUpperCase(Locale.ROOT),
                        AFFILIATE_ADMINISTRATORS)
                .get(group.toUpperCase(Locale.ROOT)));
    }
}
