package org.handover.app.ledger;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.verify.BrokenException;
import org.handover.verify.Chain;
import org.handover.verify.ChainTip;
import org.handover.verify.StoredEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The second sink: a file that gets every entry of the ledger as a line, each chain in its order. It follows the database and
 * never holds a step up. Where the file was away it goes on from where the file ends; a file that is not a beginning of the
 * ledger any more is set aside, never overwritten, and a whole new one is written.
 */
final class LedgerCopy {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerCopy.class);
    private static final int AT_ONCE = 500;
    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;
    private final Clock clock;
    private final Trouble trouble;

    private final Map<String, ChainTip> written = new HashMap<>();

    /** How long the file is, and when it was last written, when nobody else touched it; -1 before it was read. */
    private long length = -1;

    private FileTime lastWritten = FileTime.fromMillis(0);

    private volatile long behind;

    LedgerCopy(Path file, Ledger ledger, TransactionOperations newTransaction, Clock clock) {
        this.file = file.toAbsolutePath();
        this.ledger = ledger;
        this.newTransaction = newTransaction;
        this.clock = clock;
        this.trouble = new Trouble("copy", ledger, newTransaction, clock);
    }

    Path file() {
        return file;
    }

    Optional<Trouble.Since> trouble() {
        return trouble.now();
    }

    /** How many entries the file did not have when it was last looked at. */
    long behind() {
        return behind;
    }

    /** Brings the file up to the whole ledger. */
    void catchUp() {
        bringUp(this::whole);
    }

    /** Brings the file up to these chains. */
    void catchUp(Collection<String> chains) {
        bringUp(() -> chains.stream().map(ledger::tip).toList());
    }

    /** Chains that only the file has are among them. */
    private List<ChainTip> whole() {
        Map<String, ChainTip> tips = new TreeMap<>();
        written.keySet().forEach(chain -> tips.put(chain, ChainTip.none(chain)));
        ledger.tips().forEach(tip -> tips.put(tip.chain(), tip));
        return List.copyOf(tips.values());
    }

    /** Where another process just does so, the next round looks again. */
    private synchronized void bringUp(Supplier<List<ChainTip>> asked) {
        try (FileChannel beside = lockFile();
                FileLock lock = beside.tryLock()) {
            if (lock == null) {
                return;
            }
            boolean touched = wasTouched();
            if (touched) {
                read();
                lastWritten = Files.getLastModifiedTime(file);
            }
            List<ChainTip> tips = touched ? whole() : asked.get();
            behind = missing(tips);
            Optional<String> contradiction = contradiction(tips);
            if (contradiction.isPresent()) {
                setAside(contradiction.get());
                tips = whole();
            }
            for (ChainTip tip : tips) {
                append(tip);
            }
            behind = 0;
            trouble.isOver();
        } catch (OverlappingFileLockException e) {
            LOG.debug("The copy is being written already.");
        } catch (IOException e) {
            length = -1;
            behind = missing(ledger.tips());
            trouble.begins(
                    "The copy of the ledger at %s cannot be written (%s); it goes on from where the file ends as soon as it can."
                            .formatted(file, e));
        } catch (DataAccessException | TransactionException e) {
            // Without the database there is no new entry either; the next round looks again.
            length = -1;
        }
    }

    private boolean wasTouched() throws IOException {
        return !Files.exists(file)
                || Files.size(file) != length
                || !Files.getLastModifiedTime(file).equals(lastWritten);
    }

    private FileChannel lockFile() throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return FileChannel.open(
                file.resolveSibling("." + file.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
    }

    private long missing(List<ChainTip> tips) {
        return tips.stream()
                .mapToLong(tip -> Math.max(0, tip.seq() - tipOf(tip.chain()).seq()))
                .sum();
    }

    private ChainTip tipOf(String chain) {
        return written.getOrDefault(chain, ChainTip.none(chain));
    }

    private void read() throws IOException {
        written.clear();
        length = 0;
        if (!Files.exists(file)) {
            Files.createFile(file);
            return;
        }
        Map<String, Chain> chains = new HashMap<>();
        String problem = "";
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (byte[] line = line(content); line != null; line = line(content)) {
                StoredEntry entry = StoredEntry.ofLine(line);
                chains.computeIfAbsent(entry.chain(), name -> new Chain(ChainTip.none(name)))
                        .follow(entry);
                length += line.length + 1L;
            }
        } catch (BrokenException e) {
            problem = e.sentence();
        }
        if (!problem.isEmpty()) {
            setAside(problem);
            return;
        }
        chains.forEach((name, chain) -> written.put(name, chain.tip()));
        cutOffWhatHasNoEnd();
    }

    /** The application was killed while it wrote the last line: the entry is in the database. */
    private void cutOffWhatHasNoEnd() throws IOException {
        if (Files.size(file) > length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
        }
    }

    /** @return null at the end, and where the last line has none */
    private static byte @Nullable [] line(InputStream content) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = content.read(); one >= 0; one = content.read()) {
            if (one == '\n') {
                return line.toByteArray();
            }
            line.write(one);
        }
        return null;
    }

    /** What the file says otherwise than the database. */
    private Optional<String> contradiction(List<ChainTip> tips) {
        for (ChainTip tip : tips) {
            ChainTip copied = tipOf(tip.chain());
            if (tip.seq() < copied.seq()) {
                return Optional.of("The chain %s has %d entries in the copy and only %d in the database."
                        .formatted(copied.chain(), copied.seq(), tip.seq()));
            }
            if (tip.seq() == copied.seq() && !tip.equals(copied)) {
                return Optional.of("Entry %d of the chain %s is another one in the copy than in the database."
                        .formatted(copied.seq(), copied.chain()));
            }
        }
        return Optional.empty();
    }

    private void setAside(String why) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + "." + ASIDE.format(clock.instant()));
        Files.move(file, aside);
        Files.createFile(file);
        lastWritten = Files.getLastModifiedTime(file);
        written.clear();
        length = 0;
        String sentence =
                "The copy of the ledger is not what was written there: %s It was set aside as %s, and a whole new one is written. Compare the two."
                        .formatted(why.endsWith(".") ? why : why + ".", aside.getFileName());
        LOG.error("{}", sentence);
        newTransaction.executeWithoutResult(status ->
                ledger.append(Ledger.HOUSE, Ledger.ENGINE, "copy.setAside", Journal.ordered("why", sentence)));
    }

    private void append(ChainTip tip) throws IOException {
        while (tipOf(tip.chain()).seq() < tip.seq()) {
            Chain walk = new Chain(tipOf(tip.chain()));
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            try {
                for (StoredEntry entry : ledger.stored(walk.tip(), AT_ONCE)) {
                    walk.follow(entry);
                    lines.writeBytes(entry.toLine());
                    lines.write('\n');
                }
            } catch (BrokenException e) {
                throw new IOException(e.sentence());
            }
            write(ByteBuffer.wrap(lines.toByteArray()));
            written.put(tip.chain(), walk.tip());
        }
    }

    /** The bytes are on the disk when this returns. */
    private void write(ByteBuffer lines) throws IOException {
        int size = lines.remaining();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.position(length);
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
            channel.force(false);
        }
        length += size;
        lastWritten = Files.getLastModifiedTime(file);
    }
}
