package org.handover.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;

/**
 * A promotion that is to be proven.
 *
 * @param servers all SSO servers
 * @param newMaster who was promoted
 * @param former who was master before
 * @param masterLost whether the former was lost
 * @param secret the MSID of the secret in use
 * @param logBeforeNaming the newest record in the log of each server that writes of the change of the name, directly before it was
 *     changed in this run; empty where this run changed nothing
 * @param logBeforeRestore the newest record in the log of the new master directly before the first restore of this run; empty
 *     where this run typed none
 * @param membersBeforeRestore the same of the other servers, as far as their logs could be read then
 * @param sinceRestore the time since the last restore was typed
 * @param poll the longest time in which an SSO server asks its master (docs/entsso.md 1.5)
 * @param byHand whether a person types on one of the servers, because the application has no console there
 * @param sight what is seen of the servers
 */
record Promotion(
        List<SsoServerName> servers,
        SsoServerName newMaster,
        SsoServerName former,
        boolean masterLost,
        Msid secret,
        Map<SsoServerName, Long> logBeforeNaming,
        OptionalLong logBeforeRestore,
        Map<SsoServerName, Long> membersBeforeRestore,
        Duration sinceRestore,
        Duration poll,
        boolean byHand,
        Sight sight) {

    /** How many looks may be made at a time: a person answers one after the other. */
    int atOnce() {
        return byHand ? 1 : SideBySide.USUAL;
    }

    /** All servers but the new and the former master. */
    List<SsoServerName> members() {
        return servers.stream()
                .filter(server -> !server.equals(newMaster) && !server.equals(former))
                .toList();
    }

    static Duration between(Instant then, Instant now) {
        Duration time = Duration.between(then, now);
        return time.isNegative() ? Duration.ZERO : time;
    }
}
