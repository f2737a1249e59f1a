package org.handover.app.failover;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.app.live.LiveStreams;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happens in a run, as server-sent events. Only entries of the journal have an id: from there on one can be told again. */
@Component
public final class FailoverEvents {

    private static final String LAST_ENTRY = "run.path";

    private final Failovers failovers;
    private final FailoverViews views;
    private final Ledger ledger;
    private final LiveStreams streams;

    FailoverEvents(Failovers failovers, FailoverViews views, Ledger ledger, LiveStreams streams) {
        this.failovers = failovers;
        this.views = views;
        this.ledger = ledger;
        this.streams = streams;
    }

    /** Where the run stands, as the event {@code state} says it. */
    record StateEvent(
            String id,
            String state,
            @Nullable String outcome,
            @Nullable String known,
            boolean pointOfNoReturnPassed,
            String nextAct,
            @Nullable Instant finishedAt) {

        static StateEvent of(FailoverView run) {
            return new StateEvent(
                    run.id(),
                    run.state(),
                    run.outcome(),
                    run.known(),
                    run.pointOfNoReturn().passed(),
                    run.nextAct(),
                    run.finishedAt());
        }
    }

    /** A task that a person has to answer, as the event {@code task} says it. {@code open} is false once nobody has to any more. */
    record TaskEvent(boolean open, FailoverView.TaskView task) {}

    /** Changes whenever anything that is shown of the run does. */
    public String state(Failover failover) {
        FailoverView run = views.of(failover);
        long last = ledger.tip(failover.id().value()).seq();
        return Integer.toHexString(31 * run.hashCode() + Long.hashCode(last));
    }

    /** Empty where the run has ended, and whoever asks was told all of it. */
    Optional<SseEmitter> follow(Failover failover, long after) {
        FailoverId id = failover.id();
        if (after > 0 && failover.state().isEnd() && ledger.tip(id.value()).seq() <= after) {
            return Optional.empty();
        }
        return Optional.of(streams.follow("events of " + id, () -> state(failovers.get(id)), new Following(id, after)));
    }

    /** What one client was told last. */
    private final class Following implements LiveStreams.Teller {

        private final FailoverId id;
        private final Map<String, FailoverView.TaskView> open = new HashMap<>();
        private long told;
        private boolean lastEntryTold;
        private @Nullable StateEvent state;

        Following(FailoverId id, long after) {
            this.id = id;
            this.told = after;
        }

        /** The last entry of a run follows its end; where it never came, the stream ends when nothing else is new. */
        @Override
        public boolean tell(SseEmitter to, String now) throws IOException {
            boolean ended = failovers.get(id).state().isEnd();
            boolean news = tellEntries(to);
            FailoverView run = views.of(failovers.get(id));
            news |= tellState(to, StateEvent.of(run));
            news |= tellTasks(to, run.tasks());
            if (!news) {
                to.send(SseEmitter.event().comment("nothing new"));
            }
            return !ended || (news && !lastEntryTold);
        }

        private boolean tellEntries(SseEmitter to) throws IOException {
            List<LedgerEntry> entries = ledger.entries(id.value(), told);
            for (LedgerEntry entry : entries) {
                to.send(LiveStreams.event("journal")
                        .id(Long.toString(entry.seq()))
                        .data(entry, MediaType.APPLICATION_JSON));
                told = entry.seq();
                lastEntryTold |= entry.kind().equals(LAST_ENTRY);
            }
            return !entries.isEmpty();
        }

        private boolean tellState(SseEmitter to, StateEvent now) throws IOException {
            if (now.equals(state)) {
                return false;
            }
            state = now;
            to.send(LiveStreams.event("state").data(now, MediaType.APPLICATION_JSON));
            return true;
        }

        private boolean tellTasks(SseEmitter to, List<FailoverView.TaskView> now) throws IOException {
            boolean news = false;
            Map<String, FailoverView.TaskView> gone = new HashMap<>(open);
            for (FailoverView.TaskView task : now) {
                gone.remove(task.id());
                if (open.putIfAbsent(task.id(), task) == null) {
                    to.send(LiveStreams.event("task").data(new TaskEvent(true, task), MediaType.APPLICATION_JSON));
                    news = true;
                }
            }
            for (FailoverView.TaskView task : gone.values()) {
                open.remove(task.id());
                to.send(LiveStreams.event("task").data(new TaskEvent(false, task), MediaType.APPLICATION_JSON));
                news = true;
            }
            return news;
        }
    }
}
