package org.handover.lab.entsso;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was there before a fault changed it, kept over a restart of the lab, so that the fault can be taken back. */
final class FaultNotes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    FaultNotes(Path file) {
        this.file = file;
    }

    synchronized Optional<String> get(String name) {
        return Optional.ofNullable(read().get(name));
    }

    /** Keeps what is noted already: a fault that is switched on twice has one state before it. */
    synchronized void noteOnce(String name, String value) {
        Map<String, String> notes = read();
        if (notes.putIfAbsent(name, value) == null) {
            write(notes);
        }
    }

    synchronized Optional<String> take(String name) {
        Map<String, String> notes = read();
        String value = notes.remove(name);
        if (value != null) {
            write(notes);
        }
        return Optional.ofNullable(value);
    }

    synchronized List<String> namesFrom(String prefix) {
        return read().keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    private Map<String, String> read() {
        try {
            return Files.exists(file)
                    ? JSON.readValue(Files.readAllBytes(file), new TypeReference<TreeMap<String, String>>() {})
                    : new TreeMap<>();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The notes of the faults cannot be read.", unreadable);
        }
    }

    private void write(Map<String, String> notes) {
        try {
            OwnerOnlyFile.replace(file, JSON.writeValueAsBytes(notes));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The notes of the faults cannot be kept.", unwritable);
        }
    }
}
