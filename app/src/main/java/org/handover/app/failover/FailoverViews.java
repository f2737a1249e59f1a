package org.handover.app.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.handover.app.engine.Choices;
import org.handover.app.engine.HumanTask;
import org.handover.app.rest.Utc;
import org.handover.app.restraint.Restraint;
import org.handover.app.watch.FormerWatch;
import org.handover.journal.BreakGlass;
import org.handover.journal.Failover;
import org.handover.journal.FailoverState;
import org.handover.journal.FormerEnablings;
import org.handover.journal.Journal;
import org.handover.journal.PointOfNoReturn;
import org.handover.journal.WhatIsLeft;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes what REST shows of a failover from our row and the engine's open tasks. */
@Component
public final class FailoverViews {

    /** docs/windows-consoles.md, "What only a real server can show". */
    private static final FailoverView.RehearsalView NOT_PROVEN_BY_A_REHEARSAL = new FailoverView.RehearsalView(List.of(
            "Whether ENTSSO on the real servers answers a tool that was started over a key logon.",
            "How ssomanage and ssoconfig behave on a real server's console, and with which exit codes they end.",
            "Which account opens the restore file, and whether it may.",
            "Whether the console's account may read SSOSS on the real servers.",
            "That the real restore file, its password and its digest belong together.",
            "That firewalls, DTC and the SSO database let the real new master do its work."));

    private static final String BACK_IN_TIME =
            "%s answers again, and nothing is changed yet: it may not be lost. Look at it. Where ENTSSO can be started"
                    + " there, withdraw this failover and do that. Before the SSO database is updated it is asked once"
                    + " more, and nothing is typed while it answers.";

    private static final String BACK_AND_AWAY_IN_TIME =
            "%s answered until %s and is silent again; nothing is changed yet. Before the SSO database is updated it is"
                    + " asked once more, and nothing is typed while it answers.";

    private static final String BACK_AND_AWAY_TOO_LATE =
            "%s answered until %s and is silent again, and nobody has decided what becomes of it: a former master that"
                    + " still takes itself for the master must not be started, nor asked by anybody. Make it an ordinary"
                    + " SSO server or disable it, and then say so.";

    private static final String BACK_TOO_LATE =
            "%s answers, and nobody has decided what becomes of it: a former master that still takes itself for the"
                    + " master must not be started, nor asked by anybody. Make it an ordinary SSO server or disable it,"
                    + " and then say so.";

    private static final int INCIDENTS_SHOWN = 20;

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final Journal journal;
    private final PointOfNoReturn pointOfNoReturn;
    private final Choices choices;
    private final FormerWatch watch;
    private final Settlements settlements;
    private final Enablings enablings;
    private final WhatIsLeft whatIsLeft;
    private final Inventory inventory;
    private final SecondPersonViews secondPerson;
    private final AttachedIncidents incidents;
    private final Restraint restraint;
    private final EngineAsOurselves engine;
    private final AtOneMoment moment;
    private final ObjectMapper json;

    FailoverViews(
            TaskService tasks,
            RuntimeService runtime,
            Journal journal,
            PointOfNoReturn pointOfNoReturn,
            Choices choices,
            FormerWatch watch,
            Settlements settlements,
            Enablings enablings,
            WhatIsLeft whatIsLeft,
            Inventory inventory,
            SecondPersonViews secondPerson,
            AttachedIncidents incidents,
            Restraint restraint,
            EngineAsOurselves engine,
            AtOneMoment moment,
            ObjectMapper json) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.journal = journal;
        this.pointOfNoReturn = pointOfNoReturn;
        this.choices = choices;
        this.watch = watch;
        this.settlements = settlements;
        this.enablings = enablings;
        this.whatIsLeft = whatIsLeft;
        this.inventory = inventory;
        this.secondPerson = secondPerson;
        this.incidents = incidents;
        this.restraint = restraint;
        this.engine = engine;
        this.moment = moment;
        this.json = json;
    }

    public FailoverView of(Failover failover) {
        return moment.read(() -> asItIs(failover));
    }

    private FailoverView asItIs(Failover failover) {
        Optional<SsoSystem> system = inventory.find(failover.estate(), failover.ssoSystem());
        List<BreakGlass.Broken> brokenPlans = secondPerson.broken(failover);
        FailoverView.BrokenGlassView broken = secondPerson.brokenGlass(failover, brokenPlans);
        Optional<FormerEnablings.Enabling> enabling = enablings.of(failover);
        boolean ended = failover.state().isEnd()
                && enabling.filter(FormerEnablings.Enabling::isUnderWay).isEmpty()
                && (broken == null || broken.review() != null);
        List<FailoverView.TaskView> open = ended ? List.of() : openTasks(failover);
        List<FailoverView.StuckView> stuck = ended ? List.of() : stuck(failover);
        PointOfNoReturn.Answer noReturn = pointOfNoReturn.of(failover);
        List<AttachedIncidents.IncidentView> attached = incidents.of(failover.id(), INCIDENTS_SHOWN);
        Restraint.ToolStart toolStart = restraint.of(failover.id()).orElse(null);
        return new FailoverView(
                failover.id().value(),
                failover.estate().value(),
                notice(failover, system, brokenPlans),
                failover.ssoSystem().value(),
                failover.formerMaster().value(),
                failover.newMaster().value(),
                failover.situation(),
                failover.path(),
                failover.rehearsal(),
                failover.demonstration(),
                failover.state().word(),
                failover.outcome(),
                blankToNull(failover.known()),
                new FailoverView.PointOfNoReturn(noReturn.passed(), noReturn.means(), noReturn.rollBackOffered()),
                nextAct(failover, open, stuck, enabling, brokenPlans),
                failover.reason(),
                incident(failover),
                attached,
                attached.size() < INCIDENTS_SHOWN ? attached.size() : incidents.count(failover.id()),
                toolStart,
                failover.requestedBy(),
                failover.requestedFor(),
                failover.requestedAt(),
                failover.finishedAt(),
                failover.restoreFile().value(),
                failover.planDigest(),
                secondPerson.approvals(failover),
                system.map(SsoSystem::approvalsNeeded).orElse(1),
                broken,
                formerReturned(failover, noReturn),
                settlement(failover),
                enabling.map(FailoverViews::enabling).orElse(null),
                left(failover),
                failover.rehearsal() ? NOT_PROVEN_BY_A_REHEARSAL : null,
                open,
                stuck,
                links(failover, toolStart));
    }

    /** What stands above everything that is shown of a run; empty for a real one. Where its estate is gone, as the twin of a rehearsal is when the run has ended, its notice stays. */
    public String notice(Failover failover) {
        return notice(failover, inventory.find(failover.estate(), failover.ssoSystem()), secondPerson.broken(failover));
    }

    private static String notice(Failover failover, Optional<SsoSystem> system, List<BreakGlass.Broken> broken) {
        String estate = system.map(SsoSystem::notice).orElse(failover.kind().notice());
        return "%s %s".formatted(BreakGlass.notice(broken), estate).strip();
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private FailoverView.@Nullable FormerReturned formerReturned(Failover failover, PointOfNoReturn.Answer noReturn) {
        return watch.returned(failover.id())
                .map(watched -> new FailoverView.FormerReturned(
                        watched.server().value(),
                        Objects.requireNonNull(watched.returnedAt()),
                        watched.lastSeen(),
                        means(watched, failover.finishedAt() == null && !noReturn.passed())))
                .orElse(null);
    }

    private static String means(FormerWatch.Watched watched, boolean inTime) {
        if (watched.answers()) {
            return (inTime ? BACK_IN_TIME : BACK_TOO_LATE).formatted(watched.server());
        }
        Instant lastSeen = Objects.requireNonNull(watched.lastSeen());
        return (inTime ? BACK_AND_AWAY_IN_TIME : BACK_AND_AWAY_TOO_LATE)
                .formatted(watched.server(), Utc.inWords(lastSeen));
    }

    private FailoverView.@Nullable SettlementView settlement(Failover failover) {
        return settlements
                .of(failover.id())
                .map(settlement -> new FailoverView.SettlementView(
                        settlement.askedBy(),
                        settlement.askedAt(),
                        settlement.words(),
                        settlement.confirmedBy(),
                        settlement.confirmedAt()))
                .orElse(null);
    }

    private @Nullable List<FailoverView.LeftView> left(Failover failover) {
        return settlements.isOpen(failover)
                ? whatIsLeft.of(failover).stream()
                        .map(step -> new FailoverView.LeftView(step.id(), step.name(), step.server(), step.command()))
                        .toList()
                : null;
    }

    private Map<String, String> links(Failover failover, Restraint.@Nullable ToolStart toolStart) {
        String self = "/api/failovers/" + failover.id();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("journal", self + "/journal");
        links.put("page", "/board/failovers/" + failover.id());
        if (toolStart != null && toolStart.acknowledgedBy() == null) {
            links.put("acknowledge", self + "/acknowledge");
        }
        if (canBeFailedBack(failover)) {
            links.put("failback", self + "/failback");
        }
        if (settlements.isOpen(failover)) {
            links.put("settle", self + "/settle");
        }
        if (enablings.isPossible(failover)) {
            links.put("enableFormer", self + "/enable-former");
        }
        return links;
    }

    private static FailoverView.EnablingView enabling(FormerEnablings.Enabling enabling) {
        return new FailoverView.EnablingView(
                enabling.askedBy(),
                enabling.askedAt(),
                enabling.words(),
                enabling.confirmedBy(),
                enabling.confirmedAt(),
                enabling.endedAt(),
                enabling.enabled());
    }

    static boolean canBeFailedBack(Failover failover) {
        return failover.state() == FailoverState.SUCCEEDED && !failover.rehearsal();
    }

    List<FailoverView.TaskView> openTasks(Failover failover) {
        return moment.read(() -> engine.call(() -> tasks
                .createTaskQuery()
                .processInstanceBusinessKey(failover.id().value())
                .orderByTaskCreateTime()
                .asc()
                .list()
                .stream()
                .map(task -> of(task, failover))
                .toList()));
    }

    private FailoverView.TaskView of(Task task, Failover failover) {
        Optional<HumanTask> human = HumanTask.of(task.getTaskDefinitionKey());
        return new FailoverView.TaskView(
                task.getId(),
                task.getTaskDefinitionKey(),
                task.getName(),
                human.map(found -> List.of(found.group())).orElse(List.of()),
                task.getCreateTime().toInstant(),
                human.map(found ->
                                choices.of(found, failover, tasks.getVariables(task.getId(), Choices.VARIABLES)::get))
                        .orElse(List.of()),
                human.filter(found -> found == HumanTask.TYPE_BY_HAND)
                        .map(found -> byHand(task.getId()))
                        .orElse(null),
                task.getDueDate() == null ? null : task.getDueDate().toInstant(),
                task.getPriority(),
                HumanTask.page(task.getId()));
    }

    private FailoverView.ByHandView byHand(String task) {
        Map<String, Object> shown =
                tasks.getVariables(task, List.of("handServer", "handAccount", "handCommand", "handWhy"));
        return new FailoverView.ByHandView(
                String.valueOf(shown.get("handServer")),
                String.valueOf(shown.get("handAccount")),
                String.valueOf(shown.get("handCommand")),
                String.valueOf(shown.get("handWhy")));
    }

    private List<FailoverView.StuckView> stuck(Failover failover) {
        return engineIncidents(failover).stream()
                .map(incident -> new FailoverView.StuckView(
                        incident.getActivityId(), String.valueOf(incident.getIncidentMessage())))
                .toList();
    }

    List<Incident> engineIncidents(Failover failover) {
        return engine.call(() ->
                runtime
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(failover.id().value())
                        .list()
                        .stream()
                        .map(ProcessInstance::getProcessInstanceId)
                        .flatMap(process -> runtime.createIncidentQuery().processInstanceId(process).list().stream())
                        .filter(incident -> incident.getId().equals(incident.getRootCauseIncidentId()))
                        .toList());
    }

    private String nextAct(
            Failover failover,
            List<FailoverView.TaskView> open,
            List<FailoverView.StuckView> stuck,
            Optional<FormerEnablings.Enabling> enabling,
            List<BreakGlass.Broken> broken) {
        if (!stuck.isEmpty()) {
            return "An operator looks why '%s' is stuck and tries it again: %s"
                    .formatted(stuck.get(0).activity(), stuck.get(0).why());
        }
        if (!open.isEmpty()) {
            FailoverView.TaskView task = open.get(0);
            String who = task.candidateGroups().contains("sso-approvers")
                    ? "An approver other than " + SecondPersonViews.notBy(failover, broken)
                    : "An operator";
            return "%s answers the task '%s'.".formatted(who, task.name());
        }
        return switch (failover.state()) {
            case CHECKING -> "Nobody has to act: the servers are being looked at.";
            case VERIFYING ->
                journal.isProven(failover.id(), PointOfNoReturn.ACCEPTED)
                        ? "Nobody has to act: the result is accepted, and the runbook goes on by itself."
                        : "Nobody has to act: every SSO server is given time to poll, then each is asked.";
            case SUCCEEDED -> afterSuccess(failover, enabling);
            case LEFT_OPEN -> leftOpen(failover);
            case ROLLED_BACK -> "Nothing: %s is the master secret server again.".formatted(failover.formerMaster());
            case WITHDRAWN, REJECTED, ABORTED -> "Nothing: the run has ended and nothing was changed.";
            default -> "Nobody has to act: the runbook goes on by itself.";
        };
    }

    private String afterSuccess(Failover failover, Optional<FormerEnablings.Enabling> enabling) {
        if (enabling.isPresent() && enabling.get().isOpen()) {
            return enabling.get().isConfirmed()
                    ? "Nobody has to act: %s is being enabled again.".formatted(failover.formerMaster())
                    : "An approver other than %s confirms that %s is enabled again."
                            .formatted(enabling.get().askedBy(), failover.formerMaster());
        }
        return watch.open(failover.estate(), failover.ssoSystem()).stream()
                        .anyMatch(watched -> watched.failover().equals(failover.id()))
                ? "Keep %s from coming back as a second master; it is watched until somebody says that it is settled."
                        .formatted(failover.formerMaster())
                : "Nothing: %s is the master secret server.".formatted(failover.newMaster());
    }

    private String leftOpen(Failover failover) {
        if (!settlements.isOpen(failover)) {
            return "Nothing: the run was left open and is settled.";
        }
        return settlements
                .of(failover.id())
                .map(asked ->
                        "An approver other than %s confirms the settlement; then the servers are asked who is master."
                                .formatted(asked.askedBy()))
                .orElse("Finish it by hand with the commands of the journal; then an operator asks for the settlement."
                        + " The SSO system stays reserved until then.");
    }

    private @Nullable JsonNode incident(Failover failover) {
        try {
            return failover.incident() == null ? null : json.readTree(failover.incident());
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
