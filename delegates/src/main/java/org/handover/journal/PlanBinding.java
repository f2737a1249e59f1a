package org.handover.journal;

import java.util.Optional;
import java.util.Set;

/**
 * What a plan rests on that lies outside of it. It is named in the plan by digests, so that an approval of the plan is one of
 * these things too, and the wall compares them again whenever something is to be typed.
 */
public interface PlanBinding {

    /** SHA-256 of what the inventory says of the run's SSO system: its servers, how each is reached, and who has to approve. */
    String inventory(Failover failover);

    /** SHA-256 of the models, tables and forms of a deployment, byte for byte. */
    String models(String deployment);

    /** The deployments that the run's open processes belong to. */
    Set<String> deploymentsOf(Failover failover);

    /** What of the inventory nobody has confirmed yet, line by line, for the approver; empty where nothing is new. */
    String configurationChange(Failover failover);

    /** Why the plan is no longer what the run would do, in a sentence; empty where nothing has changed. */
    default Optional<String> contradiction(Failover failover, Plan plan) {
        if (!isAbout(failover, plan)) {
            return Optional.of("What %s is about was changed after its plan was made.".formatted(failover.id()));
        }
        if (!inventory(failover).equals(plan.inventory())) {
            return Optional.of("What the inventory says of %s was changed after the plan of %s was made."
                    .formatted(failover.ssoSystem(), failover.id()));
        }
        if (!models(plan.deployment()).equals(plan.models())) {
            return Optional.of(
                    "The deployed models were altered after the plan of %s was made.".formatted(failover.id()));
        }
        return deploymentsOf(failover).stream().allMatch(deployment -> deployment.equals(plan.deployment()))
                ? Optional.empty()
                : Optional.of("%s goes on with other models than the ones its plan names.".formatted(failover.id()));
    }

    private static boolean isAbout(Failover failover, Plan plan) {
        return plan.failover().equals(failover.id().value())
                && plan.estate().equals(failover.estate().value())
                && plan.ssoSystem().equals(failover.ssoSystem().value())
                && plan.situation().equals(failover.situation())
                && plan.formerMasterSecretServer()
                        .equals(failover.formerMaster().value())
                && plan.newMasterSecretServer().equals(failover.newMaster().value())
                && plan.restoreFile().path().equals(failover.restoreFile().value())
                && Set.of("auto", plan.path()).contains(failover.path());
    }
}
