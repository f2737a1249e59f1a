package org.handover.lab.program;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.Registry;
import org.handover.lab.windows.Registry.Value;

/**
 * {@code reg query KEY [/v NAME] [/s] [/f TEXT] [/reg:32|/reg:64]}, {@code reg add} and {@code reg delete}. A key that is not
 * there and one that may not be read both end with exit code 1; the parent of the second lists it all the same. Source:
 * docs/windows-consoles.md, Language and files.
 */
final class Reg implements Program {
    private static final String SOFTWARE = "HKEY_LOCAL_MACHINE\\SOFTWARE\\";
    private static final String REDIRECTED = SOFTWARE + "WOW6432NODE\\";

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        String verb = invocation.arguments().isEmpty()
                ? ""
                : invocation.arguments().get(0).toLowerCase(Locale.ROOT);
        Options options =
                new Options(invocation.arguments(), verb.equals("query") ? Set.of("v", "f") : Set.of("v", "t", "d"));
        Optional<String> key = options.word(1);
        if (!Set.of("query", "add", "delete").contains(verb) || key.isEmpty()) {
            invocation
                    .console()
                    .errLine("ERROR: The lab's reg knows: REG QUERY key [/v name] [/s] [/f text] [/reg:64],"
                            + " REG ADD key [/v name /t type /d data] [/f], REG DELETE key [/v name|/va] [/f]");
            return 1;
        }
        Registry registry = invocation.server().registry();
        String path;
        try {
            path = view(registry.fullName(key.get()), options.value("reg").orElse("64"));
        } catch (IllegalArgumentException e) {
            return missing(invocation);
        }
        if (!verb.equals("query")) {
            RegistryChange change = new RegistryChange(invocation, options, path);
            return verb.equals("add") ? change.add() : change.delete();
        }
        if (!registry.exists(path)) {
            return missing(invocation);
        }
        if (!registry.mayRead(path, invocation.logon())) {
            return denied(invocation);
        }
        if (options.has("f")) {
            int found = search(invocation, path, options.value("f").orElse(""), options.has("s"));
            invocation.console().outLine("\r\n" + Phrases.say(invocation, "End of search: %d match(es) found.", found));
            return found > 0 ? 0 : 1;
        }
        if (options.has("s")) {
            int found = recurse(invocation, path, options.value("v"));
            if (options.has("v")) {
                invocation.console().outLine(Phrases.say(invocation, "End of search: %d match(es) found.", found));
            }
            return found > 0 || !options.has("v") ? 0 : 1;
        }
        return options.has("v") ? one(invocation, path, options.value("v").orElse("")) : all(invocation, path);
    }

    private static int one(Invocation invocation, String path, String name) {
        Optional<Value> value = named(invocation, path, name);
        if (value.isEmpty()) {
            return missing(invocation);
        }
        invocation.console().outLine("\r\n" + invocation.server().registry().fullName(path));
        print(invocation, value.get());
        invocation.console().outLine("");
        return 0;
    }

    private static int all(Invocation invocation, String path) {
        Registry registry = invocation.server().registry();
        List<Value> values = registry.values(path);
        invocation.console().outLine("");
        if (!values.isEmpty()) {
            invocation.console().outLine(registry.fullName(path));
            values.forEach(value -> print(invocation, value));
            invocation.console().outLine("");
        }
        registry.subKeys(path).forEach(name -> invocation.console().outLine(registry.fullName(path + "\\" + name)));
        return 0;
    }

    private static int recurse(Invocation invocation, String path, Optional<String> only) {
        Registry registry = invocation.server().registry();
        if (!registry.mayRead(path, invocation.logon())) {
            denied(invocation);
            return 0;
        }
        List<Value> values = only.isPresent()
                ? named(invocation, path, only.get()).map(List::of).orElse(List.of())
                : registry.values(path);
        if (only.isEmpty() || !values.isEmpty()) {
            invocation.console().outLine("\r\n" + registry.fullName(path));
            values.forEach(value -> print(invocation, value));
        }
        int found = values.size();
        for (String name : registry.subKeys(path)) {
            found += recurse(invocation, path + "\\" + name, only);
        }
        return found;
    }

    /** A key is shown for its own name, or for the values in it that hold the text in their name or their data. */
    private static int search(Invocation invocation, String path, String text, boolean below) {
        Registry registry = invocation.server().registry();
        int found = 0;
        if (registry.mayRead(path, invocation.logon())) {
            List<Value> values = registry.values(path).stream()
                    .filter(value -> holds(value.name(), text) || holds(value.data(), text))
                    .toList();
            boolean itself = holds(path.substring(path.lastIndexOf('\\') + 1), text);
            if (itself || !values.isEmpty()) {
                invocation.console().outLine("\r\n" + registry.fullName(path));
                values.forEach(value -> print(invocation, value));
            }
            found = values.size() + (itself ? 1 : 0);
            for (String name : below ? registry.subKeys(path) : List.<String>of()) {
                found += search(invocation, path + "\\" + name, text, true);
            }
        }
        return found;
    }

    private static boolean holds(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static Optional<Value> named(Invocation invocation, String path, String name) {
        return invocation.server().registry().values(path).stream()
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static void print(Invocation invocation, Value value) {
        String data =
                switch (value.type()) {
                    case REG_BINARY ->
                        HexFormat.of()
                                .withUpperCase()
                                .formatHex(Base64.getDecoder().decode(value.data()));
                    case REG_DWORD -> "0x" + Integer.toHexString(Integer.parseUnsignedInt(value.data()));
                    case REG_MULTI_SZ -> value.data().replace("\0", "\\0");
                    case REG_SZ, REG_EXPAND_SZ -> value.data();
                };
        String name = value.name().isEmpty() ? Phrases.say(invocation, "(Default)") : value.name();
        invocation.console().outLine("    " + name + "    " + value.type() + "    " + data);
    }

    /** A 32-bit program finds its software below another key. */
    private static String view(String fullName, String bits) {
        boolean redirect = bits.equals("32")
                && fullName.toUpperCase(Locale.ROOT).startsWith(SOFTWARE)
                && !(fullName + "\\").toUpperCase(Locale.ROOT).startsWith(REDIRECTED);
        return redirect ? SOFTWARE + "Wow6432Node\\" + fullName.substring(SOFTWARE.length()) : fullName;
    }

    static int missing(Invocation invocation) {
        invocation.console().errLine(Phrases.say(invocation, "ERROR: There is no such key or value."));
        return 1;
    }

    private static int denied(Invocation invocation) {
        invocation.console().errLine(Phrases.say(invocation, "ERROR: This key may not be read (5)."));
        return 1;
    }
}
