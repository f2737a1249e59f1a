package org.handover.step;

import org.handover.journal.Plan;

/** Puts the plan's update file on the new server (docs/entsso.md 2.3, B1). */
public final class WriteUpdateFileDelegate extends PutPlannedFile {

    public static final String STEP = "writeUpdateFile";

    public WriteUpdateFileDelegate() {
        super(STEP, StepRun::newMaster, Plan::updateFile);
    }
}
