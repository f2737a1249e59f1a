package org.handover.step;

import org.handover.journal.Plan;

/** Puts the update file that names the former server again on that server: roll-back. */
public final class WriteWayBackFileDelegate extends PutPlannedFile {

    public static final String STEP = "writeWayBackFile";

    public WriteWayBackFileDelegate() {
        super(STEP, StepRun::formerMaster, WriteWayBackFileDelegate::file);
    }

    private static Plan.UpdateFile file(Plan plan) {
        Plan.UpdateFile file = plan.wayBackFile();
        if (file == null) {
            throw new IllegalStateException("The plan of %s has no way back.".formatted(plan.failover()));
        }
        return file;
    }
}
