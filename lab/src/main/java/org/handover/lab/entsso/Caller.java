package org.handover.lab.entsso;

import java.util.Set;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;

/** Who asks a service for something, as that service's own server sees them. */
record Caller(
        String account, String computer, boolean localAdministrator, boolean ssoAdministrator, Set<String> groups) {

    Caller(String account, String computer, boolean localAdministrator, boolean ssoAdministrator) {
        this(account, computer, localAdministrator, ssoAdministrator, Set.of());
    }

    static Caller local(Logon logon, WindowsServer server) {
        return new Caller(
                logon.account(),
                server.name(),
                logon.isLocalAdministrator(),
                logon.isSsoAdministrator(),
                logon.groups());
    }

    /** Somebody who sits at another server: what counts are the groups that the target knows. */
    static Caller remote(Logon logon, WindowsServer from, WindowsServer target) {
        Set<String> groups = target.accounts().groupsOf(logon.account());
        return new Caller(
                logon.account(),
                from.name(),
                logon.elevated() && groups.contains(Logon.ADMINISTRATORS),
                groups.contains(Logon.SSO_ADMINISTRATORS),
                groups);
    }

    boolean affiliateAdministrator() {
        return groups.contains(SsoSystem.AFFILIATE_ADMINISTRATORS);
    }

    String domain() {
        int slash = account.indexOf('\\');
        return slash < 0 ? computer : account.substring(0, slash);
    }

    String user() {
        return account.substring(account.indexOf('\\') + 1);
    }
}
