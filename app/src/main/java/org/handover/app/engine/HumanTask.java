package org.handover.app.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The human tasks of the models: who may answer them, with which decisions, and when words are asked for (design, section 5). */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Set.of are immutable
public enum HumanTask {
    DECIDE_ON_FAILED_CHECKS(
            "decideOnFailedChecks",
            Groups.OPERATORS,
            List.of("checkAgain", "goOn", "withdraw"),
            Set.of("goOn"),
            "justification"),
    GIVE_BACKUP_PASSWORD("giveBackupPassword", Groups.OPERATORS, List.of("continue", "abort"), Set.of(), "comment") {
        @Override
        boolean offers(String decision, Now now) {
            return true; // the secret is backed up before anything is named, so aborting changes nothing
        }
    },
    APPROVE_CHANGE("approveChange", Groups.APPROVERS, List.of("approve", "reject"), Set.of("reject"), "comment"),
    BREAK_GLASS("breakGlass", Groups.OPERATORS, List.of("breakGlass"), Set.of("breakGlass"), "justification"),
    ASK_FOR_APPROVAL_AGAIN("askForApprovalAgain", Groups.OPERATORS, List.of("ask", "withdraw"), Set.of(), "comment"),
    CONFIRM_RESULT(
            "confirmResult",
            Groups.OPERATORS,
            List.of("accept", "checkAgain", "rollBack", "leaveOpen"),
            Set.of(),
            "comment"),
    DECIDE_ON_FORMER_MASTER(
            "decideOnFormerMaster",
            Groups.OPERATORS,
            List.of("ordinary", "disable", "leave"),
            Set.of("leave"),
            "justification"),
    TAKE_FRESH_BACKUP("takeFreshBackup", Groups.OPERATORS, List.of("done", "skip"), Set.of(), "comment"),
    GIVE_RESTORE_PASSWORD(
            "giveRestorePassword", Groups.OPERATORS, List.of("continue", "abort", "leaveOpen"), Set.of(), "comment"),
    CONFIRM_FORMER_MASTER_IS_DOWN(
            "confirmFormerMasterIsDown", Groups.OPERATORS, List.of("down", "abort"), Set.of("down"), "justification"),
    CHANGE_IN_SNAP_IN("changeInSnapIn", Groups.OPERATORS, List.of("done", "abort"), Set.of(), "comment") {
        @Override
        boolean offers(String decision, Now now) {
            return true; // what is aborted here is probed first: checkSnapInChange sees whether it was changed (law 7)
        }
    },
    DECIDE_HOW_TO_GO_ON(
            "decideHowToGoOn",
            Groups.OPERATORS,
            List.of("retry", "doneByHand", "rollBack", "abort", "leaveOpen"),
            Set.of("doneByHand", "rollBack", "abort", "leaveOpen"),
            "justification"),
    TYPE_BY_HAND("typeByHand", Groups.OPERATORS, List.of("typed", "cannot"), Set.of(), "comment"),
    REVIEW_BREAK_GLASS("reviewBreakGlass", Groups.APPROVERS, List.of("seen", "object"), Set.of("object"), "comment");

    /**
     * How things stand when a task is answered.
     *
     * @param databaseMayBeChanged whether the SSO database is changed by this run, or may be: it can then only be left open
     * @param rollBackOffered whether the run can still be rolled back (law 6), and is not being rolled back already
     * @param mayGoOn whether the checks that block may be gone over
     */
    public record Now(boolean databaseMayBeChanged, boolean rollBackOffered, boolean mayGoOn) {}

    private final String id;
    private final String group;
    private final List<String> decisions;
    private final Set<String> needWords;
    private final String wordsField;

    HumanTask(String id, String group, List<String> decisions, Set<String> needWords, String wordsField) {
        this.id = id;
        this.group = group;
        this.decisions = decisions;
        this.needWords = needWords;
        this.wordsField = wordsField;
    }

    public String id() {
        return id;
    }

    public String group() {
        return group;
    }

    /** Every decision that its form or its choices can ever offer. */
    public List<String> decisions() {
        return decisions;
    }

    /** What it offers now; what a single step offers (goOnChoices) may be less. */
    public List<String> decisions(Now now) {
        return decisions.stream().filter(decision -> offers(decision, now)).toList();
    }

    /** Before the database may be changed a run can be aborted, afterwards only left open (design, law 7). */
    boolean offers(String decision, Now now) {
        return switch (decision) {
            case "abort" -> !now.databaseMayBeChanged();
            case "leaveOpen" -> now.databaseMayBeChanged();
            case "rollBack" -> now.rollBackOffered();
            case "goOn" -> now.mayGoOn();
            default -> true;
        };
    }

    /** The field that holds a person's words: {@code comment} or {@code justification}. */
    public String wordsField() {
        return wordsField;
    }

    boolean asksForWords(String decision) {
        return needWords.contains(decision);
    }

    /** Where a person opens one of them, below the application's address. */
    public static String page(String task) {
        return "/camunda/app/tasklist/default/#/?task=" + task;
    }

    public static Optional<HumanTask> of(String id) {
        return Arrays.stream(values()).filter(task -> task.id.equals(id)).findFirst();
    }
}
