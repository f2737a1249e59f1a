package org.handover.lab.windows;

import java.util.List;

/**
 * One start of a {@link Program}.
 *
 * @param arguments what the C runtime makes of the command tail, without the program's own name
 * @param commandTail the command line after the program's name, untouched
 * @param currentDirectory the Windows path that a relative file name is resolved against
 */
public record Invocation(
        WindowsServer server,
        Logon logon,
        List<String> arguments,
        String commandTail,
        String currentDirectory,
        ProcessConsole console) {}
