package org.handover.lab.program.cmd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** {@code dir [/b] [/s] [/a:d|/a:-d] [/o:n|/o:-n|/o:d|/o:-d|/o:s|/o:-s]} and {@code vol}. */
final class FolderListing {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy  hh:mm a", Locale.ENGLISH);
    private static final DateTimeFormatter GERMAN_DATE = DateTimeFormatter.ofPattern("dd.MM.yyyy  HH:mm", Locale.ROOT);

    private final CmdSession session;

    FolderListing(CmdSession session) {
        this.session = session;
    }

    int volume(Streams io) {
        io.outLine(session.say(" Volume in drive C has no label."));
        io.outLine(session.say(" Volume Serial Number is %s", "5C0A-1AB0"));
        return 0;
    }

    int dir(List<String> names, Set<String> options, Streams io) throws IOException {
        boolean bare = options.contains("/b");
        boolean below = options.contains("/s");
        for (String name : names.isEmpty() ? List.of(".") : names) {
            boolean folder = !Wildcard.in(name) && Files.isDirectory(session.path(name));
            if (folder || Wildcard.in(name)) {
                session.server.files(session.logon).requireRead(session.path(folder ? name : parentOf(name)));
            }
            List<Path> found = sorted(filtered(below ? deep(name, folder) : flat(name, folder), options), options);
            if (found.isEmpty() && !(folder && !bare)) {
                io.errLine(session.say("No file was found."));
                return 1;
            }
            if (bare) {
                found.forEach(
                        path -> io.outLine(below ? session.server.disk().windowsPath(path) : Wildcard.nameOf(path)));
            } else {
                list(session.path(folder ? name : parentOf(name)), found, io);
            }
        }
        return 0;
    }

    private List<Path> flat(String name, boolean folder) {
        if (folder) {
            return Wildcard.match(session, session.server.disk().windowsPath(session.path(name)) + "\\*");
        }
        if (Wildcard.in(name)) {
            return Wildcard.match(session, name);
        }
        return Files.exists(session.path(name)) ? List.of(session.path(name)) : List.of();
    }

    private List<Path> deep(String name, boolean folder) throws IOException {
        Path root = session.path(folder ? name : parentOf(name));
        String mask = folder ? "*" : name.substring(name.replace('/', '\\').lastIndexOf('\\') + 1);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(path -> !path.equals(root) && Wildcard.matches(mask, path))
                    .sorted(Comparator.comparing((Path path) -> path.getNameCount())
                            .thenComparing(path -> path.toString().toLowerCase(Locale.ROOT)))
                    .toList();
        }
    }

    private static List<Path> filtered(List<Path> found, Set<String> options) {
        if (options.contains("/ad") || options.contains("/a:d")) {
            return found.stream().filter(Files::isDirectory).toList();
        }
        if (options.contains("/a-d") || options.contains("/a:-d")) {
            return found.stream().filter(Files::isRegularFile).toList();
        }
        return found;
    }

    private static List<Path> sorted(List<Path> found, Set<String> options) throws IOException {
        String order = options.stream()
                .filter(option -> option.startsWith("/o"))
                .findFirst()
                .map(option -> option.substring(2).replace(":", ""))
                .orElse("");
        if (order.isEmpty()) {
            return found;
        }
        boolean down = order.startsWith("-");
        Comparator<Path> comparator =
                switch (order.charAt(order.length() - 1)) {
                    case 'd' ->
                        Comparator.comparing((Path path) -> path.toFile().lastModified());
                    case 's' ->
                        Comparator.comparing((Path path) -> path.toFile().length());
                    default ->
                        Comparator.comparing(
                                (Path path) -> Wildcard.nameOf(path).toLowerCase(Locale.ROOT));
                };
        return found.stream().sorted(down ? comparator.reversed() : comparator).toList();
    }

    private void list(Path folder, List<Path> found, Streams io) throws IOException {
        volume(io);
        io.outLine("");
        io.outLine(session.say(" Directory of %s", session.server.disk().windowsPath(folder)));
        io.outLine("");
        long bytes = 0;
        int files = 0;
        for (Path path : found) {
            boolean isFolder = Files.isDirectory(path);
            long size = isFolder ? 0 : Files.size(path);
            bytes += size;
            files += isFolder ? 0 : 1;
            LocalDateTime at =
                    LocalDateTime.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneOffset.UTC);
            String kind = isFolder ? "   <DIR>         " : String.format(locale(), "%,17d", size);
            String time = at.format(session.german() ? GERMAN_DATE : DATE);
            io.outLine(time + (session.german() ? "   " : "") + " " + kind + " " + Wildcard.nameOf(path));
        }
        String free = String.format(locale(), "%,14d", session.server.disk().bytesFree());
        io.outLine(session.say("%16d File(s) %s bytes", files, String.format(locale(), "%,14d", bytes)));
        io.outLine(session.say("%16d Dir(s)  %s bytes free", found.size() - files, free));
    }

    private Locale locale() {
        return session.german() ? Locale.GERMANY : Locale.ROOT;
    }

    private static String parentOf(String name) {
        String path = name.replace('/', '\\');
        int slash = path.lastIndexOf('\\');
        return slash < 0 ? "." : path.substring(0, slash + 1);
    }
}
