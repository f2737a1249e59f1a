package org.handover.app.engine;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEnginePersistenceException;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.app.trace.Observations;
import org.handover.console.Consoles;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Plans;
import org.handover.journal.PointOfNoReturn;
import org.handover.secret.Purpose;
import org.handover.sso.Excerpt;
import org.handover.sso.SsoSystem;
import org.handover.step.CheckSnapInChangeDelegate;
import org.handover.step.Inventory;
import org.handover.step.PastedAnswers;
import org.handover.step.ReadingDelegate;
import org.handover.step.RemoteDelegate;
import org.handover.step.StepProtocol;
import org.handover.step.StepResult;
import org.handover.step.StepRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Finds the delegate of a remote step, gives it the run that it belongs to, and says how it ended in the model's words. */
@Component
final class StepRunner {

    /** Connection exceptions, shutdown and start of the server, and a transaction that stood still for too long. */
    private static final Pattern CUT_OFF = Pattern.compile("08...|57P0[1-5]|25P03");

    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    /** The engine keeps 4,000 characters of a text. */
    private static final int LONGEST_TEXT = 3900;

    private final Map<String, RemoteDelegate> delegates = new HashMap<>();
    private final StepProtocol protocol;
    private final Failovers failovers;
    private final Plans plans;
    private final Journal journal;
    private final Inventory inventory;
    private final Consoles consoles;
    private final Choices choices;
    private final PastedAnswers pasted;

    StepRunner(
            List<RemoteDelegate> delegates,
            StepProtocol protocol,
            Failovers failovers,
            Plans plans,
            Journal journal,
            Inventory inventory,
            Consoles consoles,
            Choices choices,
            PastedAnswers pasted) {
        delegates.forEach(delegate -> this.delegates.put(delegate.step(), delegate));
        this.protocol = protocol;
        this.failovers = failovers;
        this.plans = plans;
        this.journal = journal;
        this.inventory = inventory;
        this.consoles = consoles;
        this.choices = choices;
        this.pasted = pasted;
    }

    /** What for a password has to be in custody where a step is carried out. */
    Optional<Purpose> password(String step) {
        return Optional.ofNullable(delegates.get(step)).flatMap(RemoteDelegate::password);
    }

    /**
     * What people have said that concerns a step.
     *
     * @param decision what was decided last; empty where nobody did
     * @param decidedBefore what was decided at the task that led to the step
     * @param doneByHand whether it was said to be done by hand
     * @param again whether a person just asked for another try: then a refused logon may be tried again
     */
    record Asked(String decision, String decidedBefore, boolean doneByHand, boolean again) {}

    StepResult run(
            ExternalTask task, String worker, BooleanSupplier leaseHeld, Asked asked, Observations.Attempt attempt)
            throws InterruptedException {
        String step = task.getTopicName();
        try {
            String key = String.valueOf(task.getBusinessKey());
            RemoteDelegate delegate = delegates.get(step);
            if (delegate == null || !FailoverId.isValid(key)) {
                return new StepResult.Failed(
                        "There is no step %s for %s in this application; nothing was typed.".formatted(step, key),
                        "",
                        false);
            }
            Failover failover = failovers.get(new FailoverId(key));
            SsoSystem system = inventory
                    .find(failover.estate(), failover.ssoSystem())
                    .orElseThrow(() ->
                            new IllegalStateException("The inventory has no SSO system %s in the estate %s any more."
                                    .formatted(failover.ssoSystem(), failover.estate())));
            StepRun run = new StepRun(
                    failover,
                    system,
                    plans.current(failover.id()),
                    inventory,
                    attempt.observed(consoles),
                    journal,
                    step,
                    worker,
                    asked.doneByHand(),
                    asked.decision(),
                    asked.decidedBefore(),
                    pasted,
                    leaseHeld);
            if (asked.again()) {
                run.allowLogonsAgain();
            }
            return protocol.carryOut(delegate, run);
        } catch (DataAccessException | TransactionException | ProcessEnginePersistenceException databaseAway) {
            LOG.warn(
                    "{} of {} stopped because the database did not answer: {}",
                    step,
                    task.getBusinessKey(),
                    databaseAway.getClass().getSimpleName());
            String why = "The application's own database did not answer; it is tried again.";
            return wasCutOff(databaseAway)
                    ? new StepResult.TakenAgain(why)
                    : new StepResult.Failed(why, databaseAway.getClass().getSimpleName(), true);
        } catch (RuntimeException e) {
            LOG.warn("{} of {} failed", step, task.getBusinessKey(), e);
            return new StepResult.Failed(String.valueOf(e.getMessage()), "", false);
        }
    }

    /** Whether the connection to the database was lost or not to be had; anything else that it refuses may be so for ever. */
    private static boolean wasCutOff(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && CUT_OFF.matcher(sql.getSQLState()).matches()) {
                return true;
            }
        }
        return false;
    }

    /** What the form of decideHowToGoOn shows. */
    Map<String, Object> afterFailure(ExternalTask task, boolean inRollBack, StepResult.Failed failed) {
        FailoverId id = new FailoverId(task.getBusinessKey());
        journal.note(
                id,
                Ledger.ENGINE,
                "step.failed",
                Journal.ordered("step", task.getTopicName(), "failure", failed.failure(), "seen", failed.probed()));
        return asked(task, inRollBack, Map.of("failure", failed.failure(), "probed", failed.probed()));
    }

    /** What the forms of a step show, and which ways on there are. */
    private Map<String, Object> asked(ExternalTask task, boolean inRollBack, Map<String, Object> about) {
        Failover failover = failovers.get(new FailoverId(task.getBusinessKey()));
        String notice = inventory
                .find(failover.estate(), failover.ssoSystem())
                .map(SsoSystem::notice)
                .orElse("");
        Map<String, Object> shown = new HashMap<>(RunVariables.of(failover, notice));
        shown.putAll(about);
        shown.put("goOnChoices", waysOn(task, failover, inRollBack));
        shown.put("doneByHand", false);
        return asVariables(shown);
    }

    private List<Map<String, String>> waysOn(ExternalTask task, Failover failover, boolean inRollBack) {
        List<Map<String, String>> ways = new ArrayList<>();
        ways.add(choice("Try this step again.", "retry"));
        boolean changes = !(delegates.get(task.getTopicName()) instanceof ReadingDelegate);
        if (changes || task.getTopicName().equals(CheckSnapInChangeDelegate.STEP)) {
            ways.add(choice("It was done by hand: look whether it is so, and type nothing.", "doneByHand"));
        }
        if (choices.rollBackIsOffered(failover, inRollBack)) {
            ways.add(choice(
                    "Roll back: the former master becomes the master again, by the steps of the plan.", "rollBack"));
        }
        ways.add(
                journal.databaseMayBeChanged(failover.id())
                        ? choice(leaveOpen(failover), "leaveOpen")
                        : choice(
                                "Abort the run: the SSO database is not changed, and the SSO system is released.",
                                "abort"));
        return ways;
    }

    /** Once the result is accepted it is only the step that is left; the run still ends as succeeded. */
    private String leaveOpen(Failover failover) {
        if (failover.state().isEnd()) {
            return "Leave it as it is: enabling %s ends here, the SSO system is released, and it can be asked for again."
                    .formatted(failover.formerMaster());
        }
        return journal.mayHaveHappened(failover.id(), PointOfNoReturn.ACCEPTED)
                ? "Leave this step as it is, to be finished by hand: the run goes on with what follows, and ends as succeeded."
                : "Leave the run open: it ends here, the SSO system stays reserved, and it is finished by hand.";
    }

    /** A form shows what a variable can hold, and a command that is cut off is no command. */
    static boolean canBeShown(StepResult.HandNeeded needed) {
        return needed.command().length() <= LONGEST_TEXT;
    }

    static StepResult tooLongForHands(StepResult.HandNeeded needed) {
        return new StepResult.Failed(
                "The next command for %s is too long to be shown and typed by hand. Do by hand what the step is for, and say so."
                        .formatted(needed.server()),
                needed.why(),
                false);
    }

    /** What the form of typeByHand shows, and that of decideHowToGoOn for who cannot type it. */
    Map<String, Object> whereHandsAreNeeded(ExternalTask task, boolean inRollBack, StepResult.HandNeeded needed) {
        journal.note(
                new FailoverId(task.getBusinessKey()),
                Ledger.ENGINE,
                "step.handNeeded",
                Journal.ordered(
                        "step", task.getTopicName(),
                        "server", needed.server(),
                        "account", needed.account(),
                        "command", needed.command(),
                        "why", needed.why()));
        return asked(
                task,
                inRollBack,
                Map.of(
                        "handServer", needed.server(),
                        "handAccount", needed.account(),
                        "handCommand", needed.command(),
                        "handWhy", needed.why(),
                        "failure", needed.why(),
                        "probed", ""));
    }

    /** What a proven step leaves for the forms; after the proof of the promotion also whether it can still be rolled back. */
    Map<String, Object> afterProof(ExternalTask task, StepResult.Proven proven) {
        Map<String, Object> variables = asVariables(proven.variables());
        if (task.getTopicName().equals("verifyPromotion")) {
            Failover failover = failovers.get(new FailoverId(task.getBusinessKey()));
            variables.put("rollBackOffered", choices.rollBackIsOffered(failover, false));
        }
        return variables;
    }

    private static Map<String, String> choice(String label, String value) {
        return Map.of("label", label, "value", value);
    }

    /** Lists are kept as JSON, which forms can show. */
    Map<String, Object> asVariables(Map<String, Object> values) {
        Map<String, Object> variables = new HashMap<>();
        values.forEach((name, value) -> variables.put(name, asVariable(value)));
        return variables;
    }

    /** Of classes that the engine agrees to read again. */
    private static List<Object> plain(List<?> rows) {
        List<Object> plain = new ArrayList<>();
        rows.forEach(row -> plain.add(row instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : row));
        return plain;
    }

    private static Object asVariable(Object value) {
        if (value instanceof List<?> rows) {
            return Variables.objectValue(plain(rows))
                    .serializationDataFormat(Variables.SerializationDataFormats.JSON)
                    .create();
        }
        return value instanceof String text && text.length() > LONGEST_TEXT
                ? Excerpt.of(text, LONGEST_TEXT) + " (the journal has all of it)"
                : value;
    }
}
