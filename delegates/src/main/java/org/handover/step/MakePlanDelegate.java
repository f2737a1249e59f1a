package org.handover.step;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Plan;
import org.handover.journal.PlanBinding;
import org.handover.journal.PlanDigest;
import org.handover.journal.PlannedStep;
import org.handover.journal.PlannedStep.Branch;
import org.handover.journal.Plans;
import org.handover.sso.Sha256;
import org.handover.sso.SsoSystem;
import org.handover.sso.UpdateFile;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan from what the look at the estate saw: every command, file and digest that is going to be used, in order, and
 * the branches that a person may choose later (roll-back, the former afterwards, a fresh backup).
 */
public final class MakePlanDelegate implements JavaDelegate {

    private final Failovers failovers;
    private final Journal journal;
    private final Plans plans;
    private final Inventory inventory;
    private final PlanBinding binding;

    public MakePlanDelegate(
            Failovers failovers, Journal journal, Plans plans, Inventory inventory, PlanBinding binding) {
        this.failovers = failovers;
        this.journal = journal;
        this.plans = plans;
        this.inventory = inventory;
        this.binding = binding;
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
        String path = path(failover, execution, look);
        Plan plan = plan(failover, path, plans.nextRevision(failover.id()), system, look, deployment);
        PlanDigest digest = plans.make(failover.id(), plan);
        showOnForms(execution, plan, digest, system);
        execution.setVariable("configurationChange", binding.configurationChange(failover));
    }

    /** The path that was chosen; the snap-in only where the former is there to be used, whatever a variable says. */
    private static String path(Failover failover, DelegateExecution execution, EstateLook look) {
        Object chosen = execution.getVariable("chosenPath");
        String path = failover.path().equals("auto") ? String.valueOf(chosen) : failover.path();
        if (path.equals(PlannedSteps.SNAP_IN) && !(failover.planned() && look.formerLogon() && look.formerAnswers())) {
            throw new IllegalStateException(
                    "The snap-in changes the master only on the present one, and %s does not answer: no plan was made."
                            .formatted(failover.formerMaster()));
        }
        if (!path.equals(PlannedSteps.SNAP_IN) && !path.equals("command-line")) {
            throw new IllegalStateException("No path was chosen for %s, so no plan was made.".formatted(failover.id()));
        }
        return path;
    }

    private Plan plan(
            Failover failover, String path, int revision, SsoSystem system, EstateLook look, String deployment) {
        byte[] content = UpdateFile.compose(failover.newMaster());
        WindowsPath updateFile = file(failover, "update");
        Plan.UpdateFile wayBack = wayBack(failover, look);
        SsoSystem.RestoreFile restoreFile =
                system.restoreFile(failover.restoreFile()).orElseThrow();
        PlannedSteps steps = new PlannedSteps(
                failover,
                look,
                restoreFile,
                updateFile,
                wayBack == null ? null : WindowsPath.of(wayBack.path()),
                system.changeTimeLimit());
        return new Plan(
                failover.id().value(),
                revision,
                failover.estate().value(),
                system.name().value(),
                failover.situation(),
                path,
                failover.formerMaster().value(),
                failover.newMaster().value(),
                deployment,
                binding.models(deployment),
                binding.inventory(failover),
                planned(updateFile, content),
                new Plan.RestoreFile(
                        restoreFile.path().value(),
                        restoreFile.digest().value(),
                        restoreFile.msid().value(),
                        restoreFile.storeFile()),
                look.masterSecretInUse(),
                look.asksThisComputer(),
                wayBack,
                steps.all(path));
    }

    /** Laws 3 and 6: only to a former master that answered and held the secret in use when the plan was made. */
    private static Plan.@Nullable UpdateFile wayBack(Failover failover, EstateLook look) {
        return failover.planned() && look.formerAnswers()
                ? planned(file(failover, "way-back"), UpdateFile.compose(failover.formerMaster()))
                : null;
    }

    private static WindowsPath file(Failover failover, String what) {
        return Claims.HOME.child("%s.%s.%s.xml"
                .formatted(failover.estate().value(), failover.id().value(), what));
    }

    private static Plan.UpdateFile planned(WindowsPath file, byte[] content) {
        return new Plan.UpdateFile(
                file.value(), Sha256.ofContent(content).value(), new String(content, StandardCharsets.UTF_8));
    }

    private static void showOnForms(DelegateExecution execution, Plan plan, PlanDigest digest, SsoSystem system) {
        execution.setVariable("planDigest", digest.value());
        execution.setVariable("planSteps", asJson(rows(plan.steps(Branch.MAIN))));
        execution.setVariable("planBranches", asJson(branches(plan)));
        boolean snapIn = plan.path().equals(PlannedSteps.SNAP_IN);
        execution.setVariable("updateFile", snapIn ? "" : plan.updateFile().text());
        execution.setVariable(
                "updateFileDigest", snapIn ? "" : plan.updateFile().sha256());
        execution.setVariable("planPointsBack", plan.has(SetSsoServerBackDelegate.STEP));
        execution.setVariable("restoreFileInStore", plan.restoreFile().storeFile() != null);
        execution.setVariable("restoreFile", plan.restoreFile().path());
        execution.setVariable("restoreFileDigest", plan.restoreFile().sha256());
        execution.setVariable("restoreFileMsid", plan.restoreFile().msid());
        execution.setVariable("asksThisComputer", plan.asksThisComputer());
        execution.setVariable("approvalsNeeded", system.approvalsNeeded());
        execution.setVariable("approvalsSoFar", "0 of " + system.approvalsNeeded());
        execution.setVariable("approvalValidity", words(system.approvalValidity()));
        execution.setVariable(
                "approvalIsLateAfter", system.approvalValidity().dividedBy(2).toString());
        execution.setVariable("approvalLapsesAfter", system.approvalValidity().toString());
        execution.setVariable(
                "approvalLapsesAt",
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(system.approvalValidity())));
        execution.setVariable("approvalEscalated", false);
        execution.setVariable("breakGlassAllowed", false);
        execution.setVariable("changeRejected", false);
        execution.setVariable("approvalGone", "");
    }

    /** What is done only where a person chooses it, each row with the sentence that says when. */
    private static List<Map<String, Object>> branches(Plan plan) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Branch branch : Branch.values()) {
            if (branch != Branch.MAIN) {
                rows(plan.steps(branch)).forEach(row -> {
                    row.put("branch", branch.when());
                    all.add(row);
                });
            }
        }
        return all;
    }

    private static List<Map<String, Object>> rows(List<PlannedStep> steps) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (PlannedStep step : steps) {
            Map<String, Object> row = new HashMap<>();
            row.put("number", rows.size() + 1);
            row.put("step", step.name());
            row.put("server", step.server());
            row.put("command", step.command());
            rows.add(row);
        }
        return rows;
    }

    private static Object asJson(List<Map<String, Object>> rows) {
        return Variables.objectValue(rows)
                .serializationDataFormat(Variables.SerializationDataFormats.JSON)
                .create();
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
