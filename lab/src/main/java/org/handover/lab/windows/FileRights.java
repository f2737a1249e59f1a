package org.handover.lab.windows;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may do what with files and folders of drive C, by SID. What has no rights of its own inherits those of the nearest folder
 * above that has. An entry allows; there is none that denies. Kept in one JSON file. Source: docs/windows-consoles.md,
 * Language and files.
 */
public final class FileRights {

    /** What an entry allows, the greater including the smaller; the letters are {@code icacls}' own. */
    public enum Right {
        READ("R"),
        READ_AND_RUN("RX"),
        MODIFY("M"),
        FULL("F");

        private final String letters;

        Right(String letters) {
            this.letters = letters;
        }

        public String letters() {
            return letters;
        }

        public static Optional<Right> of(String letters) {
            return switch (letters.toUpperCase(Locale.ROOT)) {
                case "R" -> Optional.of(READ);
                case "RX" -> Optional.of(READ_AND_RUN);
                case "M" -> Optional.of(MODIFY);
                case "F" -> Optional.of(FULL);
                default -> Optional.empty();
            };
        }
    }

    /** One entry: this SID may do that. */
    public record Entry(String sid, Right right) {}

    /**
     * What stands at a file or folder itself.
     *
     * @param alone whether nothing is inherited from above
     */
    public record Own(List<Entry> entries, boolean alone) {}

    /**
     * An entry that counts.
     *
     * @param inherited whether it comes from a folder above
     */
    public record Effective(Entry entry, boolean inherited) {}

    public static final String SYSTEM = "S-1-5-18";
    public static final String USERS = "S-1-5-32-545";
    public static final String AUTHENTICATED_USERS = "S-1-5-11";
    public static final String EVERYONE = "S-1-1-0";

    private static final Entry SYSTEM_ALL = new Entry(SYSTEM, Right.FULL);
    private static final Entry ADMINISTRATORS_ALL = new Entry(Logon.ADMINISTRATORS, Right.FULL);
    private static final Own SYSTEM_FOLDER =
            new Own(List.of(SYSTEM_ALL, ADMINISTRATORS_ALL, new Entry(USERS, Right.READ_AND_RUN)), true);

    /** As Windows sets a drive up: in a folder that somebody made, every logon may change things. */
    private static final Map<String, Own> AT_FIRST = Map.of(
            "c:\\",
            new Own(
                    List.of(
                            ADMINISTRATORS_ALL,
                            SYSTEM_ALL,
                            new Entry(USERS, Right.READ_AND_RUN),
                            new Entry(AUTHENTICATED_USERS, Right.MODIFY)),
                    true),
            "c:\\windows",
            SYSTEM_FOLDER,
            "c:\\program files",
            SYSTEM_FOLDER,
            "c:\\programdata\\ssh",
            new Own(List.of(SYSTEM_ALL, ADMINISTRATORS_ALL), true),
            "c:\\users",
            SYSTEM_FOLDER);

    private final Path file;
    private final Disk disk;
    private final TreeMap<String, Own> set;

    FileRights(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
        this.set = new TreeMap<>(
                Files.exists(file) ? StateFile.read(file, new TypeReference<Map<String, Own>>() {}) : AT_FIRST);
    }

    static Own ownFolderOf(String account) {
        return new Own(List.of(SYSTEM_ALL, ADMINISTRATORS_ALL, new Entry(sidOf(account), Right.FULL)), true);
    }

    /** What counts for a file or folder, its own entries first; nothing on a volume that knows no rights. */
    public synchronized List<Effective> effective(Path path) {
        List<Effective> found = new ArrayList<>();
        boolean inherited = false;
        String name = folded(path);
        while (true) {
            Own own = set.get(name);
            if (own != null) {
                for (Entry entry : own.entries()) {
                    found.add(new Effective(entry, inherited));
                }
                if (own.alone()) {
                    return List.copyOf(found);
                }
            }
            int slash = name.lastIndexOf('\\');
            if (slash < 0 || name.equals("c:\\")) {
                return List.copyOf(found);
            }
            name = slash == 2 ? "c:\\" : name.substring(0, slash);
            inherited = true;
        }
    }

    /** What stands at the file or folder itself. */
    public synchronized Own own(Path path) {
        return set.getOrDefault(folded(path), new Own(List.of(), false));
    }

    /** Sets what stands at the file or folder itself; without entries of its own it inherits again. */
    public synchronized void set(Path path, Own own) {
        if (own.entries().isEmpty() && !own.alone()) {
            set.remove(folded(path));
        } else {
            set.put(folded(path), own);
        }
        save();
    }

    /** Whether a logon has a right; on a FAT volume everybody has every one (docs/entsso.md 7). */
    public boolean allows(Logon logon, Path path, Right right) {
        if (!disk.fileSystem(path).equals(Disk.NTFS)) {
            return true;
        }
        return effective(path).stream()
                .map(Effective::entry)
                .anyMatch(entry -> entry.right().compareTo(right) >= 0 && has(logon, entry.sid()));
    }

    /** The file or folder, and what was in it, is gone. */
    synchronized void forget(Path path) {
        String name = folded(path);
        boolean changed = set.remove(name) != null;
        changed |= set.keySet().removeIf(below -> below.startsWith(name + "\\"));
        if (changed) {
            save();
        }
    }

    /** A file takes the rights that stand at itself along when it is moved on its volume. */
    synchronized void moved(Path from, Path to) {
        Own own = set.remove(folded(from));
        Own before = own == null ? set.remove(folded(to)) : set.put(folded(to), own);
        if (own != null || before != null) {
            save();
        }
    }

    private static boolean has(Logon logon, String sid) {
        return switch (sid) {
            case EVERYONE, AUTHENTICATED_USERS, USERS -> true;
            default -> sid.equals(sidOf(logon.account())) || logon.groups().contains(sid);
        };
    }

    /** The SID of an account: invented, but the same for the same name everywhere in the domain. */
    public static String sidOf(String account) {
        String folded = account.toLowerCase(Locale.ROOT);
        if (folded.equals("nt authority\\system")) {
            return SYSTEM;
        }
        int number = 2000 + Math.floorMod(folded.hashCode(), 60_000);
        return Logon.SSO_ADMINISTRATORS.substring(0, Logon.SSO_ADMINISTRATORS.lastIndexOf('-') + 1) + number;
    }

    private String folded(Path path) {
        String name = disk.windowsPath(path);
        return (name.length() > 3 && name.endsWith("\\") ? name.substring(0, name.length() - 1) : name)
                .toLowerCase(Locale.ROOT);
    }

    private void save() {
        StateFile.replace(file, set);
    }
}
