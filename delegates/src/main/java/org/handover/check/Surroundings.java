package org.handover.check;

import java.util.List;
import java.util.Set;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.BackupStore;

/**
 * What the preflight checks are made for: one change of the master secret server.
 *
 * @param system the SSO system
 * @param masterLost whether the change is made because the master is lost; else it is planned
 * @param newMaster who is to become master
 * @param former who is master, or was
 * @param restoreFile the backup that is to be restored
 * @param store where backups are kept outside the servers
 * @param byHand the servers on which a person types, because the application has no console there
 * @param sight what is seen of the servers
 */
record Surroundings(
        SsoSystem system,
        boolean masterLost,
        SsoServerName newMaster,
        SsoServerName former,
        SsoSystem.RestoreFile restoreFile,
        BackupStore store,
        Set<SsoServerName> byHand,
        Sight sight) {

    /** The MSID that the inventory records for the secret in the restore file. */
    Msid secretInUse() {
        return restoreFile.msid();
    }

    /** All SSO servers but a former master that is lost: those that have something to say. */
    List<SsoServerName> servers() {
        return system.ssoServers().stream()
                .filter(server -> !masterLost || !server.equals(former))
                .toList();
    }

    /** All SSO servers but the new master and a former one that is lost. */
    List<SsoServerName> others() {
        return servers().stream().filter(server -> !server.equals(newMaster)).toList();
    }

    /** All SSO servers but the new and the former master. */
    List<SsoServerName> members() {
        return others().stream().filter(server -> !server.equals(former)).toList();
    }
}
