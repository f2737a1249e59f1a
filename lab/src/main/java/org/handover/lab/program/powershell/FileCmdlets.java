package org.handover.lab.program.powershell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Map;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.WindowsServer;

/** {@code Get-Content}, {@code Test-Path} and {@code Join-Path}. */
final class FileCmdlets {
    private final Invocation invocation;

    FileCmdlets(Invocation invocation) {
        this.invocation = invocation;
    }

    Map<String, Cmdlet> all() {
        return Map.of(
                "Get-Content", this::content,
                "gc", this::content,
                "cat", this::content,
                "type", this::content,
                "Test-Path", this::exists,
                "Join-Path", FileCmdlets::join);
    }

    private void content(Cmdlet.Call call) throws PsError, InterruptedException {
        for (String name : call.parameters("Path", "-Encoding").names("Path")) {
            try {
                byte[] bytes = invocation
                        .server()
                        .files(invocation.logon())
                        .read(invocation.server().disk().resolve(name, invocation.currentDirectory()));
                new String(bytes, WindowsServer.OEM).lines().forEach(call.out()::put);
            } catch (IOException | InvalidPathException e) {
                call.interpreter()
                        .failed(PsError.of(
                                name + " : this was not done.",
                                "PathNotFound,Microsoft.PowerShell.Commands.GetContentCommand"));
            }
        }
    }

    private void exists(Cmdlet.Call call) throws PsError, InterruptedException {
        for (String name : call.parameters("Path", "-PathType").names("Path")) {
            boolean there;
            try {
                there = Files.exists(invocation.server().disk().resolve(name, invocation.currentDirectory()));
            } catch (InvalidPathException e) {
                there = false;
            }
            call.out().put(there);
        }
    }

    private static void join(Cmdlet.Call call) throws PsError, InterruptedException {
        Cmdlet.Parameters given = call.parameters("Path", "ChildPath");
        String path = given.text("Path");
        if (path.isEmpty()) {
            throw PsError.of("Join-Path : Path is empty.", "ParameterArgumentValidationErrorNullNotAllowed");
        }
        String child = given.text("ChildPath");
        call.out()
                .put((path.endsWith("\\") ? path : path + "\\")
                        + (child.startsWith("\\") ? child.substring(1) : child));
    }
}
