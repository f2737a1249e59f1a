package org.handover.step;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.journal.IntentOutcome;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Wall;
import org.handover.sso.EntssoError;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.handover.tool.MakeDirectory;
import org.handover.tool.ServiceStatus;
import org.handover.tool.TaskList;

/**
 * How a remote step is carried out so that it knows whether it happened (design, section 4): settle earlier attempts, probe,
 * and only where the change is not there: the wall, the intent, claim and act in one line, the outcome, and the proof.
 */
public final class StepProtocol {

    private static final List<String> ACTING_PROGRAMS =
            List.of("ssomanage.exe", "ssoconfig.exe", "net.exe", "net1.exe");

    /** What names a server in the SSO database whenever it comes to its act. */
    private static final Set<String> NAMING = Set.of(UpdateDatabaseDelegate.STEP, NameFormerDelegate.STEP);

    private final Wall wall;
    private final Journal journal;

    public StepProtocol(Wall wall, Journal journal) {
        this.wall = wall;
        this.journal = journal;
    }

    public StepResult carryOut(RemoteDelegate delegate, StepRun run) throws InterruptedException {
        try {
            if (delegate instanceof SequenceDelegate sequence) {
                return inOrder(sequence, run);
            }
            return one(delegate, run);
        } catch (ByHand.NeededException e) {
            return e.needed();
        } catch (ConsoleException.Unreachable | ConsoleException.CutOff | ConsoleException.TransferFailed e) {
            return new StepResult.Failed(lostSightOf(run, e), e.partialOutput(), true);
        } catch (ConsoleException e) {
            return new StepResult.Failed(lostSightOf(run, e), e.partialOutput(), false);
        }
    }

    /** That nothing was typed is true of this attempt only. */
    private String lostSightOf(StepRun run, ConsoleException e) {
        boolean typedBefore = journal.openIntent(run.failover().id()).isPresent() && !e.commandMayHaveRun();
        return typedBefore
                ? "The command of this step was typed before, and what came of it is not known yet; it may have taken effect. Once the server answers, trying again looks at it first and types it only where it is not so. Now: "
                        + sentence(e)
                : sentence(e);
    }

    private StepResult inOrder(SequenceDelegate sequence, StepRun run) throws ConsoleException, InterruptedException {
        for (RemoteDelegate act : sequence.acts()) {
            if (journal.provenSteps(run.failover().id(), run.digest()).contains(act.step())) {
                continue;
            }
            StepResult result = one(act, run);
            if (!(result instanceof StepResult.Proven)) {
                return result;
            }
        }
        journal.proven(
                run.failover().id(),
                run.digest(),
                sequence.step(),
                lookedBy(run),
                Ledger.ENGINE,
                "every act is proven");
        return StepResult.proven();
    }

    private static Journal.How lookedBy(StepRun run) {
        return run.doneByHand() || run.byHand().used() ? Journal.How.ASSERTED : Journal.How.DONE;
    }

    private StepResult one(RemoteDelegate delegate, StepRun run) throws ConsoleException, InterruptedException {
        return delegate instanceof ReadingDelegate reading
                ? recordProof(reading.look(run), reading, run)
                : change((ChangingDelegate) delegate, run);
    }

    private StepResult recordProof(StepResult result, ReadingDelegate step, StepRun run) {
        if (result instanceof StepResult.Proven proven && run.hasPlan() && step.proves(proven)) {
            journal.proven(run.failover().id(), run.digest(), step.step(), lookedBy(run), Ledger.ENGINE, "looked");
        }
        return result;
    }

    private StepResult change(ChangingDelegate step, StepRun run) throws ConsoleException, InterruptedException {
        Optional<StepResult> leftBehind = settleWhatWasLeftBehind(step, run);
        if (leftBehind.isPresent()) {
            return leftBehind.get();
        }
        List<Intent> all = journal.attempts(run.failover().id(), step.step());
        boolean settled = false;
        for (Intent earlier : all) {
            if (earlier.isOpen() && step.byPerson()) {
                return StepResult.proven();
            }
            if (earlier.isOpen() && !run.byHand().carriesOutAnIntent(settles(step, earlier))) {
                Optional<StepResult> unsettled = settle(step, run, earlier);
                if (unsettled.isPresent()) {
                    return unsettled.get();
                }
                settled = true;
            }
        }
        if (settled) {
            all = journal.attempts(run.failover().id(), step.step());
        }
        List<Intent> attempts = all.stream().filter(intent -> !intent.isOpen()).toList();
        // Open at this point is only what a person is carrying out; everything else is settled.
        Optional<Intent> begun = all.stream().filter(Intent::isOpen).findFirst();
        Probe before = step.probe(run, attempts);
        if (before instanceof Probe.Done) {
            boolean ours = attempts.stream().anyMatch(intent -> intent.outcome() == IntentOutcome.PROVEN);
            return proven(step, run, ours ? Journal.How.DONE : foundBy(run), before.seen());
        }
        if (before instanceof Probe.Unknown) {
            return new StepResult.Failed(
                    "Whether this step has happened cannot be told, so nothing was typed. "
                            + orElseLook(before.cause()),
                    before.seen(),
                    false);
        }
        if (run.doneByHand()) {
            return new StepResult.Failed("It was said to be done by hand, but it is not so.", before.seen(), false);
        }
        Optional<StepResult> hindrance = step.hindrance(run);
        return hindrance.isPresent() ? hindrance.get() : act(step, run, attempts, begun);
    }

    private static Journal.How foundBy(StepRun run) {
        return run.doneByHand() ? Journal.How.ASSERTED : Journal.How.FOUND_DONE;
    }

    /** The command with which settling an earlier attempt begins. */
    private static String settles(ChangingDelegate step, Intent earlier) {
        return step.claims()
                ? MakeDirectory.claim(Claims.of(earlier)).commandLine()
                : TaskList.running(ACTING_PROGRAMS.get(0)).commandLine();
    }

    private StepResult act(ChangingDelegate step, StepRun run, List<Intent> attempts, Optional<Intent> begun)
            throws ConsoleException, InterruptedException {
        Map<String, String> noted = step.note(run, attempts);
        String command = step.command(run, noted);
        if (begun.isPresent()) {
            return carryOut(step, run, begun.get());
        }
        Wall.Answer answer = wall.pass(
                new Wall.Wish(run.failover().id(), step.step(), command, noted, run.worker()),
                attempt -> {
                    WindowsPath claim = Claims.of(run.failover(), step.step(), attempt);
                    String line = MakeDirectory.claim(claim).commandLine() + " && " + command;
                    return new Wall.Claimed(claim.value(), step.claims() ? line : command);
                },
                run.leaseHeld());
        if (answer instanceof Wall.Answer.Refused refused) {
            return new StepResult.Failed(refused.sentence(), "", false);
        }
        if (answer instanceof Wall.Answer.LeaseLost lost) {
            return new StepResult.TakenAgain(lost.sentence());
        }
        if (answer instanceof Wall.Answer.ApprovalExpired expired) {
            return new StepResult.ApprovalExpired(expired.sentence());
        }
        if (step.byPerson()) {
            return StepResult.proven();
        }
        return carryOut(step, run, ((Wall.Answer.Through) answer).intent());
    }

    private StepResult carryOut(ChangingDelegate step, StepRun run, Intent intent)
            throws ConsoleException, InterruptedException {
        ChangingDelegate.Answer acted;
        try {
            acted = step.act(run, intent);
        } catch (ConsoleException e) {
            if (!e.commandMayHaveRun()) {
                run.close(intent, IntentOutcome.NOT_PROVEN, "Nothing was typed: " + e.getMessage());
            }
            throw e;
        }
        if (acted instanceof ChangingDelegate.Answer.PasswordRefused refused) {
            run.close(intent, IntentOutcome.REFUSED, refused.sentence());
            return new StepResult.PasswordNeeded(refused.sentence());
        }
        if (acted instanceof ChangingDelegate.Answer.LeaseLost lost) {
            return new StepResult.TakenAgain(lost.sentence());
        }
        return judge(step, run, intent, (ChangingDelegate.Answer.Typed) acted);
    }

    private StepResult judge(ChangingDelegate step, StepRun run, Intent intent, ChangingDelegate.Answer.Typed typed)
            throws ConsoleException, InterruptedException {
        Probe after = step.prove(run, intent, typed);
        String answered = typed.seen();
        String seen = answered.isBlank()
                ? after.seen()
                : "The server answered: %s Then: %s".formatted(answered, after.seen());
        if (after instanceof Probe.Done) {
            run.closeProven(intent, seen, lookedBy(run));
            return StepResult.proven();
        }
        if (after instanceof Probe.Unknown) {
            run.close(intent, IntentOutcome.UNKNOWN, seen);
            return new StepResult.Failed(
                    "The command was typed, but whether it took effect cannot be told. "
                            + orElseLook(cause(after, answered)),
                    seen,
                    false);
        }
        run.close(intent, IntentOutcome.NOT_PROVEN, seen);
        return new StepResult.Failed(
                "The command was typed, but it did not take effect. " + orElseLook(cause(after, answered)),
                seen,
                false);
    }

    /** What ENTSSO's log says counts more than what its tool says. */
    private static String cause(Probe after, String answered) {
        return after.cause().isEmpty()
                ? EntssoError.in(answered)
                        .map(error -> "%s: %s %s".formatted(error.code(), error.means(), error.whatToDo()))
                        .orElse("")
                : after.cause();
    }

    private static String orElseLook(String cause) {
        return cause.isEmpty() ? "Look at the server and decide." : cause;
    }

    private StepResult proven(ChangingDelegate step, StepRun run, Journal.How how, String seen) {
        Journal.How known = run.byHand().used() ? Journal.How.ASSERTED : how;
        journal.proven(run.failover().id(), run.digest(), step.step(), known, Ledger.ENGINE, seen);
        return StepResult.proven();
    }

    /**
     * Closes an attempt that has no outcome, because the node that made it is gone: takes its claim, so that it can no longer
     * act; where it had acted, waits until nothing of it runs any more, and looks what came of it.
     */
    private Optional<StepResult> settle(ChangingDelegate step, StepRun run, Intent earlier)
            throws ConsoleException, InterruptedException {
        return settle(run, earlier, step.claims(), () -> step.prove(run, earlier));
    }

    private Optional<StepResult> settle(StepRun run, Intent earlier, boolean claimed, Named.Look look)
            throws ConsoleException, InterruptedException {
        RemoteConsole console = run.on(SsoServerName.of(earlier.server()));
        if (claimed) {
            MakeDirectory.Answer claim = MakeDirectory.claim(Claims.of(earlier)).typeOn(console, Looks.LIMIT);
            if (claim instanceof MakeDirectory.Answer.Created) {
                run.close(
                        earlier,
                        IntentOutcome.NOT_PROVEN,
                        "It had not begun, and now it never will: its claim was taken.");
                return Optional.empty();
            }
            if (claim instanceof MakeDirectory.Answer.CannotTell unknown) {
                return Optional.of(new StepResult.Failed(
                        "Whether the attempt before this one has begun cannot be told.", unknown.reason(), true));
            }
        }
        Optional<StillRuns> still = waitUntilQuiet(run, console, Limits.of(run, earlier.step()));
        if (still.isPresent()) {
            String failure = still.get().known()
                    ? "The command of the attempt before this one still runs on %s after its time. Look at that server and decide."
                    : "Whether the command of the attempt before this one still runs on %s cannot be told, so nothing more was typed. See to it that tasklist and sc queryex answer there, and try this step again.";
            return Optional.of(new StepResult.Failed(
                    failure.formatted(earlier.server()), still.get().seen(), false));
        }
        Probe found = look.now();
        if (found instanceof Probe.Done) {
            run.close(earlier, IntentOutcome.PROVEN, found.seen());
        } else if (found instanceof Probe.NotDone) {
            run.close(earlier, IntentOutcome.NOT_PROVEN, found.seen());
        } else {
            run.close(earlier, IntentOutcome.UNKNOWN, found.seen());
        }
        return Optional.empty();
    }

    /**
     * Closes the attempt at another step that a person went on past, by rolling back or by leaving that step as it is: before it
     * is settled nothing else may be changed. What comes late from a server that is not there to be asked is waited for only
     * where it names a master.
     */
    private Optional<StepResult> settleWhatWasLeftBehind(ChangingDelegate step, StepRun run)
            throws InterruptedException {
        Optional<Intent> open = journal.openIntent(run.failover().id())
                .filter(intent -> !intent.step().equals(step.step()))
                .filter(intent -> run.leaseHeld().getAsBoolean());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Intent left = open.get();
        String wentOn = "A person went on without knowing what came of it.";
        if (left.step().equals(OpenSnapInChangeDelegate.STEP)) {
            run.closeByPerson(left, IntentOutcome.UNKNOWN, wentOn);
            return Optional.empty();
        }
        boolean claimed = left.commandLine()
                .startsWith(MakeDirectory.claim(Claims.of(left)).commandLine());
        try {
            return settle(run, left, claimed, () -> new Probe.Unknown(wentOn));
        } catch (ConsoleException e) {
            if (NAMING.contains(left.step())) {
                return Optional.of(new StepResult.Failed(
                        "The step %s was begun on %s, and whether its command may still name a master cannot be told, so nothing more was typed. Make that server answer, and try again."
                                .formatted(left.step(), left.server()),
                        sentence(e),
                        false));
            }
            run.close(left, IntentOutcome.UNKNOWN, wentOn + " " + sentence(e));
            return Optional.empty();
        }
    }

    /** @param known false where it cannot be told, which is not to say that nothing runs */
    private record StillRuns(boolean known, String seen) {}

    /** A person who pasted what tells nothing is not asked for it once a second. */
    private static Optional<StillRuns> waitUntilQuiet(StepRun run, RemoteConsole console, Duration limit)
            throws ConsoleException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<StillRuns> still = stillRuns(console);
        while (still.isPresent() && (still.get().known() || !run.byHand().used()) && System.nanoTime() <= deadline) {
            Thread.sleep(Looks.LOOK_AGAIN.toMillis());
            still = stillRuns(console);
        }
        return still;
    }

    private static Optional<StillRuns> stillRuns(RemoteConsole console) throws ConsoleException, InterruptedException {
        for (String program : ACTING_PROGRAMS) {
            TaskList.Answer answer = TaskList.running(program).typeOn(console, Looks.LIMIT);
            if (answer instanceof TaskList.Answer.Running) {
                return Optional.of(new StillRuns(true, "%s runs.".formatted(program)));
            }
            if (answer instanceof TaskList.Answer.CannotTell unknown) {
                return Optional.of(new StillRuns(false, unknown.reason()));
            }
        }
        ServiceStatus status = Looks.service(console);
        if (status instanceof ServiceStatus.Known known) {
            return known.state().pending() ? Optional.of(new StillRuns(true, Looks.say(status))) : Optional.empty();
        }
        return status instanceof ServiceStatus.NotInstalled
                ? Optional.empty()
                : Optional.of(new StillRuns(false, Looks.say(status)));
    }

    /** What an exception says to an operator. */
    public static String sentence(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
