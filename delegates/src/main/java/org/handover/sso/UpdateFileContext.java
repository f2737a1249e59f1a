package org.handover.sso;

import java.util.Set;

/**
 * What the rules of an update file depend on besides the file.
 *
 * @param executingServer where {@code ssomanage -updatedb} is going to be typed
 * @param currentMaster the master secret server that the SSO database names now
 * @param serversOfTheSystem every SSO server of the SSO system, as the inventory writes it
 * @param ssoDisabled whether the SSO system is disabled, which a change of accounts demands (docs/entsso.md 4.2)
 */
public record UpdateFileContext(
        SsoServerName executingServer,
        SsoServerName currentMaster,
        Set<SsoServerName> serversOfTheSystem,
        boolean ssoDisabled) {
    public UpdateFileContext {
        serversOfTheSystem = Set.copyOf(serversOfTheSystem);
    }

    /** Whether the command is typed on a computer that is not the master: then only the secret server may be named. */
    public boolean offTheMaster() {
        return !executingServer.sameComputer(currentMaster);
    }
}
