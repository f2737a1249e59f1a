package org.handover.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.EntssoError;
import org.handover.sso.GlobalInfo;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.tool.EventRecord;
import org.handover.tool.FileHash;
import org.handover.tool.InstallDirectory;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServerInUse;
import org.handover.tool.SsoManage;
import org.handover.tool.WhoAmI;

/**
 * Looks at the estate before anything is planned: who is master, who answers, what their SSOSS holds, and whether anything of
 * it forbids the change (design, laws 2, 3, 4 and 9). It changes nothing and restarts nothing.
 */
public final class LookAtEstateDelegate implements ReadingDelegate {

    public static final String STEP = "lookAtEstate";
    private static final int MSID_OF_10529 = 1;

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        ServerLook former = ServerLook.at(run, run.formerMaster(), 0);
        List<ServerLook> members = ServerLook.atAll(
                run,
                run.system().ssoServers().stream()
                        .filter(server -> !server.equals(run.formerMaster()))
                        .toList(),
                0);
        ServerLook candidate = members.stream()
                .filter(look -> look.server().equals(run.newMaster()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s is not an SSO server of %s."
                        .formatted(run.newMaster(), run.system().name())));
        SsoSystem.RestoreFile restoreFile = run.system()
                .restoreFile(run.failover().restoreFile())
                .orElseThrow(() -> new IllegalStateException("The inventory no longer records the restore file %s."
                        .formatted(run.failover().restoreFile())));

        findings.add(formerIsLost(former));
        findings.add(membersLostTheMaster(members));
        findings.add(fileHoldsTheSecretInUse(members, restoreFile));
        if (candidate.failure() != null) {
            findings.add(Finding.blocking(
                    "%s can be logged on to".formatted(run.newMaster()),
                    StepProtocol.sentence(candidate.failure()),
                    "Make it reachable, or start a failover to another SSO server."));
        } else {
            lookAtCandidate(run, candidate, members, restoreFile, findings);
        }
        List<Map<String, String>> rows = findings.stream().map(Finding::asRow).toList();
        boolean blocking = findings.stream().anyMatch(Finding::blocks);
        Map<String, Object> seen = Journal.ordered("findings", rows, "blocking", blocking);
        run.journal().note(run.failover().id(), Ledger.ENGINE, "estate.looked", seen);
        return new StepResult.Proven(seen);
    }

    private void lookAtCandidate(
            StepRun run,
            ServerLook candidate,
            List<ServerLook> members,
            SsoSystem.RestoreFile restoreFile,
            List<Finding> findings)
            throws InterruptedException {
        RemoteConsole console = run.onNewMaster();
        try {
            RegistryQuery.Install install = RegistryQuery.installDirectory().typeOn(console, Looks.LIMIT);
            if (install instanceof RegistryQuery.Install.Found found) {
                ServerInUse asked = whoIsAsked(console, candidate, found.directory());
                findings.add(databaseNamesFormer(run, candidate, members, asked));
                findings.add(asksItself(run, asked));
                EstateLook look = new EstateLook(
                        found.directory().folder().value(),
                        asked instanceof ServerInUse.ThisComputer
                                || (asked instanceof ServerInUse.Other && !asksAnother(run, asked)),
                        restoreFile.msid().value());
                run.journal().looked(run.failover().id(), look.toBytes());
            } else {
                findings.add(Finding.blocking(
                        "The SSO tools are found on %s".formatted(run.newMaster()),
                        ((RegistryQuery.Install.CannotTell) install).reason(),
                        "Is Enterprise Single Sign-On installed there?"));
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
    }

    /** Laws 2 and 9: a master that answers is not lost; the smaller act is to start ENTSSO there, or to rebuild it. */
    private static Finding formerIsLost(ServerLook former) {
        String check = "%s, the master secret server, is lost".formatted(former.server());
        ConsoleException failure = former.failure();
        if (failure == null) {
            return Finding.blocking(
                    check,
                    "It answers and can be logged on to. "
                            + (former.service() == null ? "" : Looks.say(former.service())),
                    "Do not promote another server. Start ENTSSO there if it is stopped; if the machine is broken, cut it off first.");
        }
        if (failure instanceof ConsoleException.Unreachable) {
            return Finding.passed(
                    check, StepProtocol.sentence(failure) + " An operator has to confirm that it is down.");
        }
        return new Finding(
                check,
                Finding.Result.WARNING,
                "Something answers at its address: " + StepProtocol.sentence(failure),
                "Find out what it is before you confirm that the former master is down.");
    }

    /** Law 9: members that never lost the master contradict that it is lost. */
    private static Finding membersLostTheMaster(List<ServerLook> members) {
        String check = "The other SSO servers miss the master secret server";
        List<EventRecord> newest = members.stream()
                .flatMap(look -> look.newestSecretEvent().stream())
                .toList();
        String seen = members.stream()
                .map(look -> "%s: %s"
                        .formatted(
                                look.server(),
                                look.newestSecretEvent()
                                        .map(event -> "newest event " + event.id())
                                        .orElse(look.answers() ? "no event tells" : "does not answer")))
                .collect(Collectors.joining("; "));
        if (newest.stream().anyMatch(event -> event.id() == ServerLook.LOST_SECRET_SERVER)) {
            return Finding.passed(check, seen);
        }
        if (newest.isEmpty()) {
            return new Finding(
                    check,
                    Finding.Result.NOT_CHECKED,
                    seen,
                    "Make sure in another way that the master secret server is lost.");
        }
        return Finding.blocking(
                check,
                seen,
                "No SSO server says that it lost the master (10532). Look at the master itself, wait a minute, and check again.");
    }

    private static Finding fileHoldsTheSecretInUse(List<ServerLook> members, SsoSystem.RestoreFile restoreFile) {
        String check = "The restore file holds the secret in use";
        List<Msid> used = members.stream()
                .flatMap(look -> look.newestGot().stream())
                .filter(event -> event.data().size() > MSID_OF_10529
                        && Msid.isOne(event.data().get(MSID_OF_10529)))
                .map(event -> Msid.of(event.data().get(MSID_OF_10529)))
                .distinct()
                .toList();
        String seen = "Recorded for the file: %s. Last got by the servers: %s."
                .formatted(
                        restoreFile.msid(),
                        used.isEmpty()
                                ? "not in their logs"
                                : used.stream().map(Msid::value).collect(Collectors.joining(", ")));
        if (used.isEmpty()) {
            return new Finding(
                    check,
                    Finding.Result.NOT_CHECKED,
                    seen,
                    "Make sure that the file is the newest backup of the secret.");
        }
        return used.equals(List.of(restoreFile.msid()))
                ? Finding.passed(check, seen)
                : Finding.blocking(check, seen, "Choose the backup that was made of the secret in use.");
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
                    ? new Finding(
                            check,
                            Finding.Result.WARNING,
                            seen,
                            "The new server is named already; the run will find that done.")
                    : Finding.blocking(check, seen, "The inventory names another master. Correct it and start again.");
        }
        String seen = candidate.displayDb() instanceof SsoManage.DisplayDb.Failed failed
                ? describe(failed.error())
                : "cannot tell";
        return Finding.blocking(
                check, seen, "Under this logon ssomanage has to work before anything is changed: see its error.");
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
            return new Finding(check, Finding.Result.NOT_CHECKED, "It was not read.", "Check again.");
        }
        if (msids instanceof RegistryQuery.Msids.None || Looks.holds(msids, inUse)) {
            return Finding.passed(check, Looks.say(msids));
        }
        return Finding.blocking(
                check,
                Looks.say(msids),
                "Choose another SSO server, or have the foreign key removed by somebody who knows where it came from.");
    }

    private static Finding asksItself(StepRun run, ServerInUse asked) {
        String check = "ssomanage on %s asks that very computer".formatted(run.newMaster());
        if (asked instanceof ServerInUse.CannotTell unknown) {
            return new Finding(check, Finding.Result.NOT_CHECKED, unknown.reason(), "The plan points it there first.");
        }
        return asksAnother(run, asked)
                ? new Finding(
                        check,
                        Finding.Result.WARNING,
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
