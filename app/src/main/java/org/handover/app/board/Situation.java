package org.handover.app.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.handover.app.failover.FailoverView;
import org.handover.journal.Failover;
import org.jspecify.annotations.Nullable;

/**
 * A run in sentences for somebody who was woken for it. What must not be done while there is no usable master secret server, and
 * why, is docs/entsso.md 1.6.
 *
 * @param says one sentence that says what is true
 * @param tone how it is coloured: {@code run}, {@code wait}, {@code good}, {@code bad} or {@code off}
 * @param doNotNow empty where nothing is forbidden
 * @param ifNobodyActs what happens within the next ten minutes if no person does anything
 */
record Situation(String says, String tone, List<String> doNotNow, String ifNobodyActs) {

    /**
     * What is so around a run, beside what it shows of itself.
     *
     * @param members the SSO servers of the estate that may hold the secret in memory; empty where the estate is gone
     * @param formerUnsettled whether nobody has said yet what becomes of the former master
     * @param settled whether it was left open and is settled
     * @param masterSince whether a master is known of since the end of the run: one was seen to answer, or proven by a later run
     * @param rollingBack whether the run goes on, and the former master is, or may be, named in the SSO database again
     * @param restored whether the run goes on, and the new master is proven to hold the secret; in a roll-back it no longer counts
     * @param accepted whether a person has accepted the result
     */
    record Facts(
            List<String> members,
            boolean formerUnsettled,
            boolean settled,
            boolean masterSince,
            boolean rollingBack,
            boolean restored,
            boolean accepted) {}

    static Situation of(FailoverView run, Facts facts) {
        @Nullable
        String task = run.tasks().isEmpty() ? null : run.tasks().get(0).key();
        return new Situation(
                facts.settled()
                        ? settled(new Names(run), run.outcome())
                        : says(new Names(run), run.state(), task, facts.accepted()),
                tone(run.state(), facts.settled()),
                doNotNow(run, facts),
                ifNobodyActs(run, task, facts));
    }

    /**
     * What is true of a run that has ended.
     *
     * @param settled whether it was left open and is settled
     */
    static String says(Failover ended, boolean settled) {
        Names names = new Names(ended);
        return settled
                ? settled(names, ended.outcome())
                : says(names, ended.state().word(), null, false);
    }

    private record Names(String system, String former, String master, String restoreFile) {

        Names(FailoverView run) {
            this(run.ssoSystem(), run.formerMasterSecretServer(), run.newMasterSecretServer(), run.restoreFile());
        }

        Names(Failover run) {
            this(
                    run.ssoSystem().value(),
                    run.formerMaster().value(),
                    run.newMaster().value(),
                    run.restoreFile().value());
        }
    }

    /** @param settled whether it was left open and is settled */
    static String tone(String state, boolean settled) {
        return switch (state) {
            case "awaiting-approval", "awaiting-password", "awaiting-confirmation" -> "wait";
            case "needs-decision" -> "bad";
            case "left-open" -> settled ? "off" : "bad";
            case "succeeded" -> "good";
            case "rolled-back", "withdrawn", "rejected", "aborted" -> "off";
            default -> "run";
        };
    }

    /** An open task says more than the state does. */
    private static String says(Names run, String state, @Nullable String task, boolean accepted) {
        if (task != null) {
            String waiting = waitsFor(run, task);
            if (waiting != null) {
                return waiting;
            }
        }
        return switch (state) {
            case "checking" ->
                "The SSO servers of %s are being looked at. Nothing has been changed.".formatted(run.system);
            case "awaiting-approval" ->
                "It waits for approval that %s becomes the master secret server of %s, in place of %s. Nothing has been changed."
                        .formatted(run.master, run.system, run.former);
            case "promoting" ->
                "%s is being made the master secret server of %s, in place of %s."
                        .formatted(run.master, run.system, run.former);
            case "awaiting-password" -> "It waits for the restore password of %s.".formatted(run.restoreFile);
            case "verifying" ->
                accepted
                        ? "The result is accepted: %s is the master secret server of %s. What comes after that is being done: what becomes of %s, or a fresh backup."
                                .formatted(run.master, run.system, run.former)
                        : "The master secret is restored on %s; now every SSO server of %s is asked whether it has it."
                                .formatted(run.master, run.system);
            case "awaiting-confirmation" ->
                "The master secret is restored on %s; it waits for a person who accepts the result."
                        .formatted(run.master);
            case "needs-decision" ->
                accepted
                        ? "The result is accepted: %s is the master secret server of %s. What is left stands still until a person decides how it goes on."
                                .formatted(run.master, run.system)
                        : "It stands still until a person decides how it goes on.";
            case "rolling-back" ->
                "%s is being named master secret server of %s again.".formatted(run.former, run.system);
            case "succeeded" ->
                "%s is the master secret server of %s, with the master secret restored."
                        .formatted(run.master, run.system);
            case "rolled-back" -> "%s is the master secret server of %s again.".formatted(run.former, run.system);
            case "withdrawn" -> "It was withdrawn. Nothing was changed.";
            case "rejected" -> "The change was rejected. Nothing was changed.";
            case "aborted" -> "It was aborted before the SSO database was changed.";
            case "left-open" ->
                "It ended without a known result, and %s stays reserved until that is settled.".formatted(run.system);
            default -> "It is in the state %s.".formatted(state);
        };
    }

    private static String settled(Names run, @Nullable String outcome) {
        return switch (String.valueOf(outcome)) {
            case "new-proven" ->
                "It was left open and is settled: %s is proven to be the master secret server of %s."
                        .formatted(run.master, run.system);
            case "former-proven" ->
                "It was left open and is settled: %s is proven to be the master secret server of %s."
                        .formatted(run.former, run.system);
            case "unchanged" ->
                "It was left open and is settled: the SSO database of %s names %s, as before; that it is master is not proven."
                        .formatted(run.system, run.former);
            default ->
                "It was left open and is settled without a known result: %s is free again, and nobody could tell who its master is."
                        .formatted(run.system);
        };
    }

    private static @Nullable String waitsFor(Names run, String task) {
        return switch (task) {
            case "askForApprovalAgain" ->
                "The approval expired before anything was changed; it waits for an operator who asks for it again.";
            case "giveBackupPassword" ->
                "It waits for a new password, with which the master secret of %s is backed up before anything is changed."
                        .formatted(run.former);
            case "changeInSnapIn" ->
                "It waits for a person who changes the master secret server to %s in the snap-in on %s."
                        .formatted(run.master, run.former);
            case "typeByHand" -> "It waits for a person who types a command on a server and pastes the answer.";
            case "decideOnFormerMaster" ->
                "%s is the master secret server; it waits for a person who decides what becomes of %s."
                        .formatted(run.master, run.former);
            case "takeFreshBackup" ->
                "%s is the master secret server; it waits for the password of a fresh backup.".formatted(run.master);
            case "confirmFormerMasterIsDown" ->
                "It waits for a person who has seen that %s is down. The SSO database is still as it was."
                        .formatted(run.former);
            default -> null;
        };
    }

    private static boolean isOpen(FailoverView run, Facts facts) {
        return run.finishedAt() == null || (run.state().equals("left-open") && !facts.settled());
    }

    /** Whether it has ended and, as far as is known, left no master; the twin of a rehearsal is gone by then. */
    private static boolean isStillLost(FailoverView run, Facts facts) {
        return !isOpen(run, facts)
                && !run.rehearsal()
                && !facts.masterSince()
                && ("unknown".equals(run.outcome()) || (isMasterLost(run) && "unchanged".equals(run.outcome())));
    }

    /** Whether the SSO database names the new server, or may. */
    private static boolean isChanged(FailoverView run) {
        return run.pointOfNoReturn().passed() || run.pointOfNoReturn().rollBackOffered();
    }

    private static boolean isMasterLost(FailoverView run) {
        return run.situation().equals(Failover.MASTER_LOST);
    }

    private static List<String> doNotNow(FailoverView run, Facts facts) {
        List<String> items = new ArrayList<>();
        boolean open = isOpen(run, facts);
        boolean stillLost = isStillLost(run, facts);
        if (open || stillLost) {
            String where = facts.members().isEmpty()
                    ? "the SSO servers of " + run.ssoSystem()
                    : String.join(" or ", facts.members());
            items.add(
                    "Do not restart ENTSSO or a BizTalk host service on %s: what runs there works on with the secret that it holds in memory, loses it with the restart, and may not get it again."
                            .formatted(where));
            items.add("Do not reboot or patch %s: that restarts the same services.".formatted(where));
            items.add(
                    "Do not generate a master secret on any server: the copies that the others hold would be worthless, and so would the backup that this run restores.");
        }
        if (isMasterLost(run) && ((open && !facts.restored()) || stillLost)) {
            items.add(
                    "Do not store credentials, change ports or adapters, or deploy applications: nothing new can be encrypted until there is a master secret server again.");
        }
        if (open && isChanged(run) && isMasterLost(run)) {
            items.add("Do not start %s: it would come back as a second master."
                    .formatted(run.formerMasterSecretServer()));
        }
        if (open && isChanged(run) && !isMasterLost(run) && !facts.accepted() && !facts.rollingBack()) {
            items.add("Do not stop anything on %s: until the result is accepted it is the way back."
                    .formatted(run.formerMasterSecretServer()));
        }
        if (facts.rollingBack()) {
            items.add("Do not stop anything on %s: it becomes the master secret server again."
                    .formatted(run.formerMasterSecretServer()));
        }
        if (!open && facts.formerUnsettled() && !isFormerAsBefore(run)) {
            items.add("Do not let %s run as it was: it still takes itself for the master secret server."
                    .formatted(run.formerMasterSecretServer()));
        }
        if (run.finishedAt() == null) {
            items.add(
                    "Do not type ssomanage or ssoconfig on these servers beside this run, unless one of its tasks asks for it.");
        }
        return items;
    }

    /** Whether it is no former master after all; its watch ends only with the next look. */
    private static boolean isFormerAsBefore(FailoverView run) {
        return "former-proven".equals(run.outcome()) || "unchanged".equals(run.outcome());
    }

    private static String ifNobodyActs(FailoverView run, @Nullable String task, Facts facts) {
        if (run.state().equals("left-open") && isOpen(run, facts)) {
            return "Nothing moves: %s stays reserved, no other failover can begin on it, and nobody has said who its master is."
                    .formatted(run.ssoSystem());
        }
        if (run.finishedAt() != null) {
            return "Nothing: this run has ended.";
        }
        String meanwhile = isMasterLost(run) && !facts.restored()
                ? " Meanwhile nothing new can be encrypted, and a BizTalk service that stops does not come back."
                : "";
        if (!run.stuck().isEmpty()) {
            return "It stands still: nothing is typed on any server." + meanwhile;
        }
        if (task == null) {
            return "It goes on by itself. A step that cannot be proven asks an operator, and the run then waits."
                    + meanwhile;
        }
        if (facts.restored()) {
            return "Nothing breaks: %s holds the restored secret. The run waits, and %s stays reserved."
                    .formatted(run.newMasterSecretServer(), run.ssoSystem());
        }
        if (facts.rollingBack()) {
            return "The run waits on its way back: the SSO database names %s again, or may, and not every SSO server may know it."
                    .formatted(run.formerMasterSecretServer());
        }
        return isChanged(run)
                ? "The run waits half-way: the SSO database names %s, and its secret may not be restored yet.%s"
                        .formatted(run.newMasterSecretServer(), meanwhile)
                : "Nothing is typed on any server, and everything stays as it is: the run waits.%s %s"
                        .formatted(meanwhile, lapse(run));
    }

    private static String lapse(FailoverView run) {
        return run.tasks().stream()
                .map(FailoverView.TaskView::dueAt)
                .filter(Objects::nonNull)
                .findFirst()
                .map(due -> "The request lapses on %s, and can then be made again.".formatted(new Say().time(due)))
                .orElse("An approval that expires before the first change has to be asked for again.");
    }
}
