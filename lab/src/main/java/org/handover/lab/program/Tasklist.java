package org.handover.lab.program;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Language;
import org.handover.lab.windows.ProcessTable.Entry;
import org.handover.lab.windows.Program;

/** {@code tasklist [/fi "imagename eq NAME"] [/fi "pid eq N"] [/fo csv|table] [/nh]}. No match is a line on standard error and exit code 0. */
final class Tasklist implements Program {

    @Override
    public int run(Invocation invocation) {
        Options options = new Options(invocation.arguments(), Set.of("fi", "fo"));
        Predicate<Entry> filter = entry -> true;
        for (String text : options.filters()) {
            String[] words = text.strip().split("\\s+", 3);
            if (words.length < 3 || !Set.of("imagename", "pid").contains(words[0].toLowerCase(Locale.ROOT))) {
                invocation.console().errLine(Phrases.say(invocation, "ERROR: The filter cannot be understood."));
                return 1;
            }
            filter = filter.and(filter(words[0], words[1], words[2]));
        }
        List<Entry> found =
                invocation.server().processes().list().stream().filter(filter).toList();
        if (found.isEmpty()) {
            invocation.console().errLine(Phrases.say(invocation, "INFO: No process is like that."));
            return 0;
        }
        boolean csv = options.value("fo").orElse("table").equalsIgnoreCase("csv");
        if (!options.has("nh")) {
            invocation.console().outLine(csv ? Phrases.say(invocation, CSV_HEAD) : head(invocation));
        }
        found.forEach(entry -> invocation
                .console()
                .outLine(csv ? csv(entry, memory(invocation, entry)) : row(entry, memory(invocation, entry))));
        return 0;
    }

    private static final String CSV_HEAD = "\"Image Name\",\"PID\",\"Session Name\",\"Session#\",\"Mem Usage\"";

    private static String head(Invocation invocation) {
        return String.format(
                Locale.ROOT,
                "\r\n%-25s %8s %-16s %11s %12.12s\r\n"
                        + "========================= ======== ================ =========== ============",
                Phrases.say(invocation, "Image Name"),
                "PID",
                Phrases.say(invocation, "Session Name"),
                Phrases.say(invocation, "Session#"),
                Phrases.say(invocation, "Mem Usage"));
    }

    private static Predicate<Entry> filter(String what, String operator, String value) {
        Predicate<Entry> equal = what.equalsIgnoreCase("pid")
                ? entry -> Integer.toString(entry.id()).equals(value)
                : entry -> matches(entry.image(), value);
        return operator.equalsIgnoreCase("ne") ? equal.negate() : equal;
    }

    private static boolean matches(String image, String mask) {
        return mask.endsWith("*")
                ? image.regionMatches(true, 0, mask, 0, mask.length() - 1)
                : image.equalsIgnoreCase(mask);
    }

    private static String csv(Entry entry, String memory) {
        return "\"" + entry.image() + "\",\"" + entry.id() + "\",\"Services\",\"0\",\"" + memory + "\"";
    }

    private static String row(Entry entry, String memory) {
        String image = entry.image().length() > 25 ? entry.image().substring(0, 25) : entry.image();
        return String.format(Locale.ROOT, "%-25s %8d %-16s %11d %12s", image, entry.id(), "Services", 0, memory);
    }

    private static String memory(Invocation invocation, Entry entry) {
        Locale locale = invocation.server().language() == Language.GERMAN ? Locale.GERMANY : Locale.ROOT;
        return String.format(locale, "%,d K", 4_000 + entry.image().length() * 700);
    }
}
