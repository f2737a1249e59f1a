package org.handover.app.failover;

import java.time.Duration;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.app.engine.RunVariables;
import org.handover.journal.Failover;
import org.handover.sso.SsoSystem;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Starts the process of a failover. The engine's own start is a right that nobody has; this is the door, behind who has asked who may. */
@Component
final class RunbookStart {

    private static final String PROCESS = "change-master-secret-server";

    private final SnapIns snapIns;
    private final RuntimeService runtime;
    private final EngineAsOurselves engine;
    private final Duration agreementWait;

    RunbookStart(
            SnapIns snapIns,
            RuntimeService runtime,
            EngineAsOurselves engine,
            @Value("${handover.agreement-wait}") Duration agreementWait) {
        this.snapIns = snapIns;
        this.runtime = runtime;
        this.engine = engine;
        this.agreementWait = agreementWait;
    }

    /**
     * In the caller's transaction.
     *
     * @return the id of the process instance
     */
    String start(Failover failover, SsoSystem system) {
        return engine.call(() -> runtime.createProcessInstanceByKey(PROCESS)
                .businessKey(failover.id().value())
                .setVariables(variables(failover, system))
                .execute()
                .getProcessInstanceId());
    }

    private VariableMap variables(Failover failover, SsoSystem system) {
        return Variables.fromMap(RunVariables.of(failover, system.notice()))
                .putValue("situation", failover.situation())
                .putValue("askedPath", failover.path())
                .putValue("rehearsal", failover.rehearsal())
                .putValue("reason", failover.reason())
                .putValue("requestedBy", failover.requestedBy())
                .putValue("requestedFor", failover.requestedFor() == null ? "" : failover.requestedFor())
                .putValue("requestedAt", failover.requestedAt().toString())
                .putValue("restoreFile", failover.restoreFile().value())
                .putValue("agreementWait", agreementWait.toString())
                .putValue("changeRejected", false)
                .putValue("snapInUrl", snapIns.of(failover))
                .putValue("snapInSeen", "");
    }
}
