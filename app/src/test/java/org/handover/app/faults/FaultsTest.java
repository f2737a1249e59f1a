package org.handover.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    private static final Duration ACTING = Duration.ofSeconds(3);
    private static final Duration LOOKING = Duration.ofSeconds(1);

    /** A node that lives has extended its leases by then. */
    private static final Duration TWO_HEARTBEATS = Duration.ofMillis(6500);

    private static final Duration LONG_COMMAND =
            Duration.ofSeconds(Integer.getInteger("handover.faults.step-seconds", 60));

    private static final Duration AFTER_READY = Duration.ofSeconds(15);
    private static final Duration BY_THE_OTHER = Duration.ofSeconds(20);

    /** The longest that the plan gives a command is four minutes. */
    private static final Duration ITS_LIMIT = Duration.ofMinutes(5);

    private static final int PLACES = Integer.getInteger("handover.faults.runs", 12);

    @Test
    @Order(1)
    void killedAtAnyInstantARunGoesOnAndNothingIsTypedTwiceOrLost() throws Exception {
        assumeTrue(SEED.wants(Seed.Fault.KILLED));
        Random random = SEED.of(Seed.Fault.KILLED);
        Tally.Row row = TALLY.row("kill -9");
        try (Bed bed = new Bed("killed", PLACES)) {
            ApplicationProcess node = bed.startNode("node");
            for (Seed.Share time = SEED.share(Seed.Fault.KILLED); time.isLeft(row.trials()); ) {
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
                        killed,
                        next.thenApply(ready -> System.nanoTime()),
                        row,
                        AFTER_READY,
                        Interrupted.Again.BY_ANOTHER);
                node = next.get();
                write();
            }
            bed.untilAllHaveEnded(row);
        }
        holds(row);
    }

    @Test
    @Order(2)
    void aNodeThatWasStoppedForLongerThanItsLeaseDoesNothingThatAnotherHasTakenOver() throws Exception {
        assumeTrue(SEED.wants(Seed.Fault.STOPPED));
        Random random = SEED.of(Seed.Fault.STOPPED);
        Tally.Row row = TALLY.row("SIGSTOP, two nodes");
        try (Bed bed = new Bed("stopped", PLACES)) {
            List<ApplicationProcess> nodes = List.of(bed.startNode("first"), bed.startNode("second"));
            for (Seed.Share time = SEED.share(Seed.Fault.STOPPED); time.isLeft(row.trials()); ) {
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
                        stopped,
                        CompletableFuture.completedFuture(stopped),
                        row,
                        BY_THE_OTHER,
                        Interrupted.Again.BY_ANOTHER);
                write();
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
        assumeTrue(SEED.wants(Seed.Fault.DATABASE));
        Random random = SEED.of(Seed.Fault.DATABASE);
        try (Bed bed = new Bed("database", PLACES)) {
            bed.startNode("node");
            Outage outage = Outage.RESTARTED;
            for (Seed.Share time = SEED.share(Seed.Fault.DATABASE); time.isLeft(Outage.trials()); ) {
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
                        outage.within(),
                        Interrupted.Again.BY_ANYBODY);
                write();
            }
            bed.untilAllHaveEnded(outage.row());
        }
        somethingWasInterrupted(Arrays.stream(Outage.values()).map(Outage::row));
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
        CUT_OFF,
        FORGOTTEN;

        Tally.Row row() {
            return TALLY.row("database " + name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }

        /** What still waits for an answer on a connection that was forgotten gives up after 45 s. */
        Duration within() {
            return this == FORGOTTEN ? AFTER_READY.plusSeconds(45) : AFTER_READY;
        }

        static int trials() {
            return Arrays.stream(values())
                    .mapToInt(outage -> outage.row().trials())
                    .sum();
        }

        void comes(Postgres postgres, Duration away) throws Exception {
            switch (this) {
                case RESTARTED -> postgres.restart();
                case KILLED -> postgres.killNineAndStart(away);
                case FROZEN -> postgres.freeze(away);
                case CUT_OFF -> postgres.cutOff(away);
                case FORGOTTEN -> postgres.forget(away);
            }
        }
    }

    @Test
    @Order(4)
    void aNetworkThatFailsEndsInAProbeOrAtAPersonAndNothingIsTypedTwice() throws Exception {
        assumeTrue(SEED.wants(Seed.Fault.NETWORK));
        Seed.Share time = SEED.share(Seed.Fault.NETWORK);
        try (Bed bed = new Bed("network", PLACES)) {
            bed.startNode("node");
            ExecutorService threads = Executors.newFixedThreadPool(PLACES);
            try {
                List<Future<?>> places = new ArrayList<>();
                for (Place place : bed.places()) {
                    Random random = SEED.of(Seed.Fault.NETWORK, bed.places().indexOf(place));
                    places.add(threads.submit(() -> {
                        while (time.isLeft(BadLine.trials()) && bed.hasRoom(place)) {
                            oneRunOnABadLine(bed, place, random);
                            write();
                        }
                        return null;
                    }));
                }
                for (Future<?> place : places) {
                    place.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
        somethingWasInterrupted(Arrays.stream(BadLine.values()).map(BadLine::row));
        for (BadLine fault : BadLine.values()) {
            holdsIfTried(fault.row());
        }
    }

    private static void oneRunOnABadLine(Bed bed, Place place, Random random) throws Exception {
        BadLine fault = BadLine.values()[random.nextInt(BadLine.values().length)];
        Bed.OpenRun run = bed.begin(place, random, ACTING, LOOKING);
        Pause.of(Duration.ofMillis(random.nextInt(30_000)));
        if (Moment.of(random).await(bed, List.of(run), random) && place.line().isOpen()) {
            Interrupted interrupted = Interrupted.of(
                    bed.engine(), bed.engine().leases(), lease -> lease.run().equals(run.id()));
            if (interrupted.howMany() > 0) {
                fault.row().fault(interrupted.howMany(), interrupted.doneAndNotCommitted(List.of(run)));
                long came = System.nanoTime();
                fault.comes(place);
                CompletableFuture<Void> mended = CompletableFuture.runAsync(
                        () -> fault.goes(place),
                        CompletableFuture.delayedExecutor(2 + random.nextInt(38), TimeUnit.SECONDS));
                interrupted.watch(
                        came,
                        CompletableFuture.completedFuture(came),
                        fault.row(),
                        ITS_LIMIT,
                        Interrupted.Again.NOT_YET);
                mended.get();
            }
        }
        bed.untilItHasEnded(run, fault.row());
    }

    private enum BadLine {
        LATENCY,
        CUT,
        HALF_OPEN,
        HANGING,
        DISK_FULL;

        Tally.Row row() {
            return TALLY.row("network: " + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        static int trials() {
            return Arrays.stream(values())
                    .mapToInt(fault -> fault.row().trials())
                    .sum();
        }

        void comes(Place place) {
            switch (this) {
                case LATENCY -> place.line().latency(Duration.ofMillis(400));
                case CUT -> place.line().cut();
                case HALF_OPEN -> place.line().swallow();
                case HANGING ->
                    List.of("net", "ssomanage", "ssoconfig", "sc").forEach(program -> place.lab()
                            .fault(Bed.NEW_MASTER, "hanging", Map.of("program", program, "when", "after")));
                case DISK_FULL -> place.lab().fault(Bed.NEW_MASTER, "disk-full", Map.of());
            }
        }

        void goes(Place place) {
            switch (this) {
                case LATENCY, HALF_OPEN -> place.line().mend();
                case CUT -> {}
                case HANGING -> place.lab().noFault(Bed.NEW_MASTER, "hanging");
                case DISK_FULL -> place.lab().noFault(Bed.NEW_MASTER, "disk-full");
            }
        }
    }

    @Test
    @Order(5)
    void aStepThatOutlastsManyLeasesAndJobLocksIsCarriedOutOnce() throws Exception {
        assumeTrue(SEED.wants(Seed.Fault.LONG));
        Tally.Row row = TALLY.row("one command of %d s".formatted(LONG_COMMAND.toSeconds()));
        try (Bed bed = new Bed("long", 1)) {
            bed.places().get(0).changesTake(LONG_COMMAND.plusMinutes(1));
            bed.startNode("first");
            bed.startNode("second");
            Bed.OpenRun run = bed.begin(bed.places().get(0), SEED.of(Seed.Fault.LONG), Duration.ZERO, Duration.ZERO);
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
                    .until(() -> {
                        EngineRows.Lease now = bed.engine().steps().get(lease.task());
                        assertThat(now == null ? lease.worker() : now.worker())
                                .as("who carries it out")
                                .isEqualTo(lease.worker());
                        return now == null;
                    });
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

    private static void holds(Tally.Row row) {
        somethingWasInterrupted(Stream.of(row));
        holdsIfTried(row);
    }

    private static void somethingWasInterrupted(Stream<Tally.Row> rows) {
        assertThat(rows.mapToInt(Tally.Row::trials).sum())
                .as("steps that were interrupted")
                .isPositive();
    }

    /** The seed may leave one out when there is little time; the table says so. */
    private static void holdsIfTried(Tally.Row row) {
        assertThat(row.repeatedOrLost()).as("%s", row.what()).isZero();
        assertThat(row.accountedFor()).isEqualTo(row.trials());
    }

    @AfterEach
    void table() throws IOException {
        System.out.println(write());
    }

    /** While faults still come, so that what they did can be read although the end is not reached. */
    private static String write() throws IOException {
        String table = TALLY.table(SEED);
        Path file = Path.of("target", "faults", "table.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);
        return table;
    }
}
