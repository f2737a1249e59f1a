package org.handover.step;

import java.util.ArrayList;
import java.util.List;
import org.handover.journal.Failover;
import org.handover.journal.PlannedStep;
import org.handover.journal.PlannedStep.Branch;
import org.handover.journal.PlannedStep.Kind;
import org.handover.journal.PointOfNoReturn;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.WindowsPath;
import org.handover.tool.BackUpSecret;
import org.handover.tool.InstallDirectory;
import org.handover.tool.Services;
import org.handover.tool.SsoConfig;
import org.handover.tool.SsoManage;
import org.handover.tool.StartType;
import org.jspecify.annotations.Nullable;

/** Writes the steps of a plan: the main line of the chosen path, and every branch that a person may choose later. */
final class PlannedSteps {

    /** The name of the snap-in path. */
    static final String SNAP_IN = "snap-in";

    private static final long SHORT_SECONDS = 60;
    private static final long SERVICE_SECONDS = 240;

    private final Failover failover;
    private final EstateLook look;
    private final SsoSystem.RestoreFile restoreFile;
    private final WindowsPath updateFile;
    private final @Nullable WindowsPath wayBackFile;
    private final SsoManage ssomanage;
    private final InstallDirectory tools;
    private final List<PlannedStep> steps = new ArrayList<>();
    private Branch branch = Branch.MAIN;

    /** @param wayBackFile null where there is no way back */
    PlannedSteps(
            Failover failover,
            EstateLook look,
            SsoSystem.RestoreFile restoreFile,
            WindowsPath updateFile,
            @Nullable WindowsPath wayBackFile) {
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
        if (wayBackFile != null) {
            rollBack(wayBackFile, snapIn ? OpenSnapInChangeDelegate.STEP : UpdateDatabaseDelegate.STEP);
        }
        formerAfterwards();
        freshBackup();
        return List.copyOf(steps);
    }

    private String newMaster() {
        return failover.newMaster().value();
    }

    private String former() {
        return failover.formerMaster().value();
    }

    private void add(
            String id, String name, String server, Kind kind, String command, List<String> requires, long limit) {
        steps.add(new PlannedStep(id, name, server, kind, command, requires, limit, branch, null));
    }

    private void inverse(
            String id,
            String name,
            String server,
            Kind kind,
            String command,
            List<String> requires,
            long limit,
            String of) {
        steps.add(new PlannedStep(id, name, server, kind, command, requires, limit, branch, of));
    }

    private void placeRestoreFile() {
        if (restoreFile.inStore()) {
            add(
                    PlaceRestoreFileDelegate.STEP,
                    "Place the restore file",
                    newMaster(),
                    Kind.FILE,
                    "(SFTP) put " + restoreFile.path(),
                    List.of(),
                    SHORT_SECONDS);
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
        add(
                OpenSnapInChangeDelegate.STEP,
                "Change in the snap-in",
                former(),
                Kind.CHANGE,
                "(by hand) SSO Administration > System > Properties > General > Change: " + newMaster(),
                beforeNaming(),
                SHORT_SECONDS);
        add(
                CheckSnapInChangeDelegate.STEP,
                "Check the change in the snap-in",
                newMaster(),
                Kind.READ,
                ssomanage.displayDb().commandLine(),
                List.of(OpenSnapInChangeDelegate.STEP),
                SHORT_SECONDS);
    }

    private void byCommandLine() {
        add(
                WriteUpdateFileDelegate.STEP,
                "Write the update file",
                newMaster(),
                Kind.FILE,
                "(SFTP) put " + updateFile,
                List.of(),
                SHORT_SECONDS);
        add(
                ValidateUpdateFileDelegate.STEP,
                "Validate the update file",
                newMaster(),
                Kind.READ,
                "(SFTP) get " + updateFile,
                List.of(WriteUpdateFileDelegate.STEP),
                SHORT_SECONDS);
        List<String> before = beforeNaming(ValidateUpdateFileDelegate.STEP);
        if (!failover.planned()) {
            before.add("confirmFormerMasterIsDown");
        }
        if (!look.asksThisComputer()) {
            add(
                    SetSsoServerDelegate.STEP,
                    "Point ssomanage at this computer",
                    newMaster(),
                    Kind.CHANGE,
                    ssomanage.setServer(failover.newMaster()).commandLine(),
                    before,
                    SHORT_SECONDS);
            before.add(SetSsoServerDelegate.STEP);
        }
        add(
                UpdateDatabaseDelegate.STEP,
                "Update the SSO database",
                newMaster(),
                Kind.CHANGE,
                ssomanage.updateDb(updateFile).commandLine(),
                before,
                SHORT_SECONDS);
        add(
                ConfirmDatabaseDelegate.STEP,
                "Confirm that the database names the new server",
                newMaster(),
                Kind.READ,
                ssomanage.displayDb().commandLine(),
                List.of(UpdateDatabaseDelegate.STEP),
                SHORT_SECONDS);
    }

    private void restore(String named) {
        stop(StopServiceDelegate.STEP, "Stop ENTSSO on the new server", newMaster(), named);
        start(StartServiceDelegate.STEP, "Start ENTSSO on the new server", newMaster(), StopServiceDelegate.STEP);
        add(
                RestoreSecretDelegate.STEP,
                "Restore the master secret",
                newMaster(),
                Kind.CHANGE,
                new SsoConfig(tools).restoreSecret(restoreFile.path()).commandLine(),
                List.of(StartServiceDelegate.STEP),
                SHORT_SECONDS);
        add(
                ProveRestoreDelegate.STEP,
                "Prove that the secret is restored",
                newMaster(),
                Kind.READ,
                ssomanage.displayDb().commandLine(),
                List.of(RestoreSecretDelegate.STEP),
                SHORT_SECONDS);
        startStopped(
                StartDependentsDelegate.STEP,
                "Start the dependent services again",
                newMaster(),
                ProveRestoreDelegate.STEP);
        if (restoreFile.inStore()) {
            inverse(
                    RemoveRestoreFileDelegate.STEP,
                    "Remove the restore file",
                    newMaster(),
                    Kind.FILE,
                    "(SFTP) rm " + restoreFile.path(),
                    List.of(ProveRestoreDelegate.STEP),
                    SHORT_SECONDS,
                    PlaceRestoreFileDelegate.STEP);
        }
    }

    private void rollBack(WindowsPath file, String undone) {
        branch = Branch.ROLL_BACK;
        String folder = look.formerInstallFolder();
        SsoManage onFormer =
                new SsoManage(new InstallDirectory(WindowsPath.of(folder == null ? look.installFolder() : folder)));
        add(
                CheckWayBackDelegate.STEP,
                "Check the way back",
                former(),
                Kind.READ,
                onFormer.displayDb().commandLine(),
                List.of(),
                SHORT_SECONDS);
        add(
                WriteWayBackFileDelegate.STEP,
                "Write the file that names the former server",
                former(),
                Kind.FILE,
                "(SFTP) put " + file,
                List.of(CheckWayBackDelegate.STEP),
                SHORT_SECONDS);
        inverse(
                NameFormerDelegate.STEP,
                "Name the former server again",
                former(),
                Kind.CHANGE,
                onFormer.updateDb(file).commandLine(),
                List.of(CheckWayBackDelegate.STEP, WriteWayBackFileDelegate.STEP),
                SHORT_SECONDS,
                undone);
        stop(StopFormerDelegate.STEP, "Stop ENTSSO on the former server", former(), NameFormerDelegate.STEP);
        start(StartFormerDelegate.STEP, "Start ENTSSO on the former server", former(), StopFormerDelegate.STEP);
        add(
                ProveFormerDelegate.STEP,
                "Prove that the former server is master",
                former(),
                Kind.READ,
                onFormer.displayDb().commandLine(),
                List.of(StartFormerDelegate.STEP),
                SHORT_SECONDS);
        stop(StopNewDelegate.STEP, "Stop ENTSSO on the other server", newMaster(), ProveFormerDelegate.STEP);
        start(StartNewDelegate.STEP, "Start ENTSSO on the other server", newMaster(), StopNewDelegate.STEP);
        add(
                ProveNewIsMemberDelegate.STEP,
                "Prove that the other server got the secret",
                newMaster(),
                Kind.READ,
                "wevtutil qe Application: 10529 since the restart",
                List.of(StartNewDelegate.STEP),
                SHORT_SECONDS);
        startStopped(
                StartFormersDependentsDelegate.STEP,
                "Start the dependent services on the former server",
                former(),
                ProveFormerDelegate.STEP);
        startStopped(
                StartNewsDependentsDelegate.STEP,
                "Start the dependent services on the other server",
                newMaster(),
                ProveNewIsMemberDelegate.STEP);
        pointBack();
    }

    private void pointBack() {
        String asked = look.askedServer();
        if (asked != null && steps.stream().anyMatch(step -> step.id().equals(SetSsoServerDelegate.STEP))) {
            inverse(
                    SetSsoServerBackDelegate.STEP,
                    "Point ssomanage back",
                    newMaster(),
                    Kind.CHANGE,
                    ssomanage.setServer(SsoServerName.of(asked)).commandLine(),
                    List.of(ProveFormerDelegate.STEP),
                    SHORT_SECONDS,
                    SetSsoServerDelegate.STEP);
        }
    }

    /** Law 2: nothing is stopped on the former before the new one is proven and a person has accepted that. */
    private void formerAfterwards() {
        branch = Branch.FORMER_ORDINARY;
        stop(
                MakeFormerOrdinaryDelegate.STOP,
                "Stop ENTSSO on the former master",
                former(),
                ProveRestoreDelegate.STEP,
                PointOfNoReturn.ACCEPTED);
        start(
                MakeFormerOrdinaryDelegate.START,
                "Start ENTSSO on the former master",
                former(),
                MakeFormerOrdinaryDelegate.STOP);
        add(
                MakeFormerOrdinaryDelegate.PROVE,
                "Prove that it got the secret",
                former(),
                Kind.READ,
                "wevtutil qe Application: 10529 since the restart",
                List.of(MakeFormerOrdinaryDelegate.START),
                SHORT_SECONDS);
        startStopped(
                MakeFormerOrdinaryDelegate.START_DEPENDENTS,
                "Start its dependent services again",
                former(),
                MakeFormerOrdinaryDelegate.PROVE);
        branch = Branch.FORMER_DISABLED;
        add(
                DisableFormerDelegate.DISABLE,
                "Disable ENTSSO on the former master",
                former(),
                Kind.CHANGE,
                StartType.commandToSet(StartType.DISABLED.word()),
                List.of(ProveRestoreDelegate.STEP, PointOfNoReturn.ACCEPTED),
                SHORT_SECONDS);
        stop(DisableFormerDelegate.STOP, "Stop ENTSSO on the former master", former(), DisableFormerDelegate.DISABLE);
        branch = Branch.FORMER_ENABLED;
        inverse(
                EnableFormerDelegate.ENABLE,
                "Set the start of ENTSSO on the former master back",
                former(),
                Kind.CHANGE,
                StartType.commandToSet("<as it was before>"),
                List.of(),
                SHORT_SECONDS,
                DisableFormerDelegate.DISABLE);
        inverse(
                EnableFormerDelegate.START,
                "Start ENTSSO on the former master",
                former(),
                Kind.CHANGE,
                Services.start(Services.ENTSSO).commandLine(),
                List.of(EnableFormerDelegate.ENABLE),
                SERVICE_SECONDS,
                DisableFormerDelegate.STOP);
        startStopped(
                EnableFormerDelegate.START_DEPENDENTS,
                "Start its dependent services again",
                former(),
                EnableFormerDelegate.START);
    }

    private void freshBackup() {
        branch = Branch.FRESH_BACKUP;
        WindowsPath file =
                TakeBackupDelegate.file(failover.estate().value(), failover.id().value());
        add(
                TakeBackupDelegate.STEP,
                "Back up the master secret",
                newMaster(),
                Kind.FILE,
                BackUpSecret.into(tools, file).commandLine(),
                List.of(ProveRestoreDelegate.STEP, PointOfNoReturn.ACCEPTED),
                SHORT_SECONDS);
    }

    private void stop(String id, String name, String server, String... after) {
        add(
                id,
                name,
                server,
                Kind.CHANGE,
                Services.stop(Services.ENTSSO).commandLine(),
                List.of(after),
                SERVICE_SECONDS);
    }

    private void start(String id, String name, String server, String after) {
        add(
                id,
                name,
                server,
                Kind.CHANGE,
                Services.start(Services.ENTSSO).commandLine(),
                List.of(after),
                SERVICE_SECONDS);
    }

    private void startStopped(String id, String name, String server, String after) {
        add(
                id,
                name,
                server,
                Kind.CHANGE,
                "net start <each dependent service that ran before the stop>",
                List.of(after),
                SERVICE_SECONDS);
    }
}
