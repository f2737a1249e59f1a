package org.handover.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.sso.EntssoError;
import org.handover.sso.GlobalInfo;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.tool.FileHash;
import org.handover.tool.InstallDirectory;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServerInUse;
import org.handover.tool.SsoManage;
import org.handover.tool.WhoAmI;

/**
 * What is found on the server that is to become master.
 *
 * @param tools where the SSO tools lie on it; empty where that is not known
 * @param asksItself whether ssomanage asks that very computer
 * @param askedServer which other server ssomanage asks there; empty where it asks that very computer, or it cannot be told
 */
record CandidateLook(
        List<Finding> findings,
        Optional<InstallDirectory> tools,
        boolean asksItself,
        Optional<SsoServerName> askedServer) {

    static CandidateLook at(
            StepRun run, ServerLook candidate, List<ServerLook> members, SsoSystem.RestoreFile restoreFile)
            throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        if (candidate.failure() != null) {
            findings.add(Finding.blocking(
                    "%s can be logged on to".formatted(run.newMaster()),
                    StepProtocol.sentence(candidate.failure()),
                    Looks.toBeLoggedOnTo(candidate.failure())));
            return new CandidateLook(findings, Optional.empty(), false, Optional.empty());
        }
        Optional<InstallDirectory> tools = Optional.empty();
        ServerInUse asked = new ServerInUse.CannotTell("It was not asked.");
        RemoteConsole console = run.onNewMaster();
        try {
            RegistryQuery.Install install = RegistryQuery.installDirectory().typeOn(console, Looks.LIMIT);
            if (install instanceof RegistryQuery.Install.Found found) {
                tools = Optional.of(found.directory());
                asked = whoIsAsked(console, candidate, found.directory());
                findings.add(databaseNamesFormer(run, candidate, members, asked));
                findings.add(asksItself(run, asked));
            } else {
                findings.add(Finding.blocking(
                                "The SSO tools are found on %s".formatted(run.newMaster()),
                                ((RegistryQuery.Install.CannotTell) install).reason(),
                                "Is Enterprise Single Sign-On installed there?")
                        .neverGoneOver());
            }
            findings.add(noForeignKey(candidate, restoreFile.msid()));
            findings.add(elevated(console, run.newMaster()));
            findings.add(fileIsThere(console, restoreFile, run.newMaster()));
        } catch (ConsoleException e) {
            findings.add(Finding.blocking(
                    "%s keeps answering".formatted(run.newMaster()),
                    StepProtocol.sentence(e),
                    "Look at it and check again."));
        }
        boolean another = asksAnother(run, asked);
        return new CandidateLook(
                findings,
                tools,
                !another && !(asked instanceof ServerInUse.CannotTell),
                another ? Optional.of(((ServerInUse.Other) asked).name()) : Optional.empty());
    }

    private static Finding databaseNamesFormer(
            StepRun run, ServerLook candidate, List<ServerLook> members, ServerInUse asked) {
        String check = "The SSO database can be read and names %s".formatted(run.formerMaster());
        // Where ssomanage asks another computer it fails under this logon until it is pointed back; then a member
        // answers.
        Optional<SsoManage.DisplayDb.Known> answer = asksAnother(run, asked)
                ? members.stream().flatMap(look -> known(look).stream()).findFirst()
                : known(candidate);
        if (answer.isPresent()) {
            GlobalInfo info = answer.get().info();
            String seen = "It names %s.".formatted(info.secretServerName());
            if (info.names(run.formerMaster())) {
                return Finding.passed(check, seen);
            }
            return info.names(run.newMaster())
                    ? Finding.warning(check, seen, "The new server is named already; the run will find that done.")
                    : Finding.blocking(check, seen, "The inventory names another master. Correct it and start again.")
                            .neverGoneOver();
        }
        String seen = candidate.displayDb() instanceof SsoManage.DisplayDb.Failed failed
                ? describe(failed.error())
                : "cannot tell";
        return Finding.blocking(
                        check,
                        seen,
                        "Under this logon ssomanage has to work before anything is changed: see its error.")
                .neverGoneOver();
    }

    private static Optional<SsoManage.DisplayDb.Known> known(ServerLook look) {
        return look.displayDb() instanceof SsoManage.DisplayDb.Known known ? Optional.of(known) : Optional.empty();
    }

    private static String describe(EntssoError error) {
        return "%s: %s %s".formatted(error.code(), error.means(), error.whatToDo());
    }

    /** Law 3: a key that is not the secret in use would be handed out to all servers. */
    private static Finding noForeignKey(ServerLook candidate, Msid inUse) {
        String check = "No other secret lies ready under SSOSS on %s".formatted(candidate.server());
        RegistryQuery.Msids msids = candidate.msids();
        if (msids == null) {
            return Finding.notChecked(check, "It was not read.", "Check again.");
        }
        if (msids instanceof RegistryQuery.Msids.None || Looks.holds(msids, inUse)) {
            return Finding.passed(check, Looks.say(msids)).underLaw(3);
        }
        return Finding.blocking(
                        check,
                        Looks.say(msids),
                        "Choose another SSO server, or have the foreign key removed by somebody who knows where it came from.")
                .underLaw(3)
                .neverGoneOver();
    }

    private static Finding asksItself(StepRun run, ServerInUse asked) {
        String check = "ssomanage on %s asks that very computer".formatted(run.newMaster());
        if (asked instanceof ServerInUse.CannotTell unknown) {
            return Finding.notChecked(check, unknown.reason(), "The plan points it there first.");
        }
        return asksAnother(run, asked)
                ? Finding.warning(
                        check,
                        "It asks %s.".formatted(((ServerInUse.Other) asked).name()),
                        "The plan points it at this computer first; point it back afterwards if it is meant so.")
                : Finding.passed(check, "It does.");
    }

    private static boolean asksAnother(StepRun run, ServerInUse asked) {
        return asked instanceof ServerInUse.Other other && !other.name().sameComputer(run.newMaster());
    }

    private static ServerInUse whoIsAsked(RemoteConsole console, ServerLook candidate, InstallDirectory tools)
            throws ConsoleException, InterruptedException {
        Optional<SsoManage.DisplayDb.Known> answer = known(candidate);
        return answer.isPresent()
                ? answer.get().saidBy()
                : new SsoManage(tools).showServer().typeOn(console, Looks.LIMIT);
    }

    private static Finding elevated(RemoteConsole console, SsoServerName server)
            throws ConsoleException, InterruptedException {
        String check = "The logon on %s is elevated".formatted(server);
        WhoAmI.Answer answer = WhoAmI.groups().typeOn(console, Looks.LIMIT);
        if (answer instanceof WhoAmI.Answer.Known known) {
            return known.elevated()
                    ? Finding.passed(check, "Its token has the high integrity label.")
                    : Finding.blocking(
                            check,
                            "Its token lacks the high integrity label S-1-16-12288.",
                            "Use an account that is a local administrator and is not filtered over SSH.");
        }
        return Finding.blocking(check, ((WhoAmI.Answer.CannotTell) answer).reason(), "Log on by hand and look.");
    }

    private static Finding fileIsThere(RemoteConsole console, SsoSystem.RestoreFile file, SsoServerName server)
            throws ConsoleException, InterruptedException {
        String check = "The restore file lies on %s, unaltered".formatted(server);
        if (file.inStore()) {
            return Finding.notApplicable(check, "It is kept in the store and put there by the run.");
        }
        FileHash.Answer answer = FileHash.sha256(file.path()).typeOn(console, Looks.LIMIT);
        if (answer instanceof FileHash.Answer.Known known) {
            return known.digest().equals(file.digest())
                    ? Finding.passed(check, "%s has the recorded digest.".formatted(file.path()))
                    : Finding.blocking(
                            check,
                            "%s has the digest %s, recorded is %s."
                                    .formatted(file.path(), known.digest(), file.digest()),
                            "It is another file or a damaged one. Put the recorded backup there.");
        }
        Optional<String> why =
                answer instanceof FileHash.Answer.CannotTell unknown ? Optional.of(unknown.reason()) : Optional.empty();
        return Finding.blocking(
                check,
                "%s: %s"
                        .formatted(
                                file.path(),
                                why.orElse(
                                        answer instanceof FileHash.Answer.Denied
                                                ? "reading it is denied."
                                                : "it is not there.")),
                "Put the backup file there, readable for this account.");
    }
}
