package org.handover.app.engine;

import java.util.Map;
import org.handover.journal.Failover;

/**
 * What the forms and the list of tasks say about the run that a task belongs to. The run has it from its start; a step gets
 * it only when a person is asked about it, because the engine writes four rows for each variable of each process.
 */
public final class RunVariables {

    private RunVariables() {}

    /** @param estateNotice what stands above every form, empty on a real estate */
    public static Map<String, Object> of(Failover failover, String estateNotice) {
        return Map.of(
                "failoverId", failover.id().value(),
                "estate", failover.estate().value(),
                "estateNotice", estateNotice,
                "ssoSystem", failover.ssoSystem().value(),
                "formerMasterSecretServer", failover.formerMaster().value(),
                "newMasterSecretServer", failover.newMaster().value());
    }
}
