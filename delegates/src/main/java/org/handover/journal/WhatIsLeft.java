package org.handover.journal;

import java.util.List;
import java.util.Set;

/** What of a plan is not proven yet: for a run that was left open, the exact commands to finish it by hand (law 7). */
public final class WhatIsLeft {

    private final Plans plans;
    private final Journal journal;

    public WhatIsLeft(Plans plans, Journal journal) {
        this.plans = plans;
        this.journal = journal;
    }

    /** The steps that are missing, in their order: of the roll-back where it began, else of the main line; empty without a plan. */
    public List<PlannedStep> of(Failover failover) {
        return plans.current(failover.id()).map(made -> missing(failover, made)).orElse(List.of());
    }

    private List<PlannedStep> missing(Failover failover, Plans.Made made) {
        List<PlannedStep> back = made.plan().steps(PlannedStep.Branch.ROLL_BACK);
        boolean rollingBack = back.stream()
                .anyMatch(step ->
                        step.kind() == PlannedStep.Kind.CHANGE && journal.mayHaveHappened(failover.id(), step.id()));
        Set<String> proven = Set.copyOf(journal.provenSteps(failover.id(), made.digest()));
        return (rollingBack ? back : made.plan().steps(PlannedStep.Branch.MAIN))
                .stream().filter(step -> !proven.contains(step.id())).toList();
    }
}
