package org.handover.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.handover.journal.Ledger;
import org.handover.verify.Chain;
import org.handover.verify.ChainTip;
import org.handover.verify.StoredEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCopyTest {

    private static final String RUN = "FO-000001";

    @TempDir
    Path folder;

    private final LedgerDatabase database = new LedgerDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theCopyHasEveryEntryInTheOrderOfItsChain() throws Exception {
        database.append(RUN, 3);
        database.append(Ledger.HOUSE, 2);
        LedgerCopy copy = copy();
        copy.catchUp();
        database.append(RUN, 2);
        copy.catchUp();

        theCopyIsWhole(copy);
        assertThat(copied(copy, RUN).get(4).body())
                .isEqualTo(database.ledger.stored(ChainTip.none(RUN), 9).get(4).body());
    }

    @Test
    void afterAnOutageWhatIsMissingIsFilledInAndBothAreSaid() throws Exception {
        Path away = folder.resolve("disk");
        Files.writeString(away, "not a folder: the disk is not mounted");
        LedgerCopy copy = copy(away.resolve("entries.jsonl"));
        database.append(RUN, 700);

        copy.catchUp();
        assertThat(copy.behind()).isEqualTo(700);
        assertThat(copy.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("cannot be written")
                .contains(away.toString()));
        copy.catchUp();
        assertThat(database.kinds(Ledger.HOUSE)).containsExactly("copy.behind");

        Files.delete(away);
        copy.catchUp();
        copy.catchUp();
        assertThat(copy.behind()).isZero();
        assertThat(copy.trouble()).isEmpty();
        assertThat(database.kinds(Ledger.HOUSE)).containsExactly("copy.behind", "copy.caughtUp");
        theCopyIsWhole(copy);
    }

    @Test
    void aLineThatAKilledApplicationLeftHalfIsWrittenAnewAfterTheNextStart() throws Exception {
        database.append(RUN, 3);
        LedgerCopy copy = copy();
        copy.catchUp();
        byte[] all = Files.readAllBytes(copy.file());
        Files.write(copy.file(), Arrays.copyOf(all, all.length - 17));

        LedgerCopy next = copy();
        next.catchUp();

        assertThat(Files.readAllBytes(copy.file())).isEqualTo(all);
        assertThat(database.kinds(Ledger.HOUSE)).isEmpty();
    }

    @Test
    void aLineThatIsGoneOrAlteredOrAddedInTheCopyIsFoundAndNothingIsWrittenOver() throws Exception {
        database.append(RUN, 4);
        for (int what = 0; what < 3; what++) {
            LedgerCopy copy = copy(folder.resolve("copy-" + what + ".jsonl"));
            copy.catchUp();
            List<String> lines = new ArrayList<>(Files.readAllLines(copy.file()));
            switch (what) {
                case 0 -> lines.remove(1);
                case 1 -> lines.set(1, lines.get(1).replace("olga", "anna"));
                default -> lines.add("something else");
            }
            Files.write(copy.file(), lines);

            copy.catchUp();
            copy.catchUp();

            theCopyIsWhole(copy);
            try (Stream<Path> aside = Files.list(folder)) {
                assertThat(aside.filter(file -> file.getFileName()
                                .toString()
                                .startsWith(copy.file().getFileName() + ".")))
                        .singleElement()
                        .satisfies(file -> assertThat(Files.readAllLines(file)).isEqualTo(lines));
            }
        }
        assertThat(database.kinds(Ledger.HOUSE)).containsExactly("copy.setAside", "copy.setAside", "copy.setAside");
    }

    @Test
    void aDatabaseThatWasRewrittenContradictsTheCopyThatIsKept() throws Exception {
        database.append(RUN, 4);
        LedgerCopy copy = copy();
        copy.catchUp();
        List<String> before = Files.readAllLines(copy.file());

        database.behindTheTrigger("ledger", "delete from handover.ledger where seq > 2");
        copy.catchUp();
        copy.catchUp();

        assertThat(database.ledger.entries(Ledger.HOUSE).get(0).data().get("why"))
                .asString()
                .contains("has 4 entries in the copy and only 2 in the database");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("entries.jsonl.")))
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readAllLines(file)).isEqualTo(before));
        }
        theCopyIsWhole(copy);
    }

    @Test
    void nothingIsLostWhileManyWriteAtOnce() throws Exception {
        LedgerCopy copy = copy();
        database.ledger.whenCommitted((chain, kind) -> copy.catchUp());
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String chain = "FO-00001" + (i % 2);
                done.add(writers.submit(() -> database.append(chain, 25)));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            writers.shutdownNow();
        }
        copy.catchUp();

        theCopyIsWhole(copy);
        assertThat(copied(copy, "FO-000010")).hasSize(50);
    }

    @Test
    void whatIsRolledBackReachesNeitherTheLedgerNorTheCopy() throws Exception {
        List<String> told = new ArrayList<>();
        database.ledger.whenCommitted((chain, kind) -> told.add(kind));
        database.newTransaction.executeWithoutResult(status -> {
            database.ledger.append(RUN, "olga", "undone", Map.of());
            status.setRollbackOnly();
        });
        database.append(RUN, 1);

        assertThat(told).containsExactly("decision");
        assertThat(database.kinds(RUN)).containsExactly("decision");
    }

    private LedgerCopy copy() {
        return copy(folder.resolve("entries.jsonl"));
    }

    private LedgerCopy copy(Path file) {
        return new LedgerCopy(file, database.ledger, database.newTransaction, LedgerDatabase.CLOCK);
    }

    private void theCopyIsWhole(LedgerCopy copy) throws Exception {
        for (ChainTip tip : database.ledger.tips()) {
            Chain walk = new Chain(ChainTip.none(tip.chain()));
            for (StoredEntry entry : copied(copy, tip.chain())) {
                walk.follow(entry);
            }
            assertThat(walk.tip()).isEqualTo(tip);
        }
    }

    private static List<StoredEntry> copied(LedgerCopy copy, String chain) throws Exception {
        List<StoredEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(copy.file())) {
            StoredEntry entry = StoredEntry.ofLine(line.getBytes(StandardCharsets.UTF_8));
            if (entry.chain().equals(chain)) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
