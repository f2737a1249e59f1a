package org.handover.step;

import java.util.List;
import org.handover.journal.Failover;
import org.handover.journal.PlannedStep.Branch;
import org.handover.journal.PlannedStep.Kind;
import org.handover.journal.PointOfNoReturn;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.handover.tool.BackUpSecret;
import org.handover.tool.InstallDirectory;
import org.handover.tool.Services;
import org.handover.tool.SsoManage;
import org.handover.tool.StartType;

/** Writes the branches of a plan: what is done only where a person chooses it. */
final class PlannedBranches {

    private final Failover failover;
    private final EstateLook look;
    private final PlanLines lines;
    private final SsoManage ssomanage;
    private final InstallDirectory tools;

    PlannedBranches(Failover failover, EstateLook look, PlanLines lines) {
        this.failover = failover;
        this.look = look;
        this.lines = lines;
        this.tools = new InstallDirectory(WindowsPath.of(look.installFolder()));
        this.ssomanage = new SsoManage(tools);
    }

    private String newMaster() {
        return failover.newMaster().value();
    }

    private String former() {
        return failover.formerMaster().value();
    }

    void rollBack(WindowsPath file, String undone) {
        lines.open(Branch.ROLL_BACK);
        String folder = look.formerInstallFolder();
        SsoManage onFormer =
                new SsoManage(new InstallDirectory(WindowsPath.of(folder == null ? look.installFolder() : folder)));
        lines.add(
                CheckWayBackDelegate.STEP,
                "Check the way back",
                former(),
                Kind.READ,
                onFormer.displayDb().commandLine(),
                List.of(),
                PlanLines.SHORT_SECONDS);
        lines.add(
                WriteWayBackFileDelegate.STEP,
                "Write the file that names the former server",
                former(),
                Kind.FILE,
                "(SFTP) put " + file,
                List.of(CheckWayBackDelegate.STEP),
                PlanLines.SHORT_SECONDS);
        lines.inverse(
                NameFormerDelegate.STEP,
                "Name the former server again",
                former(),
                Kind.CHANGE,
                onFormer.updateDb(file).commandLine(),
                List.of(CheckWayBackDelegate.STEP, WriteWayBackFileDelegate.STEP),
                PlanLines.SHORT_SECONDS,
                undone);
        lines.stop(StopFormerDelegate.STEP, "Stop ENTSSO on the former server", former(), NameFormerDelegate.STEP);
        lines.start(StartFormerDelegate.STEP, "Start ENTSSO on the former server", former(), StopFormerDelegate.STEP);
        lines.add(
                ProveFormerDelegate.STEP,
                "Prove that the former server is master",
                former(),
                Kind.READ,
                onFormer.displayDb().commandLine(),
                List.of(StartFormerDelegate.STEP),
                PlanLines.SHORT_SECONDS);
        lines.stop(StopNewDelegate.STEP, "Stop ENTSSO on the other server", newMaster(), ProveFormerDelegate.STEP);
        lines.start(StartNewDelegate.STEP, "Start ENTSSO on the other server", newMaster(), StopNewDelegate.STEP);
        lines.add(
                ProveNewIsMemberDelegate.STEP,
                "Prove that the other server got the secret",
                newMaster(),
                Kind.READ,
                "wevtutil qe Application: 10529 since the restart",
                List.of(StartNewDelegate.STEP),
                PlanLines.SHORT_SECONDS);
        lines.startStopped(
                StartFormersDependentsDelegate.STEP,
                "Start the dependent services on the former server",
                former(),
                ProveFormerDelegate.STEP);
        lines.startStopped(
                StartNewsDependentsDelegate.STEP,
                "Start the dependent services on the other server",
                newMaster(),
                ProveNewIsMemberDelegate.STEP);
        pointBack();
    }

    private void pointBack() {
        String asked = look.askedServer();
        if (asked != null && lines.have(SetSsoServerDelegate.STEP)) {
            lines.inverse(
                    SetSsoServerBackDelegate.STEP,
                    "Point ssomanage back",
                    newMaster(),
                    Kind.CHANGE,
                    ssomanage.setServer(SsoServerName.of(asked)).commandLine(),
                    List.of(ProveFormerDelegate.STEP),
                    PlanLines.SHORT_SECONDS,
                    SetSsoServerDelegate.STEP);
        }
    }

    /** Law 2: nothing is stopped on the former before the new one is proven and a person has accepted that. */
    void formerAfterwards() {
        lines.open(Branch.FORMER_ORDINARY);
        lines.stop(
                MakeFormerOrdinaryDelegate.STOP,
                "Stop ENTSSO on the former master",
                former(),
                ProveRestoreDelegate.STEP,
                PointOfNoReturn.ACCEPTED);
        lines.start(
                MakeFormerOrdinaryDelegate.START,
                "Start ENTSSO on the former master",
                former(),
                MakeFormerOrdinaryDelegate.STOP);
        lines.add(
                MakeFormerOrdinaryDelegate.PROVE,
                "Prove that it got the secret",
                former(),
                Kind.READ,
                "wevtutil qe Application: 10529 since the restart",
                List.of(MakeFormerOrdinaryDelegate.START),
                PlanLines.SHORT_SECONDS);
        lines.startStopped(
                MakeFormerOrdinaryDelegate.START_DEPENDENTS,
                "Start its dependent services again",
                former(),
                MakeFormerOrdinaryDelegate.PROVE);
        lines.open(Branch.FORMER_DISABLED);
        lines.add(
                DisableFormerDelegate.DISABLE,
                "Disable ENTSSO on the former master",
                former(),
                Kind.CHANGE,
                StartType.commandToSet(StartType.DISABLED.word()),
                List.of(ProveRestoreDelegate.STEP, PointOfNoReturn.ACCEPTED),
                PlanLines.SHORT_SECONDS);
        lines.stop(
                DisableFormerDelegate.STOP,
                "Stop ENTSSO on the former master",
                former(),
                DisableFormerDelegate.DISABLE);
        lines.open(Branch.FORMER_ENABLED);
        lines.inverse(
                EnableFormerDelegate.ENABLE,
                "Set the start of ENTSSO on the former master back",
                former(),
                Kind.CHANGE,
                StartType.commandToSet("<as it was before>"),
                List.of(),
                PlanLines.SHORT_SECONDS,
                DisableFormerDelegate.DISABLE);
        lines.inverse(
                EnableFormerDelegate.START,
                "Start ENTSSO on the former master",
                former(),
                Kind.CHANGE,
                Services.start(Services.ENTSSO).commandLine(),
                List.of(EnableFormerDelegate.ENABLE),
                PlanLines.SERVICE_SECONDS,
                DisableFormerDelegate.STOP);
        lines.startStopped(
                EnableFormerDelegate.START_DEPENDENTS,
                "Start its dependent services again",
                former(),
                EnableFormerDelegate.START);
    }

    void freshBackup() {
        lines.open(Branch.FRESH_BACKUP);
        WindowsPath file =
                TakeBackupDelegate.file(failover.estate().value(), failover.id().value());
        lines.add(
                TakeBackupDelegate.STEP,
                "Back up the master secret",
                newMaster(),
                Kind.FILE,
                BackUpSecret.into(tools, file).commandLine(),
                List.of(ProveRestoreDelegate.STEP, PointOfNoReturn.ACCEPTED),
                PlanLines.SHORT_SECONDS);
    }
}
