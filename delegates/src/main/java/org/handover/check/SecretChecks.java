package org.handover.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handover.console.ConsoleException;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.step.Finding;
import org.handover.step.Looks;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.RegistryQuery;

/** Which secrets there are, and whether the backup is of the one in use (docs/entsso.md 2.1, P2 and P10; design, law 3). */
final class SecretChecks {
    private static final int GENERATED = 10525;
    private static final int BACKED_UP = 10559;
    private static final int GOT = 10529;
    private static final int REENCRYPTION_BEGAN = 10562;
    private static final int REENCRYPTION_ENDED = 10528;
    private static final int REENCRYPTION_FAILED = 10522;
    private static final int MASTER_STARTED = 10534;
    private static final int CURRENT_AND_PREVIOUS = 2;

    private final Surroundings run;

    SecretChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of(foreign(), this::noForeignKey).underLaw(3).thatMustBeKnown(),
                PreflightCheck.of(inUse(), this::fileHoldsSecretInUse),
                PreflightCheck.of(reencryption(), this::noReencryption));
    }

    private String foreign() {
        return "No other secret lies ready under SSOSS on %s".formatted(run.newMaster());
    }

    /** A key that is not the secret in use would be handed out to all servers. */
    private Finding noForeignKey() throws ConsoleException, InterruptedException {
        RegistryQuery.Msids msids = run.sight().ask(run.newMaster(), RegistryQuery.msids());
        if (msids instanceof RegistryQuery.Msids.None) {
            return Finding.passed(foreign(), Looks.say(msids));
        }
        if (!(msids instanceof RegistryQuery.Msids.Present present)) {
            return Finding.notChecked(
                    foreign(),
                    Looks.say(msids),
                    "Give the account the right to read SSOSS there: before a server is named master it has to be read.");
        }
        if (!present.msids().contains(run.secretInUse())) {
            return Finding.blocking(
                            foreign(),
                            Looks.say(msids) + " The secret in use is %s.".formatted(run.secretInUse()),
                            "Choose another SSO server, or have the foreign key removed by somebody who knows where it came from.")
                    .neverGoneOver();
        }
        return present.msids().size() > CURRENT_AND_PREVIOUS
                ? Finding.warning(
                        foreign(),
                        Looks.say(msids),
                        "There are more than the current and the previous secret: ask why.")
                : Finding.passed(foreign(), Looks.say(msids));
    }

    private static String inUse() {
        return "The restore file holds the secret in use";
    }

    /** Against what the servers got last, and what the former master generated last. */
    private Finding fileHoldsSecretInUse() throws InterruptedException {
        Map<String, List<String>> used = new TreeMap<>();
        for (SsoServerName server : run.servers()) {
            newestMsid(server, GOT, 1).ifPresent(msid -> used.computeIfAbsent(msid.value(), key -> new ArrayList<>())
                    .add("got by " + server));
            newestMsid(server, GENERATED, 0)
                    .filter(msid -> server.equals(run.former()))
                    .ifPresent(msid -> used.computeIfAbsent(msid.value(), key -> new ArrayList<>())
                            .add("generated on " + server));
        }
        List<String> said = new ArrayList<>();
        used.forEach((msid, how) -> said.add("%s (%s)".formatted(msid, Words.list(how))));
        String seen = "Recorded for the file: %s. In use: %s."
                .formatted(run.secretInUse(), said.isEmpty() ? "not in the logs" : String.join("; ", said));
        if (used.isEmpty()) {
            return Finding.notChecked(inUse(), seen, "Make sure that the file is the newest backup of the secret.");
        }
        if (!used.containsKey(run.secretInUse().value())) {
            return Finding.blocking(
                    inUse(),
                    seen,
                    "The backup is older than the last secret, or of another one: choose the backup of the secret in use.");
        }
        return used.size() == 1
                ? Finding.passed(inUse(), seen + backedUp())
                : Finding.blocking(
                        inUse(),
                        seen,
                        "A newer secret was generated, or the servers do not hold the same one: wait for a poll, check again, and choose the backup of the newest.");
    }

    private Optional<Msid> newestMsid(SsoServerName server, int event, int parameter) throws InterruptedException {
        return newest(server, event)
                .map(EventRecord::data)
                .filter(data -> data.size() > parameter && Msid.isOne(data.get(parameter)))
                .map(data -> Msid.of(data.get(parameter)));
    }

    private Optional<EventRecord> newest(SsoServerName server, int event) throws InterruptedException {
        try {
            return run.sight().newest(server, event) instanceof Sight.Newest.Known known
                    ? known.event()
                    : Optional.empty();
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    private String backedUp() throws InterruptedException {
        return run.masterLost()
                ? ""
                : newest(run.former(), BACKED_UP)
                        .map(event -> " Last backup on %s: %s.".formatted(run.former(), event.timeCreated()))
                        .orElse(" No backup is in the log of %s.".formatted(run.former()));
    }

    private static String reencryption() {
        return "No re-encryption of the SSO database is running";
    }

    /** The master does it. A lost one does not go on with it; the new one does after the restore. */
    private Finding noReencryption() throws ConsoleException, InterruptedException {
        if (run.masterLost()) {
            return Finding.notApplicable(
                    reencryption(),
                    "The master that would do it is lost. What it left is done by the new one after the restore (10562, then 10528).");
        }
        EventQuery.Events events = run.sight()
                .ask(
                        run.former(),
                        EventQuery.newerThan(
                                0, REENCRYPTION_BEGAN, REENCRYPTION_ENDED, REENCRYPTION_FAILED, MASTER_STARTED));
        if (!(events instanceof EventQuery.Events.Known known)) {
            return Finding.notChecked(
                    reencryption(),
                    ((EventQuery.Events.CannotTell) events).reason(),
                    "Look for events 10562 and 10528 there.");
        }
        Optional<EventRecord> newest = known.events().stream()
                .filter(event -> event.id() != MASTER_STARTED)
                .reduce((earlier, later) -> later);
        if (newest.isEmpty()) {
            return known.events().isEmpty()
                    ? Finding.notChecked(
                            reencryption(),
                            "The log of %s does not go back to its last start.".formatted(run.former()),
                            "Ask whether somebody changes the master secret just now.")
                    : Finding.passed(reencryption(), "None has begun since %s started.".formatted(run.former()));
        }
        String seen = "The newest word on it on %s is %s.".formatted(run.former(), Words.of(newest.get()));
        return switch (newest.get().id()) {
            case REENCRYPTION_ENDED -> Finding.passed(reencryption(), seen + " It has ended.");
            case REENCRYPTION_BEGAN ->
                Finding.blocking(reencryption(), seen + " It runs.", "Wait for event 10528, then check again.");
            default ->
                Finding.warning(
                        reencryption(),
                        seen + " It failed and is tried again.",
                        "Find out why before the master is changed: what was not re-encrypted needs the previous secret.");
        };
    }
}
