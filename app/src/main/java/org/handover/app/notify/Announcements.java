package org.handover.app.notify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.handover.app.engine.Groups;
import org.handover.app.engine.HumanTask;
import org.handover.app.engine.WaitingTasks;
import org.handover.app.failover.IncidentListener;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Ledger;
import org.handover.journal.Notices;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds out what is worth telling: a task that comes up, and what the ledger says of a run. Nothing that a server printed and
 * nothing of a password is told, only who, what and which.
 */
@Component
final class Announcements implements WaitingTasks, IncidentListener {

    private static final List<String> ALL_PEOPLE =
            List.of(Groups.OPERATORS, Groups.APPROVERS, Groups.AUDITORS, Groups.ADMINISTRATORS);
    private static final List<String> WHO_ACTS = List.of(Groups.OPERATORS, Groups.APPROVERS);

    private final Outbox outbox;
    private final Targets targets;
    private final Failovers failovers;

    Announcements(Outbox outbox, Ledger ledger, Targets targets, Failovers failovers) {
        this.outbox = outbox;
        this.targets = targets;
        this.failovers = failovers;
        if (!targets.all().isEmpty()) {
            ledger.whenWritten(this::written);
        }
    }

    @Override
    public void comesUp(FailoverId failover, HumanTask human, String task, String name, @Nullable Instant dueAt) {
        Occasion occasion =
                switch (human) {
                    case DECIDE_ON_FAILED_CHECKS, DECIDE_HOW_TO_GO_ON -> Occasion.DECISION_NEEDED;
                    case ASK_FOR_APPROVAL_AGAIN -> Occasion.APPROVAL_EXPIRED;
                    default -> Occasion.TASK_WAITING;
                };
        String who = human.group().equals(Groups.APPROVERS)
                ? "An approver who did not ask for it answers the task '%s'."
                : "An operator answers the task '%s'.";
        outbox.put(
                failover,
                occasion,
                new Happening(
                        who.formatted(name),
                        List.of(human.group()),
                        List.of(),
                        new Happening.Task(task, human.id(), name, dueAt)));
    }

    /** Of a run that has ended meanwhile, such as one that was left open, it hears how. */
    @Override
    public void attached(FailoverId run, String source, String id) {
        if (!targets.tellIncidentsOf(source)) {
            return;
        }
        outbox.put(
                run,
                source,
                id,
                Occasion.INCIDENT_ATTACHED,
                told("This incident belongs to %s; nothing else is started for it.".formatted(run), List.of()));
        Failover failover = failovers.get(run);
        if (failover.state().isEnd()) {
            outbox.put(
                    run,
                    source,
                    id,
                    endOf(failover.state().word()),
                    told(Objects.requireNonNullElse(failover.known(), "It had ended before."), List.of()));
        }
    }

    private static Occasion endOf(String state) {
        return Occasion.of("failover." + state).orElse(Occasion.NOTICE);
    }

    private void written(String chain, String actor, String kind, Map<String, ?> data) {
        if (!FailoverId.isValid(chain)) {
            return;
        }
        FailoverId failover = new FailoverId(chain);
        switch (kind) {
            case "notice" -> notice(failover, data);
            case "failover.ended" ->
                outbox.put(failover, endOf(String.valueOf(data.get("state"))), told(text(data, "known"), WHO_ACTS));
            case "failover.withdrawn" ->
                outbox.put(
                        failover,
                        Occasion.WITHDRAWN,
                        told("%s withdrew it. Nothing was changed.".formatted(actor), WHO_ACTS));
            case "failover.settled" ->
                outbox.put(
                        failover,
                        Occasion.SETTLED,
                        told("%s confirmed how it was settled. %s".formatted(actor, text(data, "known")), WHO_ACTS));
            case "step.stuck" ->
                outbox.put(
                        failover,
                        Occasion.DECISION_NEEDED,
                        told(
                                "The step '%s' failed as often as it may. An operator looks why and tries it again on the run's page."
                                        .formatted(data.get("activity")),
                                List.of(Groups.OPERATORS)));
            case "former.returned" ->
                outbox.put(
                        failover,
                        Occasion.FORMER_RETURNED,
                        told(
                                "%s, the former master secret server, answers again. It must not become a second master: look at the run's page."
                                        .formatted(data.get("server")),
                                WHO_ACTS));
            case "settlement.asked" -> confirmation(failover, actor, "how it was settled by hand");
            case "enabling.asked" ->
                confirmation(failover, actor, "that the former master secret server is enabled again");
            default -> {
                // the rest is for whoever looks
            }
        }
    }

    private void confirmation(FailoverId failover, String actor, String what) {
        outbox.put(
                failover,
                Occasion.CONFIRMATION_WANTED,
                told("An approver other than %s confirms %s.".formatted(actor, what), List.of(Groups.APPROVERS)));
    }

    /** People whom a notice names are told beside the approvers, whose task it is. */
    private void notice(FailoverId failover, Map<String, ?> data) {
        Occasion occasion = Occasion.of(text(data, "about")).orElse(Occasion.NOTICE);
        List<String> whom = data.get("whom") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : Notices.EVERYBODY;
        boolean everybody = whom.equals(Notices.EVERYBODY);
        outbox.put(
                failover,
                occasion,
                new Happening(
                        text(data, "sentence"),
                        everybody ? ALL_PEOPLE : List.of(Groups.APPROVERS),
                        everybody ? List.of() : whom,
                        null));
    }

    private static Happening told(String sentence, List<String> groups) {
        return new Happening(sentence, groups, List.of(), null);
    }

    private static String text(Map<String, ?> data, String key) {
        return Optional.ofNullable(data.get(key)).map(Object::toString).orElse("");
    }
}
