package org.handover.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.sso.SsoServerName;
import org.handover.step.Finding;
import org.handover.step.Looks;
import org.handover.step.ServerLook;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;

/** The former master: lost, or there (docs/entsso.md 2.1, P9; design, laws 2 and 9). */
final class FormerChecks {

    private final Surroundings run;

    FormerChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of(lost(), this::formerIsLost).underLaw(9),
                PreflightCheck.of(missed(), this::membersMissIt).underLaw(9),
                PreflightCheck.of(there(), this::formerAnswers).underLaw(2));
    }

    private String lost() {
        return "%s, the master secret server, is lost".formatted(run.former());
    }

    /** A master that answers is not lost; the smaller act is to start ENTSSO there, or to rebuild it under its name. */
    private Finding formerIsLost() throws InterruptedException {
        if (!run.masterLost()) {
            return Finding.notApplicable(lost(), "The change is planned.");
        }
        if (run.byHand().contains(run.former())) {
            return Finding.notChecked(
                    lost(),
                    "The application has no console there.",
                    "See for yourself that it is down: you are asked to confirm it.");
        }
        Optional<ConsoleException> failure = run.sight().failureOf(run.former());
        if (failure.isEmpty()) {
            return Finding.blocking(
                            lost(),
                            "It answers and can be logged on to. " + service(),
                            "Do not promote another server. Start ENTSSO there if it is stopped; if the machine is broken, cut it off first, or rebuild it under the same name.")
                    .neverGoneOver();
        }
        String seen = String.valueOf(failure.get().getMessage());
        return failure.get().answered()
                ? Finding.warning(
                        lost(),
                        "Something answers at its address: " + seen,
                        "Find out what it is before you confirm that the former master is down.")
                : Finding.passed(lost(), seen + " An operator has to confirm that it is down.");
    }

    private String service() throws InterruptedException {
        try {
            return Looks.say(run.sight().ask(run.former(), Services.query(Services.ENTSSO)));
        } catch (ConsoleException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String missed() {
        return "The other SSO servers miss the master secret server";
    }

    private Finding membersMissIt() throws InterruptedException {
        if (!run.masterLost()) {
            return Finding.notApplicable(missed(), "The change is planned.");
        }
        List<String> said = new ArrayList<>();
        boolean lost = false;
        boolean known = false;
        for (SsoServerName server : run.servers()) {
            String word = "does not answer";
            try {
                Sight.Newest newest = run.sight()
                        .newest(
                                server,
                                ServerLook.GOT_SECRET,
                                ServerLook.LOST_SECRET_SERVER,
                                ServerLook.FOUND_SECRET_SERVER);
                if (newest instanceof Sight.Newest.Known events) {
                    lost |= events.is(ServerLook.LOST_SECRET_SERVER);
                    known |= events.event().isPresent();
                    word = events.event()
                            .map(event -> "newest " + Words.of(event))
                            .orElse("no event tells");
                } else {
                    word = "its log cannot be read";
                }
            } catch (ConsoleException noAnswer) {
                word = "does not answer";
            }
            said.add("%s: %s".formatted(server, word));
        }
        String seen = String.join("; ", said) + ".";
        if (lost) {
            return Finding.passed(missed(), seen);
        }
        return known
                ? Finding.blocking(
                                missed(),
                                seen,
                                "No SSO server says that it lost the master (10532). Look at the master itself, wait a minute, and check again.")
                        .neverGoneOver()
                : Finding.notChecked(missed(), seen, "Make sure in another way that the master secret server is lost.");
    }

    private String there() {
        return "%s, the master secret server, answers and holds the secret in use".formatted(run.former());
    }

    private Finding formerAnswers() throws InterruptedException {
        if (run.masterLost()) {
            return Finding.notApplicable(there(), "The master is lost.");
        }
        try {
            ServiceStatus status = run.sight().ask(run.former(), Services.query(Services.ENTSSO));
            if (!status.is(ServiceState.RUNNING)) {
                return status instanceof ServiceStatus.CannotTell
                        ? Finding.notChecked(there(), Looks.say(status), "Look in the list of services.")
                        : Finding.blocking(
                                there(),
                                Looks.say(status),
                                "Start ENTSSO there first: a planned change needs the master.");
            }
            RegistryQuery.Msids msids = run.sight().ask(run.former(), RegistryQuery.msids());
            String seen = Looks.say(status) + " " + Looks.say(msids);
            if (Looks.holds(msids, run.secretInUse())) {
                return Finding.passed(there(), seen);
            }
            return msids instanceof RegistryQuery.Msids.Present || msids instanceof RegistryQuery.Msids.None
                    ? Finding.blocking(
                            there(),
                            seen + " The secret in use is recorded as %s.".formatted(run.secretInUse()),
                            msids instanceof RegistryQuery.Msids.None
                                    ? "It has lost its secret: restore it there with ssoconfig -restoresecret, which changes no server, and check again."
                                    : "Find out which secret the master holds, and correct the inventory's restore file.")
                    : Finding.notChecked(there(), seen, "Look there which keys SSOSS holds.");
        } catch (ConsoleException e) {
            return Finding.blocking(
                    there(),
                    String.valueOf(e.getMessage()),
                    "A planned change needs the master. Make it reachable, or start a failover of a lost master.");
        }
    }
}
