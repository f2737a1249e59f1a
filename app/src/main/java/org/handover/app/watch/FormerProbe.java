package org.handover.app.watch;

import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.step.Inventory;
import org.handover.step.Looks;
import org.handover.step.StepProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Looks, one after the other, whether a watched former master answers again. It types only what reads: the state of the
 * service and the keys under {@code SSOSS}. What it finds goes into the run's journal when it changes, not at every look.
 */
public class FormerProbe {

    private static final Logger LOG = LoggerFactory.getLogger(FormerProbe.class);

    private final FormerWatch watch;
    private final Inventory inventory;
    private final Consoles consoles;
    private final Journal journal;

    public FormerProbe(FormerWatch watch, Inventory inventory, Consoles consoles, Journal journal) {
        this.watch = watch;
        this.inventory = inventory;
        this.consoles = consoles;
        this.journal = journal;
    }

    @Scheduled(fixedDelayString = "${handover.former-watch}", initialDelayString = "${handover.former-watch}")
    public synchronized void look() {
        try {
            watch.bringUpToDate();
            for (FormerWatch.Watched watched : watch.open()) {
                look(watched);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(FormerWatch.Watched watched) throws InterruptedException {
        try {
            if (!inventory.hasConsole(watched.estate(), watched.server())) {
                return;
            }
            journal.demandWritable(watched.failover());
            Optional<String> seen = answer(watched);
            if (seen.isEmpty()) {
                if (watch.isSilent(watched)) {
                    note(watched, "former.silent", "It does not answer any more.");
                }
                return;
            }
            if (watch.answers(watched)) {
                note(watched, "former.returned", seen.get());
            }
        } catch (IllegalArgumentException notInTheInventory) {
            LOG.trace("{}", notInTheInventory.getMessage());
        } catch (RuntimeException e) {
            LOG.warn(
                    "The former master {} of {} could not be looked at: {}",
                    watched.server(),
                    watched.failover(),
                    e.toString());
        }
    }

    /** Only silence counts as away: what refuses a logon, shows another key or goes no further is something that answers. */
    private Optional<String> answer(FormerWatch.Watched watched) throws InterruptedException {
        try {
            RemoteConsole console = consoles.on(inventory.address(watched.estate(), watched.server()));
            return Optional.of(Looks.say(Looks.service(console)) + " " + Looks.say(Looks.msids(console)));
        } catch (ConsoleException e) {
            return e.answered() ? Optional.of(StepProtocol.sentence(e)) : Optional.empty();
        }
    }

    private void note(FormerWatch.Watched watched, String kind, String seen) {
        journal.note(
                watched.failover(),
                Ledger.ENGINE,
                kind,
                Journal.ordered("server", watched.server().value(), "seen", seen));
    }
}
