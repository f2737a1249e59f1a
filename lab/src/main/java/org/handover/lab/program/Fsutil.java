package org.handover.lab.program;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.handover.lab.windows.Disk;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/** {@code fsutil fsinfo drives|volumeinfo C:} and {@code fsutil volume diskfree C:}. Source: docs/entsso.md 7. */
final class Fsutil implements Program {

    /** How large drive C: of a server says it is. Invented. */
    private static final long DRIVE_BYTES = 64L << 30;

    @Override
    public int run(Invocation invocation) {
        List<String> arguments = invocation.arguments();
        String what = String.join(" ", arguments.subList(0, Math.min(2, arguments.size())))
                .toLowerCase(Locale.ROOT);
        if (what.equals("fsinfo drives")) {
            print(invocation, "Drives: %s", "C:\\ ");
            return 0;
        }
        if (arguments.size() < 3
                || !List.of("fsinfo volumeinfo", "volume diskfree").contains(what)) {
            invocation
                    .console()
                    .errLine("The lab's fsutil knows: fsinfo drives, fsinfo volumeinfo C:, volume diskfree C:");
            return 1;
        }
        Disk disk = invocation.server().disk();
        Path path;
        try {
            path = disk.resolve(arguments.get(2) + "\\", "C:\\");
        } catch (InvalidPathException e) {
            return missing(invocation);
        }
        boolean volume = path.equals(disk.root())
                || disk.fatMountedAt()
                        .filter(disk.windowsPath(path)::equalsIgnoreCase)
                        .isPresent();
        if (!volume || !Files.isDirectory(path)) {
            return missing(invocation);
        }
        if (what.startsWith("volume")) {
            long free = disk.bytesFree();
            print(invocation, "Total # of free bytes : %s", Long.toString(free));
            print(invocation, "Total # of bytes : %s", Long.toString(Math.max(DRIVE_BYTES, free)));
            print(invocation, "Total # of avail free bytes : %s", Long.toString(free));
            return 0;
        }
        print(invocation, "Volume Name : %s", "");
        print(invocation, "Volume Serial Number : %s", "0x5c0a1ab0");
        print(invocation, "File System Name : %s", disk.fileSystem(path));
        return 0;
    }

    private static int missing(Invocation invocation) {
        invocation.console().outLine(Phrases.say(invocation, "Error: there is no such volume."));
        return 1;
    }

    private static void print(Invocation invocation, String english, String value) {
        invocation.console().outLine(Phrases.say(invocation, english, value));
    }
}
