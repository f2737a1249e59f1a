package org.handover.lab.entsso;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How members get the master's secrets, at both ends (docs/entsso.md 1.5, 5.6, 12.1). */
final class SecretExchange {

    private final EntssoService service;

    SecretExchange(EntssoService service) {
        this.service = service;
    }

    ServiceMemory becomeMember(GlobalSettings settings) {
        String secretServer = settings.secretServer();
        try {
            SecretPair pair = service.network().secretsOf(secretServer, service);
            noteGot(pair, null, secretServer);
            return ServiceMemory.member(pair, false, settings.enabled());
        } catch (SsoNetwork.SecretRefusedException refused) {
            service.write(EntssoEvent.LOST_SECRET_SERVER, secretServer, SsoError.hex(refused.code()));
            return ServiceMemory.member(null, true, settings.enabled());
        }
    }

    /** As everywhere here, what changes is so before the event says so: whoever reads the event may act on it at once. */
    void askMaster(ServiceMemory now, String secretServer) {
        try {
            SecretPair pair = service.network().secretsOf(secretServer, service);
            if (now.secretServerLost() || !pair.equals(now.secrets())) {
                service.remember(now.withSecrets(pair));
            }
            noteGot(pair, now.secrets(), secretServer);
            if (now.secretServerLost()) {
                service.write(EntssoEvent.FOUND_SECRET_SERVER, secretServer);
            }
        } catch (SsoNetwork.SecretRefusedException refused) {
            if (!now.secretServerLost()) {
                service.remember(now.withSecretServerLost());
                service.write(EntssoEvent.LOST_SECRET_SERVER, secretServer, SsoError.hex(refused.code()));
            }
        }
    }

    /** Logs each secret whose MSID was not held in that place before. */
    private void noteGot(SecretPair pair, @Nullable SecretPair held, String secretServer) {
        Msid current = pair.current().msid();
        if (held == null || !held.current().msid().equals(current)) {
            service.write(EntssoEvent.GOT_CURRENT_SECRET, secretServer, current);
        }
        boolean newPrevious = pair.previous() != null
                && (held == null || !pair.previousMsidText().equals(held.previousMsidText()));
        if (newPrevious) {
            service.write(EntssoEvent.GOT_PREVIOUS_SECRET, secretServer, pair.previousMsidText());
        }
    }

    /** What members get; asked without a lock, so that two services that poll each other never wait for each other. */
    SecretPair handOutSecrets(EntssoService asking) throws SsoNetwork.SecretRefusedException {
        ServiceMemory now = service.memory();
        if (now == null || !now.tookMasterRole() || !service.isRegistered()) {
            throw new SsoNetwork.SecretRefusedException(SsoError.Rpc.NO_ENDPOINT.number);
        }
        String account = asking.serviceAccount();
        if (asking.faults().on(EntssoFaults.PEER_REFUSED)) {
            service.write(EntssoEvent.SECRET_SERVER_ACCESS_DENIED, account);
            throw refused(asking, SsoError.Code.ACCESS_DENIED.number);
        }
        if (now.offline()) {
            throw refused(asking, SsoError.Code.OUT_OF_SERVICE.number);
        }
        SecretPair secrets = now.secrets();
        if (secrets == null) {
            EntssoEvent why = now.registryUnreadable() ? EntssoEvent.SECRETS_NOT_LOADED : EntssoEvent.NO_SECRETS;
            throw refused(asking, why.asCode());
        }
        if (service.configuration().auditsEverySuccess()) {
            int number = 0;
            for (Msid msid : secrets.msids()) {
                service.write(
                        EntssoEvent.SECRET_HANDED_OUT, number++, msid, account, asking.serverName(), UUID.randomUUID());
            }
        }
        return secrets;
    }

    private SsoNetwork.SecretRefusedException refused(EntssoService asking, int code) {
        if (service.configuration().auditsEveryFailure()) {
            service.write(
                    EntssoEvent.SECRET_NOT_HANDED_OUT,
                    0,
                    asking.serviceAccount(),
                    asking.serverName(),
                    UUID.randomUUID(),
                    SsoError.hex(code));
        }
        return new SsoNetwork.SecretRefusedException(code);
    }
}
