package org.handover.lab.program.cmd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.handover.lab.windows.DiskFullException;
import org.handover.lab.windows.FileAccess;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;

/** cmd.exe's commands for files and folders, with the rights of the logon. */
final class FileCommands {
    private static final int DENIED = 5;

    private final CmdSession session;
    private final FileAccess files;
    private final FolderListing listing;

    FileCommands(CmdSession session) {
        this.session = session;
        this.files = session.server.files(session.logon);
        this.listing = new FolderListing(session);
    }

    int run(String name, String tail, Streams io) throws InterruptedException {
        Set<String> options = new HashSet<>();
        List<String> words = InternalCommands.words(tail, options);
        if (words.isEmpty() && !name.equals("dir")) {
            io.errLine(session.say("The syntax of the command is not right."));
            return 1;
        }
        if (words.stream().anyMatch(word -> word.startsWith("\\\\") || word.startsWith("//"))) {
            return elsewhere(io);
        }
        try {
            return switch (name) {
                case "md", "mkdir" -> makeFolders(words, io);
                case "rd", "rmdir" -> removeFolder(words.get(0), options, io);
                case "del", "erase" -> delete(words, options, io);
                case "type" -> type(words, io);
                case "copy" -> copy(tail, words, io);
                case "move" -> move(words, io);
                case "ren", "rename" -> rename(words, io);
                default -> listing.dir(words, options, io);
            };
        } catch (InvalidPathException e) {
            io.errLine(session.say("The name is not one that a file or folder can have here: %s", e.getInput()));
            return 1;
        } catch (NoSuchFileException e) {
            io.errLine(session.say("The file does not exist."));
            return 1;
        } catch (AccessDeniedException e) {
            io.errLine(session.say("Access is denied."));
            return name.equals("rd") || name.equals("rmdir") ? DENIED : 1;
        } catch (DiskFullException e) {
            io.errLine(session.say("There is not enough room on the disk."));
            return 1;
        } catch (IOException | UncheckedIOException e) {
            io.errLine(session.say("Access to the file or folder failed."));
            return 1;
        }
    }

    /** A key logon has no credentials for another machine; with a password there is still nobody at the other end here. */
    private int elsewhere(Streams io) {
        io.errLine(session.say(
                session.logon.kind() == Logon.Kind.PASSWORD
                        ? "The other server's share was not found."
                        : "Access is denied."));
        return 1;
    }

    int volume(Streams io) {
        return listing.volume(io);
    }

    private int makeFolders(List<String> names, Streams io) throws IOException {
        int result = 0;
        for (String name : names) {
            try {
                files.createFolder(name, session.currentDirectory);
                changed("folder made ", session.path(name));
            } catch (FileAlreadyExistsException e) {
                io.errLine(session.say("There is already a folder or file named %s.", name));
                result = 1;
            }
        }
        return result;
    }

    private int removeFolder(String name, Set<String> options, Streams io) throws IOException, InterruptedException {
        Path folder = session.path(name);
        if (!Files.isDirectory(folder) || folder.equals(session.server.disk().root())) {
            io.errLine(session.say(
                    Files.exists(folder) ? "This is not a folder that can be removed." : "The file does not exist."));
            return 2;
        }
        if (options.contains("/s")) {
            if (!options.contains("/q") && !agreed(session.say("%s: are you sure (Y/N)? ", name), io)) {
                return 0;
            }
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    files.delete(path);
                }
            }
        } else {
            try {
                files.delete(folder);
            } catch (DirectoryNotEmptyException e) {
                io.errLine(session.say("The folder is not empty."));
                return 145;
            }
        }
        changed("folder removed ", folder);
        return 0;
    }

    private boolean agreed(String question, Streams io) throws InterruptedException {
        String answer = io.asConsole().readStandardInput(question).strip();
        return answer.equalsIgnoreCase(session.say("Y"));
    }

    private int delete(List<String> names, Set<String> options, Streams io) throws IOException, InterruptedException {
        for (String name : names) {
            String what = !Wildcard.in(name) && Files.isDirectory(session.path(name)) ? name + "\\*" : name;
            boolean all = what.equals("*") || what.equals("*.*") || what.endsWith("\\*") || what.endsWith("\\*.*");
            if (all
                    && !options.contains("/q")
                    && !agreed(session.say("All files of %s, are you sure (Y/N)? ", what), io)) {
                continue;
            }
            List<Path> found = (Wildcard.in(what) ? Wildcard.match(session, what) : List.of(session.path(what)))
                    .stream().filter(Files::isRegularFile).toList();
            if (found.isEmpty()) {
                io.errLine(session.say("Nothing to delete: %s", name));
            }
            for (Path file : found) {
                try {
                    files.delete(file);
                    changed("file deleted ", file);
                } catch (AccessDeniedException e) {
                    io.outLine(session.server.disk().windowsPath(file));
                    io.errLine(session.say("Access is denied."));
                }
            }
        }
        return 0;
    }

    private int type(List<String> names, Streams io) throws IOException {
        for (String name : names) {
            if (!CmdSession.isNul(name)) {
                Path file = session.path(name);
                if (!Files.isRegularFile(file)) {
                    boolean folder = Files.isDirectory(file);
                    io.errLine(session.say(folder ? "Access is denied." : "The file does not exist."));
                    return 1;
                }
                io.out().write(new String(files.read(file), WindowsServer.OEM));
            }
        }
        return 0;
    }

    /** One file, those that a name with {@code *} stands for, or several with {@code +} between them into one. */
    private int copy(String tail, List<String> words, Streams io) throws IOException {
        if (tail.indexOf('+') >= 0 && words.stream().anyMatch(word -> word.indexOf('+') >= 0)) {
            return join(words, io);
        }
        String from = words.get(0);
        String to = words.size() > 1 ? words.get(1) : ".";
        List<Path> sources = CmdSession.isNul(from)
                ? List.of()
                : Wildcard.in(from) ? Wildcard.match(session, from) : List.of(session.path(from));
        int copied = 0;
        if (CmdSession.isNul(from) && words.size() > 1 && !CmdSession.isNul(to)) {
            Path target = session.path(to);
            files.write(target, new byte[0]);
            changed("file written ", target);
            copied++;
        }
        for (Path source : sources) {
            if (!Files.isRegularFile(source)) {
                continue;
            }
            if (Wildcard.in(from)) {
                io.outLine(Wildcard.nameOf(source));
            }
            if (CmdSession.isNul(to)) {
                files.requireRead(source);
            } else {
                Path target = target(to, source);
                if (target.equals(source)) {
                    io.errLine(session.say("A file cannot be copied onto itself."));
                    io.outLine(counted("%9d file(s) copied.", 0));
                    return 1;
                }
                files.copy(source, target);
                changed("file written ", target);
            }
            copied++;
        }
        if (copied == 0) {
            io.errLine(session.say("The file does not exist."));
        }
        io.outLine(counted("%9d file(s) copied.", copied));
        return copied == 0 ? 1 : 0;
    }

    private int join(List<String> words, Streams io) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int last = words.size() - 1;
        String target = words.get(last);
        String sources = String.join(" ", words.subList(0, last));
        if (target.indexOf('+') >= 0) {
            sources = String.join(" ", words);
            target = sources.substring(0, sources.indexOf('+')).strip();
        }
        for (String name : sources.split("\\+", -1)) {
            if (!name.isBlank()) {
                bytes.write(files.read(session.path(name.strip())));
            }
        }
        Path to = session.path(target);
        files.write(to, bytes.toByteArray());
        changed("file written ", to);
        io.outLine(counted("%9d file(s) copied.", 1));
        return 0;
    }

    private int move(List<String> words, Streams io) throws IOException {
        String from = words.get(0);
        List<Path> sources = Wildcard.in(from) ? Wildcard.match(session, from) : List.of(session.path(from));
        boolean folder = sources.size() == 1 && Files.isDirectory(sources.get(0));
        if (sources.isEmpty() || Files.notExists(sources.get(0))) {
            throw new NoSuchFileException(from);
        }
        for (Path source : sources) {
            Path target = target(words.size() > 1 ? words.get(1) : ".", source);
            if (!target.equals(source)) {
                files.move(source, target);
                changed("file written ", target);
            }
        }
        io.outLine(counted(folder ? "%9d dir(s) moved." : "%9d file(s) moved.", sources.size()));
        return 0;
    }

    private Path target(String to, Path source) {
        Path target = session.path(to);
        return Files.isDirectory(target)
                ? session.path(session.server.disk().windowsPath(target) + "\\" + Wildcard.nameOf(source))
                : target;
    }

    private String counted(String english, int count) {
        return session.say(english, count);
    }

    private int rename(List<String> names, Streams io) throws IOException {
        Path from = session.path(names.get(0));
        if (names.size() < 2 || names.get(1).indexOf('\\') >= 0) {
            io.errLine(session.say("The syntax of the command is not right."));
            return 1;
        }
        String name = names.get(1);
        if (name.startsWith("*.")) {
            String old = Wildcard.nameOf(from);
            int dot = old.lastIndexOf('.');
            name = (dot < 0 ? old : old.substring(0, dot)) + name.substring(1);
        }
        Path parent = from.getParent();
        Path to = session.path(session.server.disk().windowsPath(parent == null ? from : parent) + "\\" + name);
        if (Files.exists(to) && !to.equals(from)) {
            io.errLine(session.say("There is already a file of that name, or the file does not exist."));
            return 1;
        }
        files.move(from, to);
        changed("file renamed ", to);
        return 0;
    }

    private void changed(String what, Path path) {
        session.server.commandLog().changed(what + session.server.disk().windowsPath(path));
    }
}
