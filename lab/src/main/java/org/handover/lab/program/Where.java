package org.handover.lab.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.WindowsServer.Installed;

/** {@code where NAME}: the programs of that name in the current folder and along the path; exit code 1 where there is none. */
final class Where implements Program {
    private static final List<String> EXTENSIONS = List.of("", ".com", ".exe", ".bat", ".cmd");

    @Override
    public int run(Invocation invocation) {
        List<String> found = new ArrayList<>();
        List<String> folders = new ArrayList<>(List.of(invocation.currentDirectory()));
        String path = invocation.server().environment(invocation.logon()).getOrDefault("Path", "");
        folders.addAll(List.of(path.split(";", -1)));
        for (String name : invocation.arguments()) {
            for (String folder : folders) {
                for (String extension : EXTENSIONS) {
                    Optional<Installed> program = invocation.server().program(name + extension, folder);
                    program.map(Installed::path)
                            .filter(each -> !found.contains(each))
                            .ifPresent(found::add);
                }
            }
        }
        if (found.isEmpty()) {
            invocation.console().errLine(Phrases.say(invocation, "INFO: Nothing of that name is on the path."));
            return 1;
        }
        found.forEach(each ->
                invocation.console().outLine(each.toLowerCase(Locale.ROOT).startsWith("c:") ? each : ""));
        return 0;
    }
}
