package org.handover.sso;

import java.time.Duration;
import java.util.List;

/**
 * Who has to approve a change of an SSO system, and in which time.
 *
 * @param needed how many people other than the requester have to say yes
 * @param validity how long a request waits for them, and how long after it was given an approval still lets the first change
 *     through
 * @param approvers the only people whose yes counts; empty where everybody's does who is an approver
 * @param escalateTo whom to ask by name when half of the time is over
 * @param breakGlass whether a run may then go on with one person
 */
public record ApprovalRules(
        int needed, Duration validity, List<String> approvers, List<String> escalateTo, boolean breakGlass) {

    public ApprovalRules {
        approvers = List.copyOf(approvers);
        escalateTo = List.copyOf(escalateTo);
        if (needed < 1) {
            throw new IllegalArgumentException("approvalsNeeded must be 1 or more.");
        }
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("approvalValidity must be longer than nothing.");
        }
        if (!approvers.isEmpty() && approvers.stream().distinct().count() < needed) {
            throw new IllegalArgumentException(
                    "approvalsNeeded is %d, and approvers names fewer people.".formatted(needed));
        }
    }

    public static ApprovalRules of(int needed, Duration validity) {
        return new ApprovalRules(needed, validity, List.of(), List.of(), false);
    }

    public boolean mayApprove(String person) {
        return approvers.isEmpty() || approvers.contains(person);
    }
}
