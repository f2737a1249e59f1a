package org.handover.lab.program;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ProcessTable.Entry;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.ServiceView;

/**
 * {@code taskkill /pid N | /im NAME [/f] [/t]}. A process without a window only ends with {@code /f}; one of somebody else only
 * for an administrator; a service that is ended so does not say goodbye. Exit code 128 where there is no such process.
 */
final class Taskkill implements Program {
    private static final int NO_SUCH_PROCESS = 128;

    @Override
    public int run(Invocation invocation) {
        Options options = new Options(invocation.arguments(), Set.of("pid", "im", "fi"));
        Optional<String> id = options.value("pid");
        Optional<String> image = options.value("im");
        if (id.isEmpty() && image.isEmpty()) {
            invocation.console().errLine("ERROR: The lab's taskkill knows: TASKKILL /PID n | /IM name [/F] [/T]");
            return 1;
        }
        List<Entry> found = invocation.server().processes().list().stream()
                .filter(entry -> id.map(number -> number.equals(Integer.toString(entry.id())))
                        .orElse(true))
                .filter(entry -> image.map(name -> matches(entry.image(), name)).orElse(true))
                .toList();
        if (found.isEmpty()) {
            invocation
                    .console()
                    .errLine(Phrases.say(
                            invocation,
                            "ERROR: There is no process \"%s\".",
                            id.or(() -> image).orElse("")));
            return NO_SUCH_PROCESS;
        }
        int code = 0;
        for (Entry entry : found) {
            code = Math.max(code, end(invocation, entry, options.has("f")));
        }
        return code;
    }

    private static int end(Invocation invocation, Entry entry, boolean force) {
        boolean own = entry.account().equalsIgnoreCase(invocation.logon().account());
        if (!own && !invocation.logon().isLocalAdministrator()) {
            return failed(invocation, "ERROR: Process %d cannot be ended: access is denied.", entry.id());
        }
        if (!force) {
            return failed(invocation, "ERROR: Process %d only ends with /F.", entry.id());
        }
        Optional<ServiceView> service = invocation.server().services().list().stream()
                .filter(view -> view.processId() == entry.id())
                .findFirst();
        if (service.isPresent()) {
            invocation.server().services().kill(service.get().name());
        } else if (!invocation.server().processes().kill(entry.id())) {
            return failed(invocation, "ERROR: Process %d cannot be ended: access is denied.", entry.id());
        }
        invocation.server().commandLog().changed("process ended " + entry.image());
        invocation
                .console()
                .outLine(Phrases.say(
                        invocation, "SUCCESS: Process \"%s\" with PID %d has ended.", entry.image(), entry.id()));
        return 0;
    }

    private static int failed(Invocation invocation, String english, int id) {
        invocation.console().errLine(Phrases.say(invocation, english, id));
        return 1;
    }

    private static boolean matches(String image, String mask) {
        return mask.endsWith("*")
                ? image.toLowerCase(Locale.ROOT)
                        .startsWith(mask.substring(0, mask.length() - 1).toLowerCase(Locale.ROOT))
                : image.equalsIgnoreCase(mask);
    }
}
