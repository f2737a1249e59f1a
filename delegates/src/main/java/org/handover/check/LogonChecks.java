package org.handover.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.sso.SsoServerName;
import org.handover.step.Finding;
import org.handover.step.Looks;
import org.handover.tool.HostName;
import org.handover.tool.WhoAmI;

/** Who one is after logging on, and where (docs/windows-consoles.md, Who one is after logging on; docs/entsso.md 2.1, P4 and P7). */
final class LogonChecks {
    private static final String ADMINISTRATORS = "S-1-5-32-544";

    private final Surroundings run;

    LogonChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of("%s can be logged on to".formatted(run.newMaster()), this::newMasterAnswers),
                PreflightCheck.of("The other SSO servers can be logged on to", this::othersAnswer),
                PreflightCheck.of(elevation(run.newMaster()), () -> elevated(run.newMaster())),
                PreflightCheck.of(elevation(run.former()), this::formerElevated),
                PreflightCheck.of("%s is the computer's own name".formatted(run.newMaster()), this::ownName));
    }

    private Finding newMasterAnswers() throws InterruptedException {
        String check = "%s can be logged on to".formatted(run.newMaster());
        Optional<ConsoleException> failure = run.sight().failureOf(run.newMaster());
        return failure.isEmpty()
                ? Finding.passed(check, "A real logon, and a command was typed.")
                : Finding.blocking(
                        check, String.valueOf(failure.get().getMessage()), Looks.toBeLoggedOnTo(failure.get()));
    }

    private Finding othersAnswer() throws InterruptedException {
        String check = "The other SSO servers can be logged on to";
        List<SsoServerName> others = run.others();
        if (others.isEmpty()) {
            return Finding.notApplicable(check, "There is no other SSO server that is not lost.");
        }
        List<String> failures = new ArrayList<>();
        for (SsoServerName server : others) {
            run.sight()
                    .failureOf(server)
                    .ifPresent(failure -> failures.add("%s: %s".formatted(server, failure.getMessage())));
        }
        return failures.isEmpty()
                ? Finding.passed(check, "A real logon on each of %s.".formatted(Words.list(others)))
                : Finding.warning(
                        check,
                        String.join(" ", failures),
                        "What is not seen there cannot be proven afterwards: a person has to look.");
    }

    private static String elevation(SsoServerName server) {
        return "The logon on %s is an elevated administrator's".formatted(server);
    }

    private Finding formerElevated() throws ConsoleException, InterruptedException {
        return run.masterLost()
                ? Finding.notApplicable(elevation(run.former()), "Nothing is typed on a master that is lost.")
                : elevated(run.former());
    }

    private Finding elevated(SsoServerName server) throws ConsoleException, InterruptedException {
        String check = elevation(server);
        WhoAmI.Answer answer = run.sight().ask(server, WhoAmI.groups());
        if (!(answer instanceof WhoAmI.Answer.Known known)) {
            return Finding.notChecked(check, ((WhoAmI.Answer.CannotTell) answer).reason(), "Log on by hand and look.");
        }
        if (!known.elevated()) {
            return Finding.blocking(
                    check,
                    "Its token lacks the high integrity label S-1-16-12288.",
                    "Use an account that is a local administrator and is not filtered over SSH.");
        }
        return known.sids().contains(ADMINISTRATORS)
                ? Finding.passed(check, "Its token has the high integrity label and the group " + ADMINISTRATORS + ".")
                : Finding.blocking(
                        check,
                        "Its token is not in the local group " + ADMINISTRATORS + ".",
                        "Use an account that is a local administrator there.");
    }

    /** P7: what is written into the SSO database is the computer's name, no alias and no address. */
    private Finding ownName() throws ConsoleException, InterruptedException {
        SsoServerName name = run.newMaster();
        String check = "%s is the computer's own name".formatted(name);
        HostName.Answer answer = run.sight().ask(name, HostName.ask());
        if (!(answer instanceof HostName.Answer.Known known)) {
            return Finding.notChecked(
                    check, ((HostName.Answer.CannotTell) answer).reason(), "Look there what hostname prints.");
        }
        if (!name.sameComputer(known.name())) {
            return Finding.blocking(
                    check,
                    "The computer that answers there calls itself %s.".formatted(known.name()),
                    "It is an alias, or another computer. Have the inventory name the computer itself: under an alias encryption has failed in the field.");
        }
        return name.value().indexOf('.') >= 0
                ? Finding.warning(
                        check,
                        "The name has its domain behind it.",
                        "Name it %s: ENTSSO compares the short name.".formatted(name.netBiosName()))
                : Finding.passed(check, "hostname prints %s.".formatted(known.name()));
    }
}
