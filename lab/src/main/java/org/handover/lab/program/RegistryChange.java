package org.handover.lab.program;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Registry;

/** {@code reg add} and {@code reg delete}; below HKLM they need an elevated administrator, and ask unless {@code /f} is given. */
final class RegistryChange {
    private final Invocation invocation;
    private final Options options;
    private final Registry registry;
    private final String key;

    RegistryChange(Invocation invocation, Options options, String key) {
        this.invocation = invocation;
        this.options = options;
        this.registry = invocation.server().registry();
        this.key = key;
    }

    int add() throws InterruptedException {
        if (!mayChange()) {
            return denied();
        }
        Optional<String> name = options.has("ve") ? Optional.of("") : options.value("v");
        if (name.isEmpty()) {
            registry.createKey(key);
            return done("registry key made " + key);
        }
        boolean there =
                registry.values(key).stream().anyMatch(value -> value.name().equalsIgnoreCase(name.get()));
        if (there
                && !options.has("f")
                && !agreed("The value %s is there already; overwrite it (Yes/No)? ", name.get())) {
            invocation.console().outLine(Phrases.say(invocation, "Nothing was changed."));
            return 0;
        }
        try {
            set(
                    name.get(),
                    options.value("t").orElse("REG_SZ"),
                    options.value("d").orElse(""));
        } catch (IllegalArgumentException e) {
            invocation.console().errLine(Phrases.say(invocation, "ERROR: This cannot be written."));
            return 1;
        }
        return done("registry value set " + key + "\\" + name.get());
    }

    private void set(String name, String type, String data) {
        switch (type.toUpperCase(Locale.ROOT)) {
            case "REG_SZ" -> registry.setString(key, name, data);
            case "REG_EXPAND_SZ" -> registry.setExpandString(key, name, data);
            case "REG_MULTI_SZ" -> registry.setStrings(key, name, List.of(data.split("\\\\0", -1)));
            case "REG_DWORD" -> registry.setDword(key, name, (int) (long) Long.decode(data.isEmpty() ? "0" : data));
            case "REG_BINARY" -> registry.setBinary(key, name, HexFormat.of().parseHex(data));
            default -> throw new IllegalArgumentException("No such type");
        }
    }

    int delete() throws InterruptedException {
        if (!registry.exists(key)) {
            return Reg.missing(invocation);
        }
        if (!mayChange()) {
            return denied();
        }
        Optional<String> name = options.has("ve") ? Optional.of("") : options.value("v");
        boolean there = name.isEmpty()
                || registry.values(key).stream().anyMatch(value -> value.name().equalsIgnoreCase(name.get()));
        if (!there) {
            return Reg.missing(invocation);
        }
        if (!options.has("f") && !agreed("Delete %s for good (Yes/No)? ", name.orElse(key))) {
            invocation.console().outLine(Phrases.say(invocation, "Nothing was changed."));
            return 0;
        }
        if (name.isPresent()) {
            registry.deleteValue(key, name.get());
            return done("registry value deleted " + key + "\\" + name.get());
        }
        if (options.has("va")) {
            registry.values(key).forEach(value -> registry.deleteValue(key, value.name()));
            return done("registry values deleted " + key);
        }
        registry.deleteKey(key);
        return done("registry key deleted " + key);
    }

    private boolean mayChange() {
        return invocation.logon().isLocalAdministrator() && registry.mayRead(key, invocation.logon());
    }

    private boolean agreed(String question, String what) throws InterruptedException {
        String answer = invocation
                .console()
                .readStandardInput(Phrases.say(invocation, question, what))
                .strip();
        return !answer.isEmpty() && Phrases.say(invocation, "Yes").regionMatches(true, 0, answer, 0, answer.length());
    }

    private int denied() {
        invocation.console().errLine(Phrases.say(invocation, "ERROR: This key may not be changed (5)."));
        return 1;
    }

    private int done(String change) {
        invocation.server().commandLog().changed(change);
        invocation.console().outLine(Phrases.say(invocation, "Done; the registry has it."));
        return 0;
    }
}
