package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.impl.ProcessInstanceModificationBuilderImpl;
import org.camunda.bpm.engine.impl.ProcessInstantiationBuilderImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.ModifyProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceAtActivitiesCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.journal.FailoverId;
import org.handover.journal.Plan;
import org.handover.journal.Plans;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;

/** Whoever gets past the model still stands before the wall: nothing is typed that changes a server. */
@HandoverOnLabTest
class StrangersTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Plans plans;

    @Autowired
    Consoles consoles;

    @Autowired
    ProcessEngine engine;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ExternalTaskService externalTasks;

    @Autowired
    @Qualifier("remoteStepWorker")
    SmartLifecycle worker;

    @Test
    void aProcessThatIsStartedInTheMiddleTypesNothing() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.start(estate, "SSO02");
            drive.task(id, "approveChange");

            for (String[] middle : new String[][] {
                {"promote-by-command-line", "writeUpdateFile"},
                {"restore-master-secret", "stopService"},
                {"roll-back", "nameFormer"},
                {"carry-out-step", "carryOut"}
            }) {
                ProcessInstantiationBuilderImpl start =
                        (ProcessInstantiationBuilderImpl) runtime.createProcessInstanceByKey(middle[0]);
                start.businessKey(id).startBeforeActivity(middle[1]);
                assertThatThrownBy(() -> pastTheDoor(new StartProcessInstanceAtActivitiesCmd(start)))
                        .as(middle[0])
                        .isInstanceOf(ProcessEngineException.class)
                        .hasMessageContaining("runs only when that calls it");
            }
            assertThat(lab.changes("SSO02")).isEmpty();
        }
    }

    @Test
    void aRunThatAnAdministratorMovesPastTheApprovalTypesNothing() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.start(estate, "SSO02");
            drive.task(id, "approveChange");
            String process = runtime.createProcessInstanceQuery()
                    .processInstanceBusinessKey(id)
                    .processDefinitionKey("change-master-secret-server")
                    .singleResult()
                    .getId();

            ProcessInstanceModificationBuilderImpl past =
                    (ProcessInstanceModificationBuilderImpl) runtime.createProcessInstanceModification(process);
            past.startBeforeActivity("promoteByCommandLine");
            pastTheDoor(new ModifyProcessInstanceCmd(past));

            refusedByTheWall(id, "writeUpdateFile", "0 of 1 approvals");
            assertThat(lab.changes("SSO02")).isEmpty();
        }
    }

    @Test
    @Tag("long")
    void stepsThatAStrangerCompletesAreNotProvenSoTheNextOneTypesNothing() throws Exception {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.start(estate, "SSO02");
            drive.task(id, "approveChange");
            Plan.UpdateFile file =
                    plans.current(new FailoverId(id)).orElseThrow().plan().updateFile();
            worker.stop();
            try {
                drive.decides("anna", id, "approveChange", "approve", "");
                RemoteConsole console = consoles.on(estates.address(estate, SsoServerName.of("SSO02")));
                console.type("mkdir \"C:\\Program Files\\Handover\"", Duration.ofSeconds(10));
                console.write(WindowsPath.of(file.path()), file.text().getBytes(StandardCharsets.UTF_8));
                strangerCompletes(id, "writeUpdateFile");
                strangerCompletes(id, "validateUpdateFile");
                drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
                drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            } finally {
                worker.start();
            }

            refusedByTheWall(id, "updateDatabase", "validateUpdateFile");
            assertThat(lab.changes("SSO02")).noneMatch(change -> change.contains("secretServer"));
        }
    }

    @Test
    void aPartOfTheRunbookDoesNotStartByItselfAndNoRunStartsWithoutItsReservation() {
        assertThatThrownBy(() -> runtime.startProcessInstanceByKey("promote-by-command-line", "FO-000001"))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("runs only when that calls it");

        String process = runtime.startProcessInstanceByKey("change-master-secret-server", "FO-999999")
                .getId();
        Awaitility.await("the incident")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        runtime.createIncidentQuery().processInstanceId(process).count() == 1);
        assertThat(runtime.createIncidentQuery()
                        .processInstanceId(process)
                        .singleResult()
                        .getIncidentMessage())
                .contains("was not started as a failover");
        runtime.deleteProcessInstance(process, "test");
    }

    /** As code in this very process could, past what ClosedCommands refuses. */
    private void pastTheDoor(Command<?> command) {
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getCommandExecutorTxRequired()
                .execute(context -> {
                    command.execute(context);
                    return null;
                });
    }

    private void strangerCompletes(String id, String step) {
        Awaitility.await(step)
                .atMost(Duration.ofSeconds(30))
                .until(() -> externalTasks.createExternalTaskQuery().topicName(step).list().stream()
                        .anyMatch(task -> id.equals(task.getBusinessKey())));
        ExternalTask task = externalTasks.createExternalTaskQuery().topicName(step).list().stream()
                .filter(candidate -> id.equals(candidate.getBusinessKey()))
                .findFirst()
                .orElseThrow();
        externalTasks.lock(task.getId(), "stranger", 60_000);
        externalTasks.complete(task.getId(), "stranger");
    }

    private void refusedByTheWall(String id, String step, String why) {
        Awaitility.await("the wall refuses " + step)
                .atMost(Duration.ofSeconds(30))
                .until(() -> refused(id, step, why));
    }

    private boolean refused(String id, String step, String why) {
        for (JsonNode entry : drive.journal(id).path("items")) {
            JsonNode data = entry.path("data");
            if (data.path("step").asText().equals(step) && data.toString().contains(why)) {
                return true;
            }
        }
        return false;
    }
}
