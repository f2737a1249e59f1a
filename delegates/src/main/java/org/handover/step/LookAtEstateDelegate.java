package org.handover.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.handover.console.ConsoleException;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.tool.EventRecord;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServiceState;
import org.jspecify.annotations.Nullable;

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
        SsoSystem.RestoreFile restoreFile = run.system()
                .restoreFile(run.failover().restoreFile())
                .orElseThrow(() -> new IllegalStateException("The inventory no longer records the restore file %s."
                        .formatted(run.failover().restoreFile())));
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
        boolean formerAnswers = holdsTheSecret(former, restoreFile.msid());

        List<Finding> findings = new ArrayList<>();
        if (run.failover().planned()) {
            findings.add(formerIsThere(former, formerAnswers));
        } else {
            findings.add(formerIsLost(former));
            findings.add(membersLostTheMaster(members));
        }
        findings.add(fileHoldsTheSecretInUse(members, restoreFile));
        CandidateLook found = CandidateLook.at(run, candidate, members, restoreFile);
        findings.addAll(found.findings());
        keep(run, restoreFile.msid(), former.answers(), formerAnswers, found);
        return answer(run, findings, former.answers(), formerAnswers);
    }

    private static void keep(StepRun run, Msid inUse, boolean formerLogon, boolean formerAnswers, CandidateLook found)
            throws InterruptedException {
        EstateLook look = new EstateLook(
                found.tools().map(tools -> tools.folder().value()).orElse(""),
                found.asksItself(),
                inUse.value(),
                formerLogon,
                formerAnswers,
                formerLogon ? formersTools(run) : null,
                found.askedServer().map(SsoServerName::value).orElse(null));
        run.journal().looked(run.failover().id(), look.toBytes());
    }

    private static @Nullable String formersTools(StepRun run) throws InterruptedException {
        try {
            return RegistryQuery.installDirectory().typeOn(run.on(run.formerMaster()), Looks.LIMIT)
                            instanceof RegistryQuery.Install.Found found
                    ? found.directory().folder().value()
                    : null;
        } catch (ConsoleException e) {
            return null;
        }
    }

    private static StepResult answer(StepRun run, List<Finding> findings, boolean formerLogon, boolean formerAnswers) {
        List<Map<String, String>> rows = findings.stream().map(Finding::asRow).toList();
        Map<String, Object> seen = Journal.ordered(
                "findings", rows,
                "blocking", findings.stream().anyMatch(Finding::blocks),
                "mayGoOn", findings.stream().noneMatch(finding -> finding.blocks() && !finding.mayBeGoneOver()),
                "formerLogon", formerLogon,
                "formerAnswers", formerAnswers);
        run.journal().note(run.failover().id(), Ledger.ENGINE, "estate.looked", seen);
        return new StepResult.Proven(seen);
    }

    /** What law 2 calls a former master that answers. */
    private static boolean holdsTheSecret(ServerLook former, Msid inUse) {
        return former.service() != null
                && former.service().is(ServiceState.RUNNING)
                && former.msids() != null
                && Looks.holds(former.msids(), inUse);
    }

    /** Laws 2 and 4: a planned change needs the former master to be there, so that it can be backed up and gone back to. */
    private static Finding formerIsThere(ServerLook former, boolean formerAnswers) {
        String check = "%s, the master secret server, answers and holds the secret in use".formatted(former.server());
        String seen = former.failure() != null
                ? StepProtocol.sentence(former.failure())
                : "%s %s"
                        .formatted(
                                former.service() == null ? "" : Looks.say(former.service()),
                                former.msids() == null ? "" : Looks.say(former.msids()));
        return formerAnswers
                ? Finding.passed(check, seen).underLaw(2)
                : Finding.blocking(check, seen, whatToDo(former)).underLaw(2).neverGoneOver();
    }

    private static String whatToDo(ServerLook former) {
        return former.msids() instanceof RegistryQuery.Msids.None
                ? "It has lost its secret: restore it there with ssoconfig -restoresecret, which changes no server, and check again."
                : "A planned change needs it: bring it back, or start a run for a lost master if it is lost.";
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
                            former.service() != null && former.service().is(ServiceState.STOPPED)
                                    ? "Do not promote another server: start ENTSSO there. If it cannot be started, cut the machine off first."
                                    : "Do not promote another server as if it were lost: start a planned change, or cut the machine off first.")
                    .underLaw(9)
                    .neverGoneOver();
        }
        if (!failure.answered()) {
            return Finding.passed(
                            check, StepProtocol.sentence(failure) + " An operator has to confirm that it is down.")
                    .underLaw(9);
        }
        return Finding.warning(
                check,
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
            return Finding.passed(check, seen).underLaw(9);
        }
        if (newest.isEmpty()) {
            return Finding.notChecked(check, seen, "Make sure in another way that the master secret server is lost.");
        }
        return Finding.blocking(
                        check,
                        seen,
                        "No SSO server says that it lost the master (10532). Look at the master itself, wait a minute, and check again; a computer that was built anew under the same name only needs the restore.")
                .underLaw(9)
                .neverGoneOver();
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
            return Finding.notChecked(check, seen, "Make sure that the file is the newest backup of the secret.");
        }
        return used.equals(List.of(restoreFile.msid()))
                ? Finding.passed(check, seen)
                : Finding.blocking(check, seen, "Choose the backup that was made of the secret in use.");
    }
}
