package org.handover.lab.windows;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The part of HKEY_LOCAL_MACHINE that somebody wrote to, kept in one JSON file that only its owner can read. Names of keys
 * and values are case-insensitive and keep the case they were made with. Keys are written {@code HKLM\SOFTWARE\…}; the long
 * name of the hive does as well, any other hive is an {@link IllegalArgumentException}. Source: docs/entsso.md 5.1, 12.4.
 */
public final class Registry {

    /** What a value holds, as {@code reg query} names it. */
    public enum Type {
        REG_SZ,
        REG_EXPAND_SZ,
        REG_MULTI_SZ,
        REG_BINARY,
        REG_DWORD
    }

    /**
     * A value.
     *
     * @param name as it was written
     * @param data the text, the texts with {@code \0} between them, the bytes in base64, or the number in decimal
     */
    public record Value(String name, Type type, String data) {}

    private record Key(String name, TreeMap<String, Value> values) {}

    static final String HIVE = "HKEY_LOCAL_MACHINE";

    private final Path file;
    private final TreeMap<String, Key> keys;
    private final TreeMap<String, String> readers = new TreeMap<>();

    Registry(Path file) {
        this.file = file;
        this.keys = new TreeMap<>(
                Files.exists(file) ? StateFile.read(file, new TypeReference<Map<String, Key>>() {}) : Map.of());
    }

    /** A text, or a number in decimal. */
    public synchronized Optional<String> string(String key, String name) {
        return value(key, name).filter(value -> value.type() != Type.REG_BINARY).map(Value::data);
    }

    public synchronized Optional<byte[]> binary(String key, String name) {
        return value(key, name).filter(value -> value.type() == Type.REG_BINARY).map(value -> Base64.getDecoder()
                .decode(value.data()));
    }

    public void setString(String key, String name, String value) {
        set(key, new Value(name, Type.REG_SZ, value));
    }

    /** A text in which {@code reg query} shows {@code %VAR%} as it stands, such as a service's ImagePath. */
    public void setExpandString(String key, String name, String value) {
        set(key, new Value(name, Type.REG_EXPAND_SZ, value));
    }

    public void setStrings(String key, String name, List<String> values) {
        set(key, new Value(name, Type.REG_MULTI_SZ, String.join("\0", values)));
    }

    public void setBinary(String key, String name, byte[] value) {
        set(key, new Value(name, Type.REG_BINARY, Base64.getEncoder().encodeToString(value)));
    }

    public void setDword(String key, String name, int value) {
        set(key, new Value(name, Type.REG_DWORD, Integer.toUnsignedString(value)));
    }

    /** Removes one value; nothing happens where there is none. */
    public synchronized void deleteValue(String key, String name) {
        Key there = keys.get(path(key));
        if (there != null && there.values().remove(folded(name)) != null) {
            save();
        }
    }

    /** The names, not the paths, of the keys directly below this one. */
    public synchronized List<String> subKeys(String key) {
        String prefix = path(key) + "\\";
        return keys.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> entry.getKey().indexOf('\\', prefix.length()) < 0)
                .map(entry -> entry.getValue().name())
                .toList();
    }

    /** The values of a key in the order of their names; empty where there is no such key. */
    public synchronized List<Value> values(String key) {
        Key there = keys.get(path(key));
        return there == null ? List.of() : List.copyOf(there.values().values());
    }

    public synchronized void createKey(String key) {
        if (create(key)) {
            save();
        }
    }

    /** Removes the key and all that is below it. */
    public synchronized void deleteKey(String key) {
        String path = path(key);
        boolean removed = keys.remove(path) != null;
        removed |= keys.keySet().removeIf(below -> below.startsWith(path + "\\"));
        if (removed) {
            save();
        }
    }

    public synchronized boolean exists(String key) {
        String path = path(key);
        return path.equals(HIVE) || keys.containsKey(path);
    }

    /** The key's name as {@code reg query} prints it: the hive's long name, and the case the key was made with. */
    public synchronized String fullName(String key) {
        StringBuilder name = new StringBuilder(HIVE);
        StringBuilder path = new StringBuilder(HIVE);
        for (String part : withoutHive(key).split("\\\\", -1)) {
            if (!part.isEmpty()) {
                Key there = keys.get(path.append('\\').append(folded(part)).toString());
                name.append('\\').append(there == null ? part : there.name());
            }
        }
        return name.toString();
    }

    /** From now on {@code reg} reads the key, and what is below it, only for a logon with this group's SID. */
    public synchronized void restrict(String key, String readersSid) {
        readers.put(path(key), readersSid);
    }

    /** Whether {@code reg query} may read the key under this logon. The lab's own code is not asked. */
    public synchronized boolean mayRead(String key, Logon logon) {
        String path = path(key) + "\\";
        return readers.entrySet().stream()
                .filter(entry -> path.startsWith(entry.getKey() + "\\"))
                .allMatch(entry -> logon.groups().contains(entry.getValue()));
    }

    private synchronized void set(String key, Value value) {
        create(key);
        Key there = keys.get(path(key));
        if (there == null) {
            throw new IllegalArgumentException("No values are kept at the hive itself");
        }
        there.values().put(folded(value.name()), value);
        save();
    }

    private Optional<Value> value(String key, String name) {
        Key there = keys.get(path(key));
        return there == null
                ? Optional.empty()
                : Optional.ofNullable(there.values().get(folded(name)));
    }

    private boolean create(String key) {
        boolean created = false;
        StringBuilder path = new StringBuilder(HIVE);
        for (String name : withoutHive(key).split("\\\\", -1)) {
            if (!name.isEmpty()) {
                path.append('\\').append(folded(name));
                created |= keys.putIfAbsent(path.toString(), new Key(name, new TreeMap<>())) == null;
            }
        }
        return created;
    }

    private void save() {
        StateFile.replace(file, keys);
    }

    private static String path(String key) {
        String rest = withoutHive(key);
        return rest.isEmpty() ? HIVE : HIVE + "\\" + folded(rest);
    }

    private static String withoutHive(String key) {
        String trimmed = key.endsWith("\\") ? key.substring(0, key.length() - 1) : key;
        int at = trimmed.indexOf('\\');
        String hive = at < 0 ? trimmed : trimmed.substring(0, at);
        if (!hive.equalsIgnoreCase("HKLM") && !hive.equalsIgnoreCase(HIVE)) {
            throw new IllegalArgumentException("Only HKEY_LOCAL_MACHINE is kept, not " + hive);
        }
        return at < 0 ? "" : trimmed.substring(at + 1);
    }

    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
