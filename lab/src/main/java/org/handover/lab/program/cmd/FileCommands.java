package org.handover.lab.program.cmd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.handover.lab.windows.WindowsServer;

/** cmd.exe's commands for files and folders. */
final class FileCommands {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy  hh:mm a", Locale.ENGLISH);
    private static final String NO_SUCH_FILE = "The file does not exist.";

    private final CmdSession session;

    FileCommands(CmdSession session) {
        this.session = session;
    }

    int run(String name, String tail, Streams io) throws InterruptedException {
        Set<String> options = new HashSet<>();
        List<String> words = InternalCommands.words(tail, options);
        if (words.isEmpty() && !name.equals("dir")) {
            io.errLine("The command needs the name of a file or folder.");
            return 1;
        }
        try {
            return switch (name) {
                case "md", "mkdir" -> makeFolders(words, io);
                case "rd", "rmdir" -> removeFolder(words.get(0), options, io);
                case "del", "erase" -> delete(words, options, io);
                case "type" -> type(words, io);
                case "copy" -> copy(words, false, io);
                case "move" -> copy(words, true, io);
                case "ren", "rename" -> rename(words, io);
                default -> dir(words, options, io);
            };
        } catch (InvalidPathException e) {
            io.errLine("The name is not one that a file or folder can have here: " + e.getInput());
            return 1;
        } catch (NoSuchFileException e) {
            io.errLine(NO_SUCH_FILE);
            return 1;
        } catch (IOException | UncheckedIOException e) {
            io.errLine("Access to the file or folder failed.");
            return 1;
        }
    }

    private int makeFolders(List<String> names, Streams io) throws IOException {
        int result = 0;
        for (String name : names) {
            try {
                session.server.disk().createDirectory(name, session.currentDirectory);
                changed("folder made ", session.path(name));
            } catch (FileAlreadyExistsException e) {
                io.errLine("There is already a folder or file named " + name + ".");
                result = 1;
            }
        }
        return result;
    }

    private int removeFolder(String name, Set<String> options, Streams io) throws IOException {
        Path folder = session.path(name);
        if (!Files.isDirectory(folder) || folder.equals(session.server.disk().root())) {
            io.errLine(Files.exists(folder) ? "This is not a folder that can be removed." : NO_SUCH_FILE);
            return 2;
        }
        if (options.contains("/s")) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } else {
            try {
                Files.delete(folder);
            } catch (DirectoryNotEmptyException e) {
                io.errLine("The folder is not empty.");
                return 145;
            }
        }
        changed("folder removed ", folder);
        return 0;
    }

    private int delete(List<String> names, Set<String> options, Streams io) throws IOException, InterruptedException {
        for (String name : names) {
            String what = !Wildcard.in(name) && Files.isDirectory(session.path(name)) ? name + "\\*" : name;
            boolean all = what.endsWith("*") || what.endsWith("*.*");
            if (all && !options.contains("/q")) {
                io.out().write("All files of " + what + ", are you sure (Y/N)? ");
                if (!io.in().line().orElse("n").strip().equalsIgnoreCase("y")) {
                    continue;
                }
            }
            List<Path> files = (Wildcard.in(what) ? Wildcard.match(session, what) : List.of(session.path(what)))
                    .stream().filter(Files::isRegularFile).toList();
            if (files.isEmpty()) {
                io.errLine("Nothing to delete: " + name);
            }
            for (Path file : files) {
                Files.delete(file);
                changed("file deleted ", file);
            }
        }
        return 0;
    }

    private int type(List<String> names, Streams io) throws IOException {
        for (String name : names) {
            if (!CmdSession.isNul(name)) {
                Path file = session.path(name);
                if (!Files.isRegularFile(file)) {
                    io.errLine(Files.isDirectory(file) ? "A folder cannot be typed." : NO_SUCH_FILE);
                    return 1;
                }
                io.out().write(new String(Files.readAllBytes(file), WindowsServer.OEM));
            }
        }
        return 0;
    }

    private int copy(List<String> names, boolean move, Streams io) throws IOException {
        Path from = session.path(names.get(0));
        Path to = session.path(names.size() > 1 ? names.get(1) : Wildcard.nameOf(from));
        if (Files.isDirectory(to)) {
            to = session.path(session.server.disk().windowsPath(to) + "\\" + Wildcard.nameOf(from));
        }
        if (from.equals(to)) {
            io.errLine("A file cannot be copied onto itself.");
            return 1;
        }
        if (move) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        changed("file written ", to);
        io.outLine("        1 file(s) " + (move ? "moved." : "copied."));
        return 0;
    }

    private int rename(List<String> names, Streams io) throws IOException {
        Path from = session.path(names.get(0));
        if (names.size() < 2 || names.get(1).indexOf('\\') >= 0) {
            io.errLine("The new name is a name, not a path.");
            return 1;
        }
        Path parent = from.getParent();
        Path to = session.path(session.server.disk().windowsPath(parent == null ? from : parent) + "\\" + names.get(1));
        if (Files.exists(to) && !to.equals(from)) {
            io.errLine("There is already a file of that name, or the file does not exist.");
            return 1;
        }
        Files.move(from, to);
        changed("file renamed ", to);
        return 0;
    }

    private int dir(List<String> names, Set<String> options, Streams io) throws IOException {
        boolean bare = options.contains("/b");
        for (String name : names.isEmpty() ? List.of(".") : names) {
            boolean folder = !Wildcard.in(name) && Files.isDirectory(session.path(name));
            List<Path> found;
            if (folder) {
                found = Wildcard.match(session, session.server.disk().windowsPath(session.path(name)) + "\\*");
            } else if (Wildcard.in(name)) {
                found = Wildcard.match(session, name);
            } else {
                found = Files.exists(session.path(name)) ? List.of(session.path(name)) : List.of();
            }
            if (options.contains("/ad") || options.contains("/a:d")) {
                found = found.stream().filter(Files::isDirectory).toList();
            } else if (options.contains("/a-d") || options.contains("/a:-d")) {
                found = found.stream().filter(Files::isRegularFile).toList();
            }
            if (found.isEmpty() && !(folder && !bare)) {
                io.errLine("No file was found.");
                return 1;
            }
            if (bare) {
                found.forEach(path -> io.outLine(Wildcard.nameOf(path)));
            } else {
                list(session.path(folder ? name : parentOf(name)), found, io);
            }
        }
        return 0;
    }

    private void list(Path folder, List<Path> found, Streams io) throws IOException {
        io.outLine(" Volume in drive C has no label.");
        io.outLine(" Volume Serial Number is 5C0A-1AB0");
        io.outLine("");
        io.outLine(" Directory of " + session.server.disk().windowsPath(folder));
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
            String kind = isFolder ? "   <DIR>         " : String.format(Locale.ROOT, "%,17d", size);
            io.outLine(at.format(DATE) + " " + kind + " " + Wildcard.nameOf(path));
        }
        io.outLine(String.format(Locale.ROOT, "%16d File(s) %,14d bytes", files, bytes));
        io.outLine(String.format(Locale.ROOT, "%16d Dir(s)  %,14d bytes free", found.size() - files, 40_000_000_000L));
    }

    private static String parentOf(String name) {
        String path = name.replace('/', '\\');
        int slash = path.lastIndexOf('\\');
        return slash < 0 ? "." : path.substring(0, slash + 1);
    }

    private void changed(String what, Path path) {
        session.server.commandLog().changed(what + session.server.disk().windowsPath(path));
    }
}
