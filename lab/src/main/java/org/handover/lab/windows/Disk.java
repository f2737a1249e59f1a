package org.handover.lab.windows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drive C of a server: a folder that no name leads out of. Names are case-insensitive; a new file gets the case that it was
 * made with. Any other drive, a UNC path (a second hop) and a name that Windows does not allow is an
 * {@link InvalidPathException}.
 */
public final class Disk {
    /** The file system that can protect a file. */
    public static final String NTFS = "NTFS";

    /** The one that cannot. */
    public static final String FAT32 = "FAT32";

    /** Bytes that are free where nobody has filled the disk. */
    static final long ROOM = 40_000_000_000L;

    private static final String FORBIDDEN = "<>:\"|?*";
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL");

    private final Path root;
    private final AtomicLong room = new AtomicLong(ROOM);
    private volatile @Nullable Path fat;

    Disk(Path root) {
        try {
            this.root = Files.createDirectories(root).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("Drive C cannot be made", e);
        }
    }

    /** The folder that is {@code C:\}. */
    public Path root() {
        return root;
    }

    /**
     * The file that a Windows path names, whether it exists or not. {@code /} counts as {@code \}, and {@code /C:/…} is what
     * SFTP makes of {@code C:\…}.
     *
     * @param currentDirectory an absolute Windows path
     * @throws InvalidPathException where this drive has no such name
     */
    public Path resolve(String windowsPath, String currentDirectory) {
        Path path = root;
        for (String name : names(windowsPath, currentDirectory)) {
            path = child(path, name);
        }
        if (!real(path).startsWith(root)) {
            throw new InvalidPathException(windowsPath, "The name leads out of drive C");
        }
        return path;
    }

    /** The absolute Windows path without {@code .} and {@code ..}, as it is spelt on disk where it exists. */
    public String canonical(String windowsPath, String currentDirectory) {
        return windowsPath(resolve(windowsPath, currentDirectory));
    }

    /** The Windows path of a file on this disk. */
    public String windowsPath(Path path) {
        String relative = root.relativize(path.normalize()).toString();
        return "C:\\" + relative.replace('/', '\\');
    }

    /** Makes one directory in an existing one. Of two that make the same at the same time, one succeeds. */
    public synchronized void createDirectory(String windowsPath, String currentDirectory) throws IOException {
        Path path = resolve(windowsPath, currentDirectory);
        if (path.equals(root)) {
            throw new FileAlreadyExistsException(windowsPath);
        }
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(path);
    }

    /** The file system of the volume that a file or folder is on: {@link #NTFS} or {@link #FAT32}. */
    public String fileSystem(Path path) {
        Path volume = fat;
        return volume != null && path.startsWith(volume) ? FAT32 : NTFS;
    }

    /** Where a FAT32 volume is mounted, as a Windows path. */
    public Optional<String> fatMountedAt() {
        return Optional.ofNullable(fat).map(this::windowsPath);
    }

    /** How many bytes are free. */
    public long bytesFree() {
        return room.get();
    }

    void leaveRoomFor(long bytes) {
        room.set(bytes);
    }

    void fatAt(String windowsPath) {
        try {
            fat = resolve(windowsPath, "C:\\");
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("No volume can be mounted at " + windowsPath + ".", e);
        }
    }

    void ntfsOnly() {
        fat = null;
    }

    /**
     * Takes room for what is going to be written.
     *
     * @throws DiskFullException when there is not so much
     */
    public void take(long bytes, Path file) throws DiskFullException {
        if (room.get() >= ROOM / 2) {
            return;
        }
        if (room.addAndGet(-bytes) < 0) {
            room.set(0);
            throw new DiskFullException(windowsPath(file));
        }
    }

    private static Iterable<String> names(String windowsPath, String currentDirectory) {
        String path = windowsPath.replace('/', '\\');
        if (path.length() > 2 && path.charAt(0) == '\\' && path.charAt(2) == ':') {
            path = path.substring(1);
        }
        if (path.startsWith("\\\\")) {
            throw new InvalidPathException(windowsPath, "There is no network to fetch this from");
        }
        Deque<String> names = new ArrayDeque<>();
        if (path.length() >= 2 && path.charAt(1) == ':') {
            if (Character.toUpperCase(path.charAt(0)) != 'C') {
                throw new InvalidPathException(windowsPath, "The drive does not exist");
            }
            path = path.substring(2);
            if (!path.startsWith("\\")) {
                names(currentDirectory, "C:\\").forEach(names::add);
            }
        } else if (!path.startsWith("\\")) {
            names(currentDirectory, "C:\\").forEach(names::add);
        }
        for (String name : path.split("\\\\", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(checked(name, windowsPath));
            }
        }
        return names;
    }

    private static String checked(String name, String windowsPath) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
            end--;
        }
        String stem = name.substring(0, end);
        boolean forbidden = stem.isEmpty()
                || stem.length() > 255
                || stem.chars().anyMatch(c -> c < ' ' || FORBIDDEN.indexOf(c) >= 0)
                || DEVICES.contains(stem.toUpperCase(Locale.ROOT));
        if (forbidden) {
            throw new InvalidPathException(windowsPath, "Windows does not allow this name");
        }
        return stem;
    }

    private static Path child(Path directory, String name) {
        Path exact = directory.resolve(name);
        if (Files.exists(exact)) {
            return exact;
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Iterator<Path> each = entries.iterator(); each.hasNext(); ) {
                    Path entry = each.next();
                    Path entryName = entry.getFileName();
                    if (entryName != null && entryName.toString().equalsIgnoreCase(name)) {
                        return entry;
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                return exact;
            }
        }
        return exact;
    }

    /** Where the part of the path that exists really lies. */
    private Path real(Path path) {
        @Nullable Path part = path;
        while (part != null && Files.notExists(part, LinkOption.NOFOLLOW_LINKS)) {
            part = part.getParent();
        }
        try {
            return part == null ? root : part.toRealPath();
        } catch (IOException e) {
            throw new InvalidPathException(windowsPath(path), "The name cannot be followed");
        }
    }
}
