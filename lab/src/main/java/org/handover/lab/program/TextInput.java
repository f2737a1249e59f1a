package org.handover.lab.program;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.WindowsServer;

/** What a filter such as {@code find} reads: the files that it is given, or standard input. */
final class TextInput {
    private TextInput() {}

    /** The lines, or nothing where a file cannot be read. */
    static Optional<List<String>> lines(Invocation invocation, List<String> files) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        if (files.isEmpty()) {
            for (Optional<String> line = invocation.console().standardInputLine();
                    line.isPresent();
                    line = invocation.console().standardInputLine()) {
                lines.add(line.get());
            }
            return Optional.of(lines);
        }
        for (String name : files) {
            try {
                Path file = invocation.server().disk().resolve(name, invocation.currentDirectory());
                new String(invocation.server().files(invocation.logon()).read(file), WindowsServer.OEM)
                        .lines()
                        .forEach(lines::add);
            } catch (IOException | InvalidPathException e) {
                return Optional.empty();
            }
        }
        return Optional.of(lines);
    }
}
