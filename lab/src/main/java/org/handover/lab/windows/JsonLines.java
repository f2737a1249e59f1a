package org.handover.lab.windows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that only grows at its end, a line of JSON an entry, and that forgets its oldest entries as a Windows log does when
 * it has reached its size. A line that a killed process left half written is dropped.
 */
final class JsonLines<T> {
    private final Path file;
    private final int bound;
    private final Deque<T> kept = new ArrayDeque<>();
    private int linesInFile;

    JsonLines(Path file, Class<T> type, int bound) {
        this.file = file;
        this.bound = bound;
        try {
            load(type);
        } catch (IOException e) {
            throw new UncheckedIOException("The lab's own file " + file.getFileName() + " cannot be read", e);
        }
    }

    synchronized void append(T entry) {
        kept.add(entry);
        try {
            if (kept.size() > bound) {
                kept.removeFirst();
            }
            if (linesInFile >= 2 * bound) {
                rewrite();
            } else {
                Files.write(file, line(entry), StandardOpenOption.APPEND);
                linesInFile++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The lab's own file " + file.getFileName() + " cannot be written", e);
        }
    }

    /** Oldest first. */
    synchronized List<T> all() {
        return List.copyOf(kept);
    }

    synchronized @Nullable T newest() {
        return kept.peekLast();
    }

    private void load(Class<T> type) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, StateFile.ownerOnly(file));
            return;
        }
        String text = Files.readString(file);
        boolean torn = !text.isEmpty() && !text.endsWith("\n");
        for (String line : text.split("\n", -1)) {
            try {
                if (!line.isBlank()) {
                    kept.add(StateFile.JSON.readValue(line, type));
                    linesInFile++;
                }
            } catch (JsonProcessingException e) {
                torn = true;
            }
        }
        while (kept.size() > bound) {
            kept.removeFirst();
        }
        if (torn || linesInFile > bound) {
            rewrite();
        }
    }

    private void rewrite() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (T entry : kept) {
            bytes.write(line(entry));
        }
        StateFile.replace(file, bytes.toByteArray());
        linesInFile = kept.size();
    }

    private static byte[] line(Object entry) throws JsonProcessingException {
        return (StateFile.JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
