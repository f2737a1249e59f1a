package org.handover.step;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.journal.Failover;
import org.handover.journal.Intent;
import org.handover.journal.IntentOutcome;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Plan;
import org.handover.journal.PlanDigest;
import org.handover.journal.Plans;
import org.handover.journal.WindowsEvent;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;

/** One attempt at a step of a failover: what it may look at and where it may type. */
public final class StepRun {

    private final Failover failover;
    private final SsoSystem system;
    private final Optional<Plans.Made> plan;
    private final Inventory inventory;
    private final Consoles consoles;
    private final Journal journal;
    private final String step;
    private final String worker;
    private final boolean doneByHand;
    private final String decision;
    private final String decidedBefore;
    private final ByHand byHand;
    private final BooleanSupplier leaseHeld;
    private final Queue<WindowsEvent> eventsSeen = new ConcurrentLinkedQueue<>();
    private boolean begun;

    /**
     * @param worker who carries it out, unique for this fetch
     * @param doneByHand whether an operator says that it was done by hand: then it is probed and nothing is typed
     * @param decision what a person decided last, empty where nobody did
     * @param decidedBefore what was decided at the task that led to this step, whatever was decided about the step since
     * @param pasted what people pasted where there is no console
     * @param leaseHeld whether the engine's lease on this step is still held
     */
    public StepRun(
            Failover failover,
            SsoSystem system,
            Optional<Plans.Made> plan,
            Inventory inventory,
            Consoles consoles,
            Journal journal,
            String step,
            String worker,
            boolean doneByHand,
            String decision,
            String decidedBefore,
            PastedAnswers pasted,
            BooleanSupplier leaseHeld) {
        this.failover = failover;
        this.system = system;
        this.plan = plan;
        this.inventory = inventory;
        this.consoles = consoles;
        this.journal = journal;
        this.step = step;
        this.worker = worker;
        this.doneByHand = doneByHand;
        this.decision = decision;
        this.decidedBefore = decidedBefore;
        this.byHand = new ByHand(pasted.of(failover.id(), step));
        this.leaseHeld = leaseHeld;
    }

    /** A step that no decision leads to and for which nobody pasted anything. */
    public StepRun(
            Failover failover,
            SsoSystem system,
            Optional<Plans.Made> plan,
            Inventory inventory,
            Consoles consoles,
            Journal journal,
            String step,
            String worker,
            boolean doneByHand,
            BooleanSupplier leaseHeld) {
        this(
                failover,
                system,
                plan,
                inventory,
                consoles,
                journal,
                step,
                worker,
                doneByHand,
                "",
                "",
                PastedAnswers.none(),
                leaseHeld);
    }

    public Failover failover() {
        return failover;
    }

    public SsoSystem system() {
        return system;
    }

    public Plan plan() {
        return made().plan();
    }

    public boolean hasPlan() {
        return plan.isPresent();
    }

    PlanDigest digest() {
        return made().digest();
    }

    private Plans.Made made() {
        return plan.orElseThrow(() -> new IllegalStateException(
                "%s has no plan yet, so the step %s types nothing.".formatted(failover.id(), step)));
    }

    public SsoServerName newMaster() {
        return failover.newMaster();
    }

    public SsoServerName formerMaster() {
        return failover.formerMaster();
    }

    /** The console of the new master secret server. */
    public RemoteConsole onNewMaster() {
        return on(newMaster());
    }

    /**
     * A console whose every command goes into the journal with its answer. Where the application has none a person types; where
     * the server of the plan's own step refuses the logon, too.
     */
    public RemoteConsole on(SsoServerName server) {
        ServerAddress address = inventory.address(failover.estate(), server);
        if (!hasConsole(server)) {
            return new PastedConsole(
                    byHand, address, "The inventory has no console on %s for this application.".formatted(server));
        }
        begin();
        RemoteConsole console =
                new JournalledConsole(consoles.on(address), address, failover.id(), step, journal, eventsSeen::addAll);
        return actsOn(server)
                ? new HandBesideConsole(
                        console,
                        new PastedConsole(byHand, address, "%s refuses the application's logon.".formatted(server)))
                : console;
    }

    /** Before the first command: where this cannot be recorded, nothing is typed. */
    private synchronized void begin() {
        if (!begun) {
            journal.note(failover.id(), Ledger.ENGINE, "step.begun", Journal.ordered("step", step, "worker", worker));
            begun = true;
        }
    }

    /** Closes an intent that this application carried out, with the account that it typed under and the events that answer to it. */
    void close(Intent intent, IntentOutcome outcome, String seen) {
        journal.close(intent, outcome, seen, accountOn(intent), eventsSince(intent));
    }

    /** Closes such an intent as proven, and with it records that its step is. */
    void closeProven(Intent intent, String seen, Journal.How how) {
        journal.closeProven(intent, seen, accountOn(intent), eventsSince(intent), digest(), how);
    }

    private String accountOn(Intent intent) {
        return inventory
                .address(failover.estate(), SsoServerName.of(intent.server()))
                .account();
    }

    /** Closes an intent that a person carried out, under an account of their own. */
    void closeByPerson(Intent intent, IntentOutcome outcome, String seen) {
        journal.close(intent, outcome, seen, "", eventsSince(intent));
    }

    /** The Windows events that this attempt read and that are newer than what the intent noted of their server's log. */
    private List<WindowsEvent> eventsSince(Intent intent) {
        return eventsSeen.stream()
                .filter(event -> isSince(intent, event))
                .distinct()
                .sorted(Comparator.comparing(WindowsEvent::server).thenComparingLong(WindowsEvent::recordId))
                .toList();
    }

    private static boolean isSince(Intent intent, WindowsEvent event) {
        String ofServer = intent.noted().getOrDefault(StopEntsso.LATEST_EVENT + "." + event.server(), "");
        String latest = ofServer.isEmpty() && event.server().equals(intent.server())
                ? intent.noted().getOrDefault(StopEntsso.LATEST_EVENT, "")
                : ofServer;
        return !latest.isEmpty() && event.recordId() > Long.parseLong(latest);
    }

    /** Whether the application can type on this server itself; where not, commands have to come one after the other, in a fixed order. */
    public boolean hasConsole(SsoServerName server) {
        return inventory.hasConsole(failover.estate(), server);
    }

    /** Whether the plan has this step, or an act of it, on this server; a look at any other server may fail and says so. */
    private boolean actsOn(SsoServerName server) {
        return plan.map(made -> made.plan().steps().stream()
                        .anyMatch(planned -> planned.server().equals(server.value())
                                && (planned.id().equals(step) || planned.id().startsWith(step + "."))))
                .orElse(false);
    }

    ByHand byHand() {
        return byHand;
    }

    /** After a refused logon nothing tries it again by itself; a person who says <em>retry</em> does. */
    public void allowLogonsAgain() {
        system.ssoServers().forEach(server -> consoles.allowLogonAgain(failover.estate(), server));
    }

    public Journal journal() {
        return journal;
    }

    public boolean doneByHand() {
        return doneByHand;
    }

    /** What a person decided last; empty where nobody did. */
    public String decision() {
        return decision;
    }

    /** What was decided at the task that led to this step; empty where none did. */
    String decidedBefore() {
        return decidedBefore;
    }

    String worker() {
        return worker;
    }

    BooleanSupplier leaseHeld() {
        return leaseHeld;
    }
}
