package org.handover.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.sso.SsoServerName;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServiceStatus;
import org.handover.tool.SsoManage;
import org.jspecify.annotations.Nullable;

/** What one server says of itself: everything that decides about who may become master. Reading it changes nothing. */
public record ServerLook(
        SsoServerName server,
        @Nullable ConsoleException failure,
        @Nullable ServiceStatus service,
        SsoManage.@Nullable DisplayDb displayDb,
        RegistryQuery.@Nullable Msids msids,
        EventQuery.@Nullable Events secretEvents) {

    public static final int GOT_SECRET = 10529;
    public static final int LOST_SECRET_SERVER = 10532;
    public static final int FOUND_SECRET_SERVER = 10533;

    public static ServerLook at(StepRun run, SsoServerName server, long eventsAfter) throws InterruptedException {
        RemoteConsole console = run.on(server);
        try {
            return new ServerLook(
                    server,
                    null,
                    Looks.service(console),
                    Looks.displayDb(console),
                    Looks.msids(console),
                    Looks.eventsSince(console, eventsAfter, GOT_SECRET, LOST_SECRET_SERVER, FOUND_SECRET_SERVER));
        } catch (ConsoleException e) {
            return new ServerLook(server, e, null, null, null, null);
        }
    }

    public static List<ServerLook> atAll(StepRun run, List<SsoServerName> servers, long eventsAfter)
            throws InterruptedException {
        List<ServerLook> looks = new ArrayList<>();
        for (SsoServerName server : servers) {
            looks.add(at(run, server, eventsAfter));
        }
        return looks;
    }

    public boolean answers() {
        return failure == null;
    }

    /** The newest of the events that say whether the server has the secret; empty where there is none or the log cannot be read. */
    public Optional<EventRecord> newestSecretEvent() {
        return secretEvents instanceof EventQuery.Events.Known known
                ? known.events().stream().max(Comparator.comparingLong(EventRecord::recordId))
                : Optional.empty();
    }

    /** The newest event 10529, which names the secret that the server got. */
    public Optional<EventRecord> newestGot() {
        return secretEvents instanceof EventQuery.Events.Known known
                ? known.withId(GOT_SECRET).stream().max(Comparator.comparingLong(EventRecord::recordId))
                : Optional.empty();
    }

    public String masterNamed() {
        if (displayDb instanceof SsoManage.DisplayDb.Known known) {
            return known.info().secretServerName();
        }
        if (failure != null) {
            return "does not answer";
        }
        return displayDb instanceof SsoManage.DisplayDb.Failed failed
                ? failed.error().code()
                : "cannot tell";
    }
}
