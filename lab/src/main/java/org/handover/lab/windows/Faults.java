package org.handover.lab.windows;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be made to go wrong on one server: declared by who implements it, switched by who rehearses. Kept on disk over a
 * restart of the lab. A setting's default is the word behind {@code default} in its description; where that is a number, only
 * numbers are taken. Sources: docs/entsso.md 10.1, 10.2, 12.3; docs/windows-consoles.md.
 */
public final class Faults {

    /**
     * A fault that this server knows.
     *
     * @param id kebab-case, e.g. {@code disk-full}
     * @param meaning one sentence
     * @param source section of docs/entsso.md or docs/windows-consoles.md
     * @param settings name and what it means with its default: {@code seconds} and {@code how long, default 30}
     */
    public record Fault(String id, String meaning, String source, Map<String, String> settings) {}

    /**
     * A fault that is on, or that waits for a command.
     *
     * @param settings all of them, defaults filled in
     * @param atCommand 0 when it is on; n when it comes with the n-th command line that is typed from now on
     */
    public record Switched(String id, Map<String, String> settings, long atCommand) {}

    /** What a fault does to its server. Switching on what is on already calls {@link #on} again with the new settings. */
    public interface Effect {

        /** @throws IllegalArgumentException with a sentence when a setting cannot be used; the fault then stays off */
        void on(Map<String, String> settings);

        default void off() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final Effect NONE = settings -> {};
    private static final Pattern DEFAULT = Pattern.compile("\\bdefault\\s+(\\S*[^\\s.,;])");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");

    private final Path file;
    private final Object switching = new Object();
    private final Map<String, Fault> known = new ConcurrentHashMap<>();
    private final Map<String, Effect> effects = new ConcurrentHashMap<>();
    private final Map<String, Switched> switched = new ConcurrentHashMap<>();
    private final Map<String, Switched> undeclared = new ConcurrentHashMap<>();

    Faults(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            StateFile.read(file, new TypeReference<List<Switched>>() {})
                    .forEach(each -> undeclared.put(each.id(), each));
        }
    }

    /** Makes a fault known. One that was on when the lab ended is switched on again now; one that waited goes on waiting. */
    public void declare(Fault fault, Effect effect) {
        synchronized (switching) {
            known.put(fault.id(), fault);
            effects.put(fault.id(), effect);
            Switched before = undeclared.remove(fault.id());
            if (before != null) {
                try {
                    turn(new Switched(fault.id(), effective(fault, before.settings()), before.atCommand()));
                } catch (IllegalArgumentException e) {
                    LOG.warn("Fault {} was on with settings that are not known any more", fault.id(), e);
                }
            }
        }
    }

    /** Makes a fault known that is only asked for with {@link #isOn} and {@link #settings}. */
    public void declare(Fault fault) {
        declare(fault, NONE);
    }

    /** By id. */
    public List<Fault> catalogue() {
        return List.copyOf(new TreeMap<>(known).values());
    }

    /** Those that are on and those that wait, by id. */
    public List<Switched> switched() {
        return List.copyOf(new TreeMap<>(switched).values());
    }

    /**
     * Switches a fault on at once, or gives one that is on other settings.
     *
     * @throws IllegalArgumentException with a sentence: an unknown fault, an unknown setting, or a value that cannot be used
     */
    public void switchOn(String id, Map<String, String> settings) {
        synchronized (switching) {
            turn(new Switched(id, effective(fault(id), settings), 0));
        }
    }

    /**
     * Lets a fault wait for a command line.
     *
     * @param commands 1 is the next command line that is typed; the fault is on before that one acts
     * @throws IllegalArgumentException as {@link #switchOn}, and when the fault is on already
     */
    public void switchOnAtCommand(String id, Map<String, String> settings, int commands) {
        synchronized (switching) {
            Map<String, String> effective = effective(fault(id), settings);
            if (commands < 1) {
                throw new IllegalArgumentException("A fault waits for the first command at the earliest.");
            }
            if (isOn(id)) {
                throw new IllegalArgumentException("The fault " + id + " is on already.");
            }
            switched.put(id, new Switched(id, effective, commands));
            save();
        }
    }

    /**
     * Ends a fault, or its waiting; nothing happens where it is off.
     *
     * @throws IllegalArgumentException with a sentence where there is no such fault
     */
    public void switchOff(String id) {
        synchronized (switching) {
            fault(id);
            Switched before = switched.remove(id);
            if (before != null) {
                save();
                if (before.atCommand() == 0) {
                    effects.getOrDefault(id, NONE).off();
                }
            }
        }
    }

    public void switchAllOff() {
        switched().forEach(each -> switchOff(each.id()));
    }

    /** Whether the fault is on now; one that waits is not. */
    public boolean isOn(String id) {
        Switched found = switched.get(id);
        return found != null && found.atCommand() == 0;
    }

    /** The settings of a fault that is on, defaults filled in. */
    public Optional<Map<String, String>> settings(String id) {
        return isOn(id) ? Optional.ofNullable(switched.get(id)).map(Switched::settings) : Optional.empty();
    }

    /** Called by the command log before a command acts. */
    void commandTyped() {
        if (switched.values().stream().allMatch(each -> each.atCommand() == 0)) {
            return;
        }
        synchronized (switching) {
            List<Switched> due = new ArrayList<>();
            for (Switched each : switched()) {
                if (each.atCommand() > 1) {
                    switched.put(each.id(), new Switched(each.id(), each.settings(), each.atCommand() - 1));
                } else if (each.atCommand() == 1) {
                    due.add(new Switched(each.id(), each.settings(), 0));
                }
            }
            save();
            for (Switched each : due) {
                try {
                    turn(each);
                } catch (IllegalArgumentException e) {
                    LOG.warn("Fault {} could not be switched on at its command", each.id(), e);
                }
            }
        }
    }

    /** What the fault did was undone in another way, e.g. somebody gave a dead server its power back. */
    void ended(String id) {
        synchronized (switching) {
            if (isOn(id)) {
                switched.remove(id);
                save();
            }
        }
    }

    private void turn(Switched wanted) {
        Switched before = switched.put(wanted.id(), wanted);
        if (wanted.atCommand() == 0) {
            try {
                effects.getOrDefault(wanted.id(), NONE).on(wanted.settings());
            } catch (IllegalArgumentException e) {
                restore(wanted.id(), before);
                throw e;
            }
        }
        save();
    }

    private void restore(String id, @Nullable Switched before) {
        if (before == null || before.atCommand() > 0) {
            switched.remove(id);
        } else {
            switched.put(id, before);
        }
        save();
    }

    private Fault fault(String id) {
        Fault fault = known.get(id);
        if (fault == null) {
            throw new IllegalArgumentException("There is no fault " + id + ".");
        }
        return fault;
    }

    private static Map<String, String> effective(Fault fault, Map<String, String> given) {
        for (String name : given.keySet()) {
            if (!fault.settings().containsKey(name)) {
                throw new IllegalArgumentException("The fault " + fault.id() + " has no setting " + name + ".");
            }
        }
        Map<String, String> effective = new LinkedHashMap<>();
        new TreeMap<>(fault.settings()).forEach((name, description) -> {
            String otherwise = defaultOf(description);
            String value = given.getOrDefault(name, otherwise).strip();
            if (NUMBER.matcher(otherwise).matches() && !NUMBER.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "The setting " + name + " of the fault " + fault.id() + " has to be a number.");
            }
            if (!value.isEmpty()) {
                effective.put(name, value);
            }
        });
        return Map.copyOf(effective);
    }

    private static String defaultOf(String description) {
        Matcher matcher = DEFAULT.matcher(description);
        String found = "";
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return found;
    }

    private void save() {
        List<Switched> all = new ArrayList<>(switched());
        all.addAll(new TreeMap<>(undeclared).values());
        StateFile.replace(file, all);
    }
}
