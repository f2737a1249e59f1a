package org.handover.lab.program.cmd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code *} and {@code ?} in the last part of a name stand for. */
final class Wildcard {
    private Wildcard() {}

    static boolean in(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** The files and folders that match, by name; empty where none does or the folder is not there. */
    static List<Path> match(CmdSession session, String name) {
        String path = name.replace('/', '\\');
        int slash = path.lastIndexOf('\\');
        Path folder = session.path(slash < 0 ? "." : path.substring(0, slash + 1));
        String mask = path.substring(slash + 1);
        Pattern pattern = pattern(mask.equals("*.*") ? "*" : mask);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> pattern.matcher(nameOf(entry)).matches())
                    .sorted(Comparator.comparing(entry -> nameOf(entry).toLowerCase(Locale.ROOT)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean matches(String mask, Path path) {
        return pattern(mask.equals("*.*") ? "*" : mask).matcher(nameOf(path)).matches();
    }

    static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static Pattern pattern(String mask) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < mask.length(); i++) {
            char c = mask.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
