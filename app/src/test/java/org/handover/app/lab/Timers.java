package org.handover.app.lab;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;

/** Fires a run's timers as the engine does when its clock has come to them. */
final class Timers {

    private Timers() {}

    static void fire(ManagementService management, RuntimeService runtime, String run, String timer) {
        Job job = management.createJobQuery().timers().list().stream()
                .filter(candidate -> timer.equals(management
                        .createJobDefinitionQuery()
                        .jobDefinitionId(candidate.getJobDefinitionId())
                        .singleResult()
                        .getActivityId()))
                .filter(candidate -> run.equals(runtime.createProcessInstanceQuery()
                        .processInstanceId(candidate.getProcessInstanceId())
                        .singleResult()
                        .getBusinessKey()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no timer " + timer));
        management.executeJob(job.getId());
    }
}
