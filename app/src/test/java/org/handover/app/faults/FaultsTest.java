package org.handover.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.handover.app.lab.ApplicationProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Nothing lost, nothing done twice: real processes, databases and connections are killed, stopped and cut, and the lab counts
 * what was typed and done. {@code mvn verify -Pfaults -Dhandover.faults.minutes=20 -Dhandover.faults.seed=1}; the table is
 * written to target/faults/table.md.
 */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {

    private static final Seed SEED = Seed.given();
    private static final Tally TALLY = new Tally();
    private static final Duration ACTING = Duration.ofMillis(1500);
    private static final Duration LOOKING = Duration.ofMillis(400);

    /** A node that lives has extended its leases by then. */
    private static final Duration TWO_HEARTBEATS = Duration.ofMillis(6500);

    /** The plan lets net stop take four minutes. */
    private static final Duration LONG_COMMAND =
            Duration.ofSeconds(Math.min(210, Integer.getInteger("handover.faults.step-seconds", 60)));

    private static final int PLACES = Integer.getInteger("handover.faults.runs", 12);

    @Test
    @Order(1)
    void killedAtAnyInstantARunGoesOnAndNothingIsTypedTwiceOrLost() throws Exception {
        Random random = SEED.of("kill -9");
        Tally.Row row = TALLY.row("kill -9");
        try (Bed bed = new Bed("killed", PLACES)) {
            ApplicationProcess node = bed.startNode("node");
            for (Share time = share(0.4); time.isLeft(); ) {
                bed.harvest(row);
                bed.fill(random, ACTING, LOOKING);
                if (!Moment.of(random).await(bed, random)) {
                    continue;
                }
                bed.door(Optional.empty());
                node.killNine();
                long killed = System.nanoTime();
                bed.isGone(node);
                Awaitility.await("what it had begun is over")
                        .until(() -> bed.engine().connections() == 0);
                Interrupted interrupted =
                        Interrupted.of(bed.engine(), bed.engine().leases(), any -> true);
                row.fault(interrupted.howMany(), interrupted.doneAndNotCommitted(bed.open()));
                CompletableFuture<ApplicationProcess> next = CompletableFuture.supplyAsync(() -> start(bed, "node"));
                interrupted.watch(
                        killed, next.thenApply(ready -> System.nanoTime()), row, Interrupted.Again.BY_ANOTHER);
                node = next.get();
            }
            bed.untilAllHaveEnded(row);
        }
        holds(row);
    }

    @Test
    @Order(2)
    void aNodeThatWasStoppedForLongerThanItsLeaseDoesNothingThatAnotherHasTakenOver() throws Exception {
        Random random = SEED.of("SIGSTOP");
        Tally.Row row = TALLY.row("SIGSTOP, two nodes");
        try (Bed bed = new Bed("stopped", PLACES)) {
            List<ApplicationProcess> nodes = List.of(bed.startNode("first"), bed.startNode("second"));
            for (Share time = share(0.2); time.isLeft(); ) {
                bed.harvest(row);
                bed.fill(random, ACTING, LOOKING);
                ApplicationProcess sleeper = nodes.get(random.nextInt(2));
                bed.door(nodes.stream().filter(node -> node != sleeper).findFirst());
                if (!Moment.of(random).await(bed, random)) {
                    continue;
                }
                Signal.send("STOP", sleeper.pid());
                long stopped = System.nanoTime();
                List<EngineRows.Lease> then = bed.engine().leases();
                Pause.of(TWO_HEARTBEATS);
                List<EngineRows.Lease> later = bed.engine().leases();
                Interrupted interrupted = Interrupted.of(bed.engine(), then, later::contains);
                row.fault(interrupted.howMany(), interrupted.doneAndNotCommitted(bed.open()));
                interrupted.watch(
                        stopped, CompletableFuture.completedFuture(stopped), row, Interrupted.Again.BY_ANOTHER);
                Pause.of(Duration.ofMillis(random.nextInt(10_000)));
                Signal.send("CONT", sleeper.pid());
            }
            bed.untilAllHaveEnded(row);
        }
        holds(row);
    }

    @Test
    @Order(3)
    void aDatabaseThatIsAwayForAWhileFailsNoStepAndLosesNone() throws Exception {
        Random random = SEED.of("database");
        try (Bed bed = new Bed("database", PLACES)) {
            bed.startNode("node");
            Outage outage = Outage.RESTARTED;
            for (Share time = share(0.2); time.isLeft(); ) {
                bed.harvest(outage.row());
                bed.fill(random, ACTING, LOOKING);
                if (!Moment.of(random).await(bed, random)) {
                    continue;
                }
                outage = Outage.values()[random.nextInt(Outage.values().length)];
                Interrupted interrupted =
                        Interrupted.of(bed.engine(), bed.engine().leases(), any -> true);
                outage.row().fault(interrupted.howMany(), interrupted.doneAndNotCommitted(bed.open()));
                long away = System.nanoTime();
                outage.comes(bed.postgres(), Duration.ofMillis(500 + random.nextInt(14_500)));
                interrupted.watch(
                        away,
                        CompletableFuture.completedFuture(System.nanoTime()),
                        outage.row(),
                        Interrupted.Again.BY_ANYBODY);
            }
            bed.untilAllHaveEnded(outage.row());
        }
        for (Outage outage : Outage.values()) {
            holdsIfTried(outage.row());
            assertThat(outage.row().askedPeople())
                    .as("steps that failed because of it")
                    .isZero();
        }
    }

    private enum Outage {
        RESTARTED,
        KILLED,
        FROZEN,
        CUT_OFF;

        Tally.Row row() {
            return TALLY.row("database " + name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }

        void comes(Postgres postgres, Duration away) throws Exception {
            switch (this) {
                case RESTARTED -> postgres.restart();
                case KILLED -> postgres.killNineAndStart(away);
                case FROZEN -> postgres.freeze(away);
                case CUT_OFF -> postgres.cutOff(away);
            }
        }
    }

    @Test
    @Order(4)
    void aStepThatOutlastsManyLeasesAndJobLocksIsCarriedOutOnce() throws Exception {
        Tally.Row row = TALLY.row("one command of %d s".formatted(LONG_COMMAND.toSeconds()));
        try (Bed bed = new Bed("long", 1)) {
            bed.startNode("first");
            bed.startNode("second");
            Bed.OpenRun run = bed.begin(bed.places().get(0), SEED.of("long"), Duration.ZERO, Duration.ZERO);
            run.place().lab().delay(Bed.NEW_MASTER, "net", LONG_COMMAND);
            Awaitility.await("net stop is being typed")
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            run.count().acted() >= 2 && !bed.engine().leases().isEmpty());
            long began = System.nanoTime();
            EngineRows.Lease lease = bed.engine().leases().get(0);
            row.fault(1, 0);
            Awaitility.await("it is over")
                    .atMost(LONG_COMMAND.plusMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> bed.engine()
                            .step(lease.task())
                            .map(now -> {
                                assertThat(now.worker())
                                        .as("who carries it out")
                                        .isEqualTo(lease.worker());
                                return false;
                            })
                            .orElse(true));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            row.resumed(took, took);
            run.place().lab().delay(Bed.NEW_MASTER, "net", Duration.ZERO);
            bed.untilItHasEnded(run, row);
        }
        holds(row);
    }

    private static ApplicationProcess start(Bed bed, String name) {
        try {
            return bed.startNode(name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A part of the time that the whole harness has. */
    private record Share(long until) {
        boolean isLeft() {
            return System.nanoTime() < until;
        }
    }

    private static Share share(double part) {
        return new Share(System.nanoTime() + Math.round(SEED.time().toNanos() * part));
    }

    private static void holds(Tally.Row row) {
        assertThat(row.trials()).as("steps that were interrupted").isPositive();
        holdsIfTried(row);
    }

    /** The seed may leave one out when there is little time; the table says so. */
    private static void holdsIfTried(Tally.Row row) {
        assertThat(row.repeatedOrLost()).as("%s", row.what()).isZero();
        assertThat(row.accountedFor()).isEqualTo(row.trials());
    }

    /** After each, so that what a fault did can be read although another one did not come to its end. */
    @AfterEach
    void table() throws IOException {
        String table = TALLY.table(SEED);
        Path file = Path.of("target", "faults", "table.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);
        System.out.println(table);
    }
}
