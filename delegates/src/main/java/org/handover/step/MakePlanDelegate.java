package org.handover.step;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Plan;
import org.handover.journal.PlanDigest;
import org.handover.journal.PlannedStep;
import org.handover.journal.PlannedStep.Kind;
import org.handover.journal.Plans;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.UpdateFile;
import org.handover.sso.WindowsPath;
import org.handover.tool.InstallDirectory;
import org.handover.tool.Services;
import org.handover.tool.SsoConfig;
import org.handover.tool.SsoManage;

/** Makes the plan from what the look at the estate saw: every command, file and digest that is going to be used, in order. */
public final class MakePlanDelegate implements JavaDelegate {

    private static final long SHORT_SECONDS = 60;
    private static final long STOP_SECONDS = 240;
    private static final long START_SECONDS = 240;

    private final Failovers failovers;
    private final Journal journal;
    private final Plans plans;
    private final Inventory inventory;

    public MakePlanDelegate(Failovers failovers, Journal journal, Plans plans, Inventory inventory) {
        this.failovers = failovers;
        this.journal = journal;
        this.plans = plans;
        this.inventory = inventory;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Failover failover = failovers.get(new FailoverId(execution.getProcessBusinessKey()));
        SsoSystem system = inventory
                .find(failover.estate(), failover.ssoSystem())
                .orElseThrow(() -> new IllegalStateException(
                        "The inventory no longer has the SSO system %s.".formatted(failover.ssoSystem())));
        EstateLook look = journal.look(failover.id())
                .map(EstateLook::of)
                .orElseThrow(() -> new IllegalStateException("Nobody looked at the estate, so no plan can be made."));
        String deployment = execution
                .getProcessEngineServices()
                .getRepositoryService()
                .getProcessDefinition(execution.getProcessDefinitionId())
                .getDeploymentId();
        Plan plan = plan(failover, plans.nextRevision(failover.id()), system, look, deployment);
        PlanDigest digest = plans.make(failover.id(), plan);
        showOnForms(execution, plan, digest, system);
    }

    private static Plan plan(Failover failover, int revision, SsoSystem system, EstateLook look, String deployment) {
        SsoServerName server = failover.newMaster();
        byte[] content = UpdateFile.compose(server);
        WindowsPath updateFile = Claims.HOME.child("%s.%s.update.xml"
                .formatted(failover.estate().value(), failover.id().value()));
        SsoSystem.RestoreFile restoreFile =
                system.restoreFile(failover.restoreFile()).orElseThrow();
        InstallDirectory tools = new InstallDirectory(WindowsPath.of(look.installFolder()));
        return new Plan(
                failover.id().value(),
                revision,
                failover.estate().value(),
                system.name().value(),
                failover.situation(),
                failover.path(),
                failover.formerMaster().value(),
                server.value(),
                deployment,
                new Plan.UpdateFile(
                        updateFile.value(),
                        Sha256.ofContent(content).value(),
                        new String(content, StandardCharsets.UTF_8)),
                new Plan.RestoreFile(
                        restoreFile.path().value(),
                        restoreFile.digest().value(),
                        restoreFile.msid().value()),
                look.masterSecretInUse(),
                look.asksThisComputer(),
                steps(server, look.asksThisComputer(), tools, updateFile, restoreFile.path()));
    }

    private static List<PlannedStep> steps(
            SsoServerName server,
            boolean asksThisComputer,
            InstallDirectory tools,
            WindowsPath updateFile,
            WindowsPath restoreFile) {
        SsoManage ssomanage = new SsoManage(tools);
        String on = server.value();
        List<PlannedStep> steps = new ArrayList<>();
        steps.add(new PlannedStep(
                WriteUpdateFileDelegate.STEP,
                "Write the update file",
                on,
                Kind.FILE,
                "(SFTP) put " + updateFile,
                List.of(),
                SHORT_SECONDS));
        steps.add(new PlannedStep(
                ValidateUpdateFileDelegate.STEP,
                "Validate the update file",
                on,
                Kind.READ,
                "(SFTP) get " + updateFile,
                List.of(WriteUpdateFileDelegate.STEP),
                SHORT_SECONDS));
        List<String> beforeDatabase = new ArrayList<>(
                List.of(ValidateUpdateFileDelegate.STEP, "giveRestorePassword", "confirmFormerMasterIsDown"));
        if (!asksThisComputer) {
            steps.add(new PlannedStep(
                    SetSsoServerDelegate.STEP,
                    "Point ssomanage at this computer",
                    on,
                    Kind.CHANGE,
                    ssomanage.setServer(server).commandLine(),
                    List.copyOf(beforeDatabase),
                    SHORT_SECONDS));
            beforeDatabase.add(SetSsoServerDelegate.STEP);
        }
        steps.add(new PlannedStep(
                UpdateDatabaseDelegate.STEP,
                "Update the SSO database",
                on,
                Kind.CHANGE,
                ssomanage.updateDb(updateFile).commandLine(),
                List.copyOf(beforeDatabase),
                SHORT_SECONDS));
        steps.add(new PlannedStep(
                ConfirmDatabaseDelegate.STEP,
                "Confirm that the database names the new server",
                on,
                Kind.READ,
                ssomanage.displayDb().commandLine(),
                List.of(UpdateDatabaseDelegate.STEP),
                SHORT_SECONDS));
        steps.add(new PlannedStep(
                StopServiceDelegate.STEP,
                "Stop ENTSSO on the new server",
                on,
                Kind.CHANGE,
                Services.stop(Services.ENTSSO).commandLine(),
                List.of(ConfirmDatabaseDelegate.STEP),
                STOP_SECONDS));
        steps.add(new PlannedStep(
                StartServiceDelegate.STEP,
                "Start ENTSSO on the new server",
                on,
                Kind.CHANGE,
                Services.start(Services.ENTSSO).commandLine(),
                List.of(StopServiceDelegate.STEP),
                START_SECONDS));
        steps.add(new PlannedStep(
                RestoreSecretDelegate.STEP,
                "Restore the master secret",
                on,
                Kind.CHANGE,
                new SsoConfig(tools).restoreSecret(restoreFile).commandLine(),
                List.of(StartServiceDelegate.STEP),
                SHORT_SECONDS));
        steps.add(new PlannedStep(
                ProveRestoreDelegate.STEP,
                "Prove that the secret is restored",
                on,
                Kind.READ,
                ssomanage.displayDb().commandLine(),
                List.of(RestoreSecretDelegate.STEP),
                SHORT_SECONDS));
        steps.add(new PlannedStep(
                StartDependentsDelegate.STEP,
                "Start the dependent services again",
                on,
                Kind.CHANGE,
                "net start <each dependent service that ran before the stop>",
                List.of(ProveRestoreDelegate.STEP),
                START_SECONDS));
        return List.copyOf(steps);
    }

    private static void showOnForms(DelegateExecution execution, Plan plan, PlanDigest digest, SsoSystem system) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (PlannedStep step : plan.steps()) {
            Map<String, Object> row = new HashMap<>();
            row.put("number", rows.size() + 1);
            row.put("step", step.name());
            row.put("server", step.server());
            row.put("command", step.command());
            rows.add(row);
        }
        execution.setVariable("planDigest", digest.value());
        execution.setVariable(
                "planSteps",
                Variables.objectValue(rows)
                        .serializationDataFormat(Variables.SerializationDataFormats.JSON)
                        .create());
        execution.setVariable("updateFile", plan.updateFile().text());
        execution.setVariable("updateFileDigest", plan.updateFile().sha256());
        execution.setVariable("restoreFile", plan.restoreFile().path());
        execution.setVariable("restoreFileDigest", plan.restoreFile().sha256());
        execution.setVariable("restoreFileMsid", plan.restoreFile().msid());
        execution.setVariable("asksThisComputer", plan.asksThisComputer());
        execution.setVariable("approvalsNeeded", system.approvalsNeeded());
        execution.setVariable("approvalValidity", words(system.approvalValidity()));
        execution.setVariable("changeRejected", false);
    }

    private static String words(Duration validity) {
        long minutes = validity.toMinutes();
        if (minutes == 0) {
            return "%d seconds".formatted(validity.toSeconds());
        }
        return minutes % 60 == 0 && minutes > 0
                ? (minutes == 60 ? "1 hour" : "%d hours".formatted(minutes / 60))
                : "%d minutes".formatted(minutes);
    }
}
