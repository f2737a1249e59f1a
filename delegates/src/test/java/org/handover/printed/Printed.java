package org.handover.printed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What real tools print, in {@code fuzz/printed.txt}: the texts that are mangled. */
public final class Printed {
    private static final String HEADING = "== ";
    private static final Map<String, List<String>> BY_COMMAND = read();

    private Printed() {}

    private static Map<String, List<String>> read() {
        Map<String, List<String>> read = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(Printed.class.getResourceAsStream("/fuzz/printed.txt"))) {
            String whole = "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String section : whole.split("\n" + HEADING, -1)) {
                int end = section.indexOf('\n');
                if (end > 0) {
                    read.computeIfAbsent(section.substring(0, end), none -> new ArrayList<>())
                            .add(section.substring(end + 1) + "\n");
                }
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the tool prints that is called so there. */
    public static List<String> by(String command) {
        return Objects.requireNonNull(BY_COMMAND.get(command), command);
    }

    /** What any tool prints. */
    public static List<String> all() {
        return BY_COMMAND.values().stream().flatMap(List::stream).toList();
    }
}
