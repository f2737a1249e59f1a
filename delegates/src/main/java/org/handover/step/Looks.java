package org.handover.step;

import java.time.Duration;
import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.sso.Msid;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;
import org.handover.tool.SsoManage;

/** The questions that several steps ask a server, and how their answers are said; none of them changes anything. */
public final class Looks {

    /** A command that only looks answers within this time, or something is wrong with the server. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private Looks() {}

    public static ServiceStatus service(RemoteConsole console) throws ConsoleException, InterruptedException {
        return Services.query(Services.ENTSSO).typeOn(console, LIMIT);
    }

    /** As {@link #service}, looked at again while the service is on its way from one state to another. */
    static ServiceStatus serviceAtRest(RemoteConsole console, Duration limit)
            throws ConsoleException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        ServiceStatus status = service(console);
        while (status instanceof ServiceStatus.Known known && known.state().pending() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN.toMillis());
            status = service(console);
        }
        return status;
    }

    /** What the SSO database says, asked with the tool that the server's own ENTSSO was installed with. */
    public static SsoManage.DisplayDb displayDb(RemoteConsole console) throws ConsoleException, InterruptedException {
        RegistryQuery.Install install = RegistryQuery.installDirectory().typeOn(console, LIMIT);
        if (install instanceof RegistryQuery.Install.Found found) {
            return new SsoManage(found.directory()).displayDb().typeOn(console, LIMIT);
        }
        return new SsoManage.DisplayDb.CannotTell(((RegistryQuery.Install.CannotTell) install).reason());
    }

    public static RegistryQuery.Msids msids(RemoteConsole console) throws ConsoleException, InterruptedException {
        return RegistryQuery.msids().typeOn(console, LIMIT);
    }

    public static EventQuery.Events eventsSince(RemoteConsole console, long recordId, int... ids)
            throws ConsoleException, InterruptedException {
        return EventQuery.newerThan(recordId, ids).typeOn(console, LIMIT);
    }

    /** @throws IllegalStateException where the event log cannot be read: nothing could be proven afterwards */
    public static long latestRecordId(RemoteConsole console) throws ConsoleException, InterruptedException {
        EventQuery.Latest latest = EventQuery.latest().typeOn(console, LIMIT);
        if (latest instanceof EventQuery.Latest.Known known) {
            return known.recordId();
        }
        throw new IllegalStateException(
                "The Application log cannot be read (%s), so nothing was typed: it could not be proven."
                        .formatted(((EventQuery.Latest.CannotTell) latest).reason()));
    }

    /** What to do about a server that is to become master and cannot be logged on to. */
    public static String toBeLoggedOnTo(ConsoleException failure) {
        if (failure instanceof ConsoleException.LogonRefused) {
            return "Put the account or its credential right there; where the server takes no key at all any more, give passwordFile in the inventory and restart Handover. Then check again, or start a failover to another SSO server.";
        }
        if (failure instanceof ConsoleException.HostKeyMismatch) {
            return "Find out what answers there. Only where it is that server, and it was given another key, put the new key into the inventory; else start a failover to another SSO server.";
        }
        return "Make it reachable, or start a failover to another SSO server.";
    }

    public static boolean holds(RegistryQuery.Msids msids, Msid inUse) {
        return msids instanceof RegistryQuery.Msids.Present present
                && present.msids().contains(inUse);
    }

    public static String say(RegistryQuery.Msids msids) {
        if (msids instanceof RegistryQuery.Msids.Present present) {
            return "SSOSS holds "
                    + String.join(
                            ", ", present.msids().stream().map(Msid::value).toList()) + ".";
        }
        if (msids instanceof RegistryQuery.Msids.None) {
            return "SSOSS holds no secret.";
        }
        return msids instanceof RegistryQuery.Msids.CannotTell unknown
                ? "SSOSS cannot be read: " + unknown.reason()
                : "Reading SSOSS is denied.";
    }

    public static String say(ServiceStatus status) {
        if (status instanceof ServiceStatus.Known known) {
            return "ENTSSO is %s (process %d).".formatted(known.state(), known.processId());
        }
        return status instanceof ServiceStatus.CannotTell unknown
                ? "The state of ENTSSO cannot be told: " + unknown.reason()
                : "ENTSSO is not installed.";
    }

    public static String say(List<EventRecord> events) {
        return events.isEmpty()
                ? "No such event."
                : "Events: "
                        + String.join(
                                ", ",
                                events.stream()
                                        .map(event -> "%d (record %d)".formatted(event.id(), event.recordId()))
                                        .toList())
                        + ".";
    }
}
