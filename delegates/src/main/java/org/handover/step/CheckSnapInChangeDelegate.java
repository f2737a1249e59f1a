package org.handover.step;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;
import org.handover.journal.IntentOutcome;
import org.handover.journal.Journal;
import org.handover.sso.RefusedValueException;
import org.handover.sso.SsoServerName;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;

/**
 * Looks whether the master secret server was changed in the snap-in, and closes the intent with what it found: the SSO database
 * names the new server, and the former master logged 10575 with both names after the record id that was noted before. Whoever
 * says that it was not done is not believed either: the database is looked at first (law 7).
 */
public final class CheckSnapInChangeDelegate implements ReadingDelegate {

    public static final String STEP = "checkSnapInChange";
    static final String CHANGED = "snapInChanged";
    static final String SEEN = "snapInSeen";
    private static final int CHANGED_SECRET_SERVER = 10575;

    private final Duration longestPoll;

    /** It is looked for as long as the longest poll of ENTSSO takes (docs/entsso.md 1.5). */
    public CheckSnapInChangeDelegate() {
        this(Named.LONGEST_POLL);
    }

    CheckSnapInChangeDelegate(Duration longestPoll) {
        this.longestPoll = longestPoll;
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public boolean proves(StepResult.Proven result) {
        return Boolean.TRUE.equals(result.variables().get(CHANGED));
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        Probe named = Named.inTheEnd(
                () -> UpdateDatabaseDelegate.whoIsNamed(run), Probe.NotDone.class::isInstance, longestPoll);
        List<Intent> opened = run.journal().attempts(run.failover().id(), OpenSnapInChangeDelegate.STEP);
        Optional<Intent> intent = opened.isEmpty() ? Optional.empty() : Optional.of(opened.get(opened.size() - 1));
        boolean aborts = aborts(run, intent);
        if (named instanceof Probe.Unknown) {
            return new StepResult.Failed(
                    "Whether the master secret server was changed cannot be told. Look at the servers and decide.",
                    named.seen(),
                    false);
        }
        if (named instanceof Probe.NotDone) {
            if (aborts && intent.isPresent()) {
                run.closeByPerson(intent.get(), IntentOutcome.NOT_PROVEN, named.seen());
            }
            return answer(false, named.seen() + " It has to name %s.".formatted(run.newMaster()));
        }
        if (!aborts || run.doneByHand()) {
            return changed(run, named, intent);
        }
        intent.ifPresent(opening -> run.closeByPerson(opening, IntentOutcome.PROVEN, named.seen()));
        return abortedTooLate(run, named);
    }

    /** An abort holds through every further try, until whoever said it was told that it is too late: the intent is closed then. */
    private static boolean aborts(StepRun run, Optional<Intent> intent) {
        return run.decision().equals("abort")
                || (run.decidedBefore().equals("abort")
                        && intent.filter(Intent::isOpen).isPresent());
    }

    private static StepResult abortedTooLate(StepRun run, Probe named) {
        return new StepResult.Failed(
                "It cannot be aborted any more: the SSO database already names %s. Roll it back, leave the run open, or try again to go on."
                        .formatted(run.newMaster()),
                named.seen(),
                false);
    }

    private static StepResult changed(StepRun run, Probe named, Optional<Intent> intent)
            throws ConsoleException, InterruptedException {
        if (intent.isEmpty()) {
            return answer(true, named.seen() + " It did so before the task was shown.");
        }
        Probe logged = logged(run, intent.get());
        String seen = named.seen() + " " + logged.seen();
        if (logged instanceof Probe.Done || run.doneByHand()) {
            run.closeByPerson(intent.get(), IntentOutcome.PROVEN, seen);
            return answer(true, seen);
        }
        run.closeByPerson(intent.get(), IntentOutcome.UNKNOWN, seen);
        return new StepResult.Failed(
                "The SSO database names %s, but %s did not log that it was changed there (10575). Find out who changed it and where, then decide."
                        .formatted(run.newMaster(), run.formerMaster()),
                seen,
                false);
    }

    private static Probe logged(StepRun run, Intent intent) throws InterruptedException {
        long after = Long.parseLong(
                intent.noted().getOrDefault(OpenSnapInChangeDelegate.latestEventOf(run.formerMaster()), "0"));
        EventQuery.Events events;
        try {
            events = Looks.eventsSince(run.on(run.formerMaster()), after, CHANGED_SECRET_SERVER);
        } catch (ConsoleException e) {
            return new Probe.Unknown(StepProtocol.sentence(e));
        }
        if (!(events instanceof EventQuery.Events.Known known)) {
            return new Probe.Unknown(((EventQuery.Events.CannotTell) events).reason());
        }
        boolean there = known.events().stream()
                .anyMatch(event -> names(event, 0, run.newMaster()) && names(event, 1, run.formerMaster()));
        String seen = "%s: %s".formatted(run.formerMaster(), Looks.say(known.events()));
        return there ? new Probe.Done(seen) : new Probe.NotDone(seen);
    }

    private static boolean names(EventRecord event, int parameter, SsoServerName server) {
        try {
            return event.data().size() > parameter
                    && SsoServerName.of(event.data().get(parameter)).sameComputer(server);
        } catch (RefusedValueException notAName) {
            return false;
        }
    }

    private static StepResult answer(boolean changed, String seen) {
        Map<String, Object> variables = Journal.ordered(CHANGED, changed, SEEN, seen);
        return new StepResult.Proven(variables);
    }
}
