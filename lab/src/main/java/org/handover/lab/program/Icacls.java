package org.handover.lab.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.handover.lab.windows.Disk;
import org.handover.lab.windows.FileRights;
import org.handover.lab.windows.FileRights.Effective;
import org.handover.lab.windows.FileRights.Entry;
import org.handover.lab.windows.FileRights.Own;
import org.handover.lab.windows.FileRights.Right;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/**
 * {@code icacls NAME [/grant[:r] SID:RIGHT ...] [/remove SID ...] [/inheritance:e|d|r] [/reset] [/t] [/q]}. A right is one of
 * {@code R RX M F}; a SID has an asterisk before it, a name has none. The exit code of a failure is the Windows error. Source:
 * docs/windows-consoles.md, Language and files; what it answers on a volume without rights is invented.
 */
final class Icacls implements Program {
    private static final int FILE_NOT_FOUND = 2;
    private static final int ACCESS_DENIED = 5;
    private static final int NOT_SUPPORTED = 50;
    private static final int INVALID_PARAMETER = 87;
    private static final int NOBODY_OF_THIS_NAME = 1332;

    /** An option that cannot be carried out, with the number that says why. */
    private static final class Refused extends Exception {
        private final int code;

        Refused(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    @Override
    public int run(Invocation invocation) {
        List<String> arguments = invocation.arguments();
        if (arguments.isEmpty()) {
            return usage(invocation);
        }
        String name = arguments.get(0);
        FileRights rights = invocation.server().rights();
        int code = 0;
        int done = 0;
        int failed = 0;
        boolean quiet = arguments.stream().anyMatch(argument -> argument.equalsIgnoreCase("/q"));
        try {
            for (Path path : paths(invocation, arguments)) {
                String shown = arguments.stream().anyMatch(argument -> argument.equalsIgnoreCase("/t"))
                        ? invocation.server().disk().windowsPath(path)
                        : name;
                try {
                    if (change(invocation, path, shown)) {
                        if (!quiet) {
                            print(invocation, "processed file: %s", shown);
                        }
                        invocation
                                .server()
                                .commandLog()
                                .changed("rights changed "
                                        + invocation.server().disk().windowsPath(path));
                    } else {
                        show(invocation, rights, path, shown);
                    }
                    done++;
                } catch (Refused e) {
                    if (e.code == INVALID_PARAMETER) {
                        return usage(invocation);
                    }
                    invocation.console().errLine(String.valueOf(e.getMessage()));
                    code = e.code;
                    failed++;
                }
            }
        } catch (IOException | InvalidPathException e) {
            invocation.console().errLine(Phrases.say(invocation, "%s: there is no such file or folder.", name));
            code = FILE_NOT_FOUND;
            failed++;
        }
        print(invocation, "Successfully processed %d files; Failed processing %d files", done, failed);
        return code;
    }

    private static List<Path> paths(Invocation invocation, List<String> arguments) throws IOException {
        Path path = invocation.server().disk().resolve(arguments.get(0), invocation.currentDirectory());
        if (Files.notExists(path)) {
            throw new IOException("Nothing there");
        }
        if (arguments.stream().noneMatch(argument -> argument.equalsIgnoreCase("/t"))) {
            return List.of(path);
        }
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.sorted().toList();
        }
    }

    /** Carries the options out; false where there is none that changes anything. */
    private static boolean change(Invocation invocation, Path path, String name) throws Refused {
        FileRights rights = invocation.server().rights();
        if (!invocation.server().disk().fileSystem(path).equals(Disk.NTFS)) {
            throw new Refused(NOT_SUPPORTED, Phrases.say(invocation, "%s: this volume knows no rights.", name));
        }
        List<String> arguments = invocation.arguments();
        Own own = rights.own(path);
        Own wanted = own;
        boolean changes = false;
        int at = 1;
        while (at < arguments.size()) {
            String option = arguments.get(at).toLowerCase(Locale.ROOT);
            at++;
            List<String> values = new ArrayList<>();
            while (at < arguments.size() && !arguments.get(at).startsWith("/")) {
                values.add(arguments.get(at));
                at++;
            }
            switch (option) {
                case "/t", "/q", "/c", "/l" -> {}
                case "/grant", "/grant:r" -> {
                    wanted = granted(invocation, wanted, values, option.endsWith(":r"));
                    changes = true;
                }
                case "/remove", "/remove:g" -> {
                    wanted = removed(invocation, wanted, values);
                    changes = true;
                }
                case "/inheritance:r" -> {
                    wanted = new Own(wanted.entries(), true);
                    changes = true;
                }
                case "/inheritance:e" -> {
                    wanted = new Own(wanted.entries(), false);
                    changes = true;
                }
                case "/inheritance:d" -> {
                    List<Entry> all = rights.effective(path).stream()
                            .map(Effective::entry)
                            .toList();
                    wanted = new Own(all, true);
                    changes = true;
                }
                case "/reset" -> {
                    wanted = new Own(List.of(), false);
                    changes = true;
                }
                default -> throw new Refused(INVALID_PARAMETER, option);
            }
        }
        boolean may = rights.allows(invocation.logon(), path, changes ? Right.FULL : Right.READ);
        if (!may) {
            throw new Refused(ACCESS_DENIED, Phrases.say(invocation, "%s: access is denied.", name));
        }
        if (changes) {
            rights.set(path, wanted);
        }
        return changes;
    }

    private static Own granted(Invocation invocation, Own own, List<String> values, boolean replace) throws Refused {
        List<Entry> entries = new ArrayList<>(own.entries());
        for (String value : values) {
            int colon = value.lastIndexOf(':');
            if (colon < 0) {
                throw new Refused(INVALID_PARAMETER, value);
            }
            String letters = value.substring(colon + 1)
                    .replaceAll("(?i)\\((OI|CI|IO|NP)\\)", "")
                    .replaceAll("[()]", "");
            String sid = sid(invocation, value.substring(0, colon));
            Right right = Right.of(letters).orElseThrow(() -> new Refused(INVALID_PARAMETER, value));
            if (replace) {
                entries.removeIf(entry -> entry.sid().equals(sid));
            }
            entries.add(new Entry(sid, right));
        }
        return new Own(List.copyOf(entries), own.alone());
    }

    private static Own removed(Invocation invocation, Own own, List<String> values) throws Refused {
        List<Entry> entries = new ArrayList<>(own.entries());
        for (String value : values) {
            String sid = sid(invocation, value);
            entries.removeIf(entry -> entry.sid().equals(sid));
        }
        return new Own(List.copyOf(entries), own.alone());
    }

    private static String sid(Invocation invocation, String name) throws Refused {
        Optional<String> sid = new Names(invocation).sid(name);
        if (sid.isEmpty()) {
            throw new Refused(NOBODY_OF_THIS_NAME, Phrases.say(invocation, "%s: nobody has this name.", name));
        }
        return sid.get();
    }

    private static void show(Invocation invocation, FileRights rights, Path path, String name) {
        Names names = new Names(invocation);
        String flags = Files.isDirectory(path) ? "(OI)(CI)" : "";
        String before = name + " ";
        for (Effective effective : rights.effective(path)) {
            Entry entry = effective.entry();
            invocation
                    .console()
                    .outLine(before + names.of(entry.sid()) + ":" + (effective.inherited() ? "(I)" : "") + flags + "("
                            + entry.right().letters() + ")");
            before = " ".repeat(name.length() + 1);
        }
        invocation.console().outLine("");
    }

    private static void print(Invocation invocation, String english, Object... arguments) {
        invocation.console().outLine(Phrases.say(invocation, english, arguments));
    }

    private static int usage(Invocation invocation) {
        invocation
                .console()
                .errLine("The lab's icacls knows: ICACLS name [/grant[:r] sid:R|RX|M|F ...] [/remove sid ...]"
                        + " [/inheritance:e|d|r] [/reset] [/t] [/q]");
        return INVALID_PARAMETER;
    }
}
