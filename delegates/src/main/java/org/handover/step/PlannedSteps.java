package org.handover.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handover.journal.Failover;
import org.handover.journal.PlannedStep;
import org.handover.journal.PlannedStep.Kind;
import org.handover.sso.SsoSystem;
import org.handover.sso.WindowsPath;
import org.handover.tool.InstallDirectory;
import org.handover.tool.SsoConfig;
import org.handover.tool.SsoManage;
import org.jspecify.annotations.Nullable;

/** Writes the steps of a plan: the main line of the chosen path, and then the branches that a person may choose later. */
final class PlannedSteps {

    /** The name of the snap-in path. */
    static final String SNAP_IN = "snap-in";

    private final Failover failover;
    private final EstateLook look;
    private final SsoSystem.RestoreFile restoreFile;
    private final WindowsPath updateFile;
    private final @Nullable WindowsPath wayBackFile;
    private final SsoManage ssomanage;
    private final InstallDirectory tools;
    private final PlanLines lines;

    /** @param wayBackFile null where there is no way back */
    PlannedSteps(
            Failover failover,
            EstateLook look,
            SsoSystem.RestoreFile restoreFile,
            WindowsPath updateFile,
            @Nullable WindowsPath wayBackFile,
            Duration changeTimeLimit) {
        this.lines = new PlanLines(changeTimeLimit);
        this.failover = failover;
        this.look = look;
        this.restoreFile = restoreFile;
        this.updateFile = updateFile;
        this.wayBackFile = wayBackFile;
        this.tools = new InstallDirectory(WindowsPath.of(look.installFolder()));
        this.ssomanage = new SsoManage(tools);
    }

    List<PlannedStep> all(String path) {
        boolean snapIn = path.equals(SNAP_IN);
        placeRestoreFile();
        if (snapIn) {
            bySnapIn();
        } else {
            byCommandLine();
        }
        restore(snapIn ? CheckSnapInChangeDelegate.STEP : ConfirmDatabaseDelegate.STEP);
        PlannedBranches branches = new PlannedBranches(failover, look, lines);
        if (wayBackFile != null) {
            branches.rollBack(wayBackFile, snapIn ? OpenSnapInChangeDelegate.STEP : UpdateDatabaseDelegate.STEP);
        }
        branches.formerAfterwards();
        branches.freshBackup();
        return lines.written();
    }

    private String newMaster() {
        return failover.newMaster().value();
    }

    private String former() {
        return failover.formerMaster().value();
    }

    private void placeRestoreFile() {
        if (restoreFile.inStore()) {
            lines.add(
                    PlaceRestoreFileDelegate.STEP,
                    "Place the restore file",
                    newMaster(),
                    Kind.FILE,
                    "(SFTP) put " + restoreFile.path(),
                    List.of(),
                    PlanLines.SHORT_SECONDS);
        }
    }

    private List<String> beforeNaming(String... more) {
        List<String> required = new ArrayList<>(List.of(more));
        required.add("giveRestorePassword");
        if (restoreFile.inStore()) {
            required.add(PlaceRestoreFileDelegate.STEP);
        }
        return required;
    }

    private void bySnapIn() {
        lines.add(
                OpenSnapInChangeDelegate.STEP,
                "Change in the snap-in",
                former(),
                Kind.CHANGE,
                "(by hand) SSO Administration > System > Properties > General > Change: " + newMaster(),
                beforeNaming(),
                PlanLines.SHORT_SECONDS);
        lines.add(
                CheckSnapInChangeDelegate.STEP,
                "Check the change in the snap-in",
                newMaster(),
                Kind.READ,
                ssomanage.displayDb().commandLine(),
                List.of(OpenSnapInChangeDelegate.STEP),
                PlanLines.SHORT_SECONDS);
    }

    private void byCommandLine() {
        lines.add(
                WriteUpdateFileDelegate.STEP,
                "Write the update file",
                newMaster(),
                Kind.FILE,
                "(SFTP) put " + updateFile,
                List.of(),
                PlanLines.SHORT_SECONDS);
        lines.add(
                ValidateUpdateFileDelegate.STEP,
                "Validate the update file",
                newMaster(),
                Kind.READ,
                "(SFTP) get " + updateFile,
                List.of(WriteUpdateFileDelegate.STEP),
                PlanLines.SHORT_SECONDS);
        List<String> before = beforeNaming(ValidateUpdateFileDelegate.STEP);
        if (!failover.planned()) {
            before.add("confirmFormerMasterIsDown");
        }
        if (!look.asksThisComputer()) {
            lines.add(
                    SetSsoServerDelegate.STEP,
                    "Point ssomanage at this computer",
                    newMaster(),
                    Kind.CHANGE,
                    ssomanage.setServer(failover.newMaster()).commandLine(),
                    before,
                    PlanLines.SHORT_SECONDS);
            before.add(SetSsoServerDelegate.STEP);
        }
        lines.add(
                UpdateDatabaseDelegate.STEP,
                "Update the SSO database",
                newMaster(),
                Kind.CHANGE,
                ssomanage.updateDb(updateFile).commandLine(),
                before,
                PlanLines.SHORT_SECONDS);
        lines.add(
                ConfirmDatabaseDelegate.STEP,
                "Confirm that the database names the new server",
                newMaster(),
                Kind.READ,
                ssomanage.displayDb().commandLine(),
                List.of(UpdateDatabaseDelegate.STEP),
                PlanLines.SHORT_SECONDS);
    }

    private void restore(String named) {
        lines.stop(StopServiceDelegate.STEP, "Stop ENTSSO on the new server", newMaster(), named);
        lines.start(StartServiceDelegate.STEP, "Start ENTSSO on the new server", newMaster(), StopServiceDelegate.STEP);
        lines.add(
                RestoreSecretDelegate.STEP,
                "Restore the master secret",
                newMaster(),
                Kind.CHANGE,
                new SsoConfig(tools).restoreSecret(restoreFile.path()).commandLine(),
                List.of(StartServiceDelegate.STEP),
                PlanLines.SHORT_SECONDS);
        lines.add(
                ProveRestoreDelegate.STEP,
                "Prove that the secret is restored",
                newMaster(),
                Kind.READ,
                ssomanage.displayDb().commandLine(),
                List.of(RestoreSecretDelegate.STEP),
                PlanLines.SHORT_SECONDS);
        lines.startStopped(
                StartDependentsDelegate.STEP,
                "Start the dependent services again",
                newMaster(),
                ProveRestoreDelegate.STEP);
        if (restoreFile.inStore()) {
            lines.inverse(
                    RemoveRestoreFileDelegate.STEP,
                    "Remove the restore file",
                    newMaster(),
                    Kind.FILE,
                    "(SFTP) rm " + restoreFile.path(),
                    List.of(ProveRestoreDelegate.STEP),
                    PlanLines.SHORT_SECONDS,
                    PlaceRestoreFileDelegate.STEP);
        }
    }
}
