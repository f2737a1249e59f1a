package org.handover.app.failover;

import org.handover.app.inventory.RunEstates;
import org.handover.app.inventory.Twin;
import org.handover.app.rehearsal.LabForRehearsals;
import org.handover.journal.Failover;
import org.springframework.stereotype.Component;

/** Where the lab shows the snap-in of a former master. On real servers it is on their own screens. */
@Component
final class SnapIns {

    private final RunEstates twins;
    private final LabForRehearsals lab;

    SnapIns(RunEstates twins, LabForRehearsals lab) {
        this.twins = twins;
        this.lab = lab;
    }

    /** The address of the page; empty for a real server. */
    String of(Failover failover) {
        String former = failover.formerMaster().value();
        if (failover.rehearsal()) {
            return twins.of(failover.id()).map(twin -> twin.snapIn(former)).orElse("");
        }
        return failover.demonstration()
                ? lab.address()
                        .map(address ->
                                Twin.snapIn(address.http(), failover.ssoSystem().value(), former))
                        .orElse("")
                : "";
    }
}
