package org.handover.app.rehearsal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.app.inventory.LabHandOver;
import org.handover.app.inventory.RunEstates;
import org.handover.app.inventory.Twin;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Makes the twin of each rehearsal when it starts, and takes it away when it has ended. */
public class Rehearsals {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);
    private static final String NO_LAB =
            "A rehearsal needs a lab that makes a twin, and none is configured: set handover.rehearsal.lab-url and handover.rehearsal.lab-token.";

    private final LabForRehearsals lab;
    private final RunEstates estates;
    private final SecretCustody custody;
    private final Journal journal;

    public Rehearsals(LabForRehearsals lab, RunEstates estates, SecretCustody custody, Journal journal) {
        this.lab = lab;
        this.estates = estates;
        this.custody = custody;
        this.journal = journal;
    }

    /**
     * Asks the lab for a twin with the original's servers and its present master, which is dead where the master is said to
     * be lost. Where the run then comes to nothing, the twin has to be {@link #discard discarded}.
     *
     * @param run whose number is drawn, and which need not be there yet
     * @throws RehearsalLab.Refused where there is no lab, or it refuses, or has no such system
     */
    public Twin make(FailoverId run, SsoSystem original, SsoServerName master, boolean masterLost)
            throws RehearsalLab.Refused {
        RehearsalLab.Address address = lab.address().orElseThrow(() -> new RehearsalLab.Refused(NO_LAB));
        RehearsalLab asked = new RehearsalLab(address);
        try {
            RehearsalLab.Made made = asked.makeTwin(original.name().value());
            try {
                return prepare(run, original, master, masterLost, address, asked, made);
            } catch (RehearsalLab.Refused | RuntimeException e) {
                asked.removeTwin(made.name());
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RehearsalLab.Refused("The application is being stopped; no rehearsal was started.");
        }
    }

    private Twin prepare(
            FailoverId run,
            SsoSystem original,
            SsoServerName master,
            boolean masterLost,
            RehearsalLab.Address address,
            RehearsalLab asked,
            RehearsalLab.Made made)
            throws RehearsalLab.Refused, InterruptedException {
        String named = asked.masterOf(made.name());
        Set<String> wanted = lower(original.ssoServers().stream().map(SsoServerName::value));
        if (!wanted.equals(lower(made.servers().stream().map(LabHandOver.Server::name)))
                || !named.equalsIgnoreCase(master.value())) {
            throw new RehearsalLab.Refused(
                    "The lab's %s has the servers %s and the master %s; the one that is to be rehearsed has %s and %s. Give the lab a topology that is alike."
                            .formatted(
                                    original.name(),
                                    made.servers().stream()
                                            .map(LabHandOver.Server::name)
                                            .toList(),
                                    named.isEmpty() ? "unknown" : named,
                                    original.ssoServers(),
                                    master));
        }
        for (LabHandOver.Server server : made.servers()) {
            asked.power(
                    made.name(), server.name(), !(masterLost && server.name().equalsIgnoreCase(named)));
        }
        if (made.restorePassword() != null) {
            custody.seal(ofTwin(run), Purpose.RESTORE, made.restorePassword().toCharArray());
        }
        return new Twin(
                address.http(),
                made.name(),
                made.ssoSystem(),
                made.account(),
                address.privateKey().toAbsolutePath().toString(),
                named,
                made.servers(),
                made.restoreFile(),
                original.approvalsNeeded(),
                original.approvalValidity().toString(),
                original.approval().approvers(),
                original.approval().escalateTo(),
                original.approval().breakGlass());
    }

    private static Set<String> lower(Stream<String> names) {
        return names.map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** The password of the twin's restore file, as the lab said it; it protects nothing real, and is not kept over a restart. */
    public Optional<String> passwordOf(FailoverId run) {
        return custody.open(ofTwin(run), Purpose.RESTORE, String::new);
    }

    /** Takes the twin of a run away that came to nothing. */
    public void discard(FailoverId run, Twin twin) {
        custody.discard(ofTwin(run));
        try {
            remove(twin);
        } catch (RehearsalLab.Refused e) {
            LOG.warn("The twin {} could not be taken away: {}", twin.name(), e.getMessage());
        }
    }

    /** After the end of a run, also of one that ended while the lab or this application was away. */
    @Scheduled(fixedDelayString = "${handover.rehearsal.clean-up}")
    public void removeEnded() {
        for (FailoverId run : estates.ended()) {
            Optional<Twin> twin = estates.of(run);
            try {
                if (twin.isPresent()) {
                    remove(twin.get());
                    estates.forget(run);
                    custody.discard(ofTwin(run));
                    journal.note(
                            run,
                            Ledger.ENGINE,
                            "rehearsal.twinRemoved",
                            Journal.ordered("twin", twin.get().name()));
                }
            } catch (RehearsalLab.Refused e) {
                LOG.warn("The twin of {} could not be taken away and is tried again: {}", run, e.getMessage());
            }
        }
    }

    private void remove(Twin twin) throws RehearsalLab.Refused {
        RehearsalLab.Address address = lab.address()
                .filter(known -> known.http().equals(twin.lab()))
                .orElseThrow(() -> new RehearsalLab.Refused(
                        "its lab at %s is not the one that is configured now.".formatted(twin.lab())));
        try {
            new RehearsalLab(address).removeTwin(twin.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RehearsalLab.Refused("interrupted.");
        }
    }

    private static String ofTwin(FailoverId run) {
        return run + " (twin)";
    }
}
