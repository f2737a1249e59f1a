package org.handover.app.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The human tasks of the models: who may answer them, with which decisions, and when words are asked for (design, section 5). */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Set.of are immutable
public enum HumanTask {
    DECIDE_ON_FAILED_CHECKS(
            "decideOnFailedChecks", Groups.OPERATORS, List.of("checkAgain", "withdraw"), Set.of(), "justification"),
    APPROVE_CHANGE("approveChange", Groups.APPROVERS, List.of("approve", "reject"), Set.of("reject"), "comment"),
    ASK_FOR_APPROVAL_AGAIN("askForApprovalAgain", Groups.OPERATORS, List.of("ask", "withdraw"), Set.of(), "comment"),
    CONFIRM_RESULT(
            "confirmResult", Groups.OPERATORS, List.of("accept", "checkAgain", "leaveOpen"), Set.of(), "comment"),
    GIVE_RESTORE_PASSWORD(
            "giveRestorePassword", Groups.OPERATORS, List.of("continue", "abort", "leaveOpen"), Set.of(), "comment"),
    CONFIRM_FORMER_MASTER_IS_DOWN(
            "confirmFormerMasterIsDown", Groups.OPERATORS, List.of("down", "abort"), Set.of("down"), "justification"),
    DECIDE_HOW_TO_GO_ON(
            "decideHowToGoOn",
            Groups.OPERATORS,
            List.of("retry", "doneByHand", "abort", "leaveOpen"),
            Set.of("doneByHand", "abort", "leaveOpen"),
            "justification");

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

    public List<String> decisions() {
        return decisions;
    }

    /** What it offers now: before the database may be changed a run can be aborted, afterwards only left open (design, law 7). */
    public List<String> decisions(boolean databaseMayBeChanged) {
        String closed = databaseMayBeChanged ? "abort" : "leaveOpen";
        return decisions.stream().filter(decision -> !decision.equals(closed)).toList();
    }

    /** The field that holds a person's words: {@code comment} or {@code justification}. */
    public String wordsField() {
        return wordsField;
    }

    boolean asksForWords(String decision) {
        return needWords.contains(decision);
    }

    public static Optional<HumanTask> of(String id) {
        return Arrays.stream(values()).filter(task -> task.id.equals(id)).findFirst();
    }
}
