package org.handover.tool;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.Transcript;

/** Reads what {@code sc} prints: numbers and their places, no words. */
final class ScReader {
    private static final Pattern COUNT = Pattern.compile("(?:\\[SC]|Enum:).*=\\s*(\\d{1,5})");
    private static final Pattern FAILED = Pattern.compile("\\[SC][^\\r\\n\\[]*?\\b(\\d{1,5})\\s*+:");
    private static final String NO_SUCH_SERVICE = "1060";

    private ScReader() {}

    static ServiceStatus status(Transcript transcript) {
        Matcher failed = FAILED.matcher(transcript.output());
        if (failed.find()) {
            return failed.group(1).equals(NO_SUCH_SERVICE)
                    ? new ServiceStatus.NotInstalled()
                    : new ServiceStatus.CannotTell("sc reports error " + failed.group(1) + ".");
        }
        Optional<List<ScBlock>> blocks = ScBlock.all(Texts.lines(transcript));
        if (blocks.isEmpty() || blocks.get().size() != 1) {
            return new ServiceStatus.CannotTell(
                    "sc queryex does not print one service in the layout that is known here.");
        }
        ScBlock service = blocks.get().get(0);
        return service.processId()
                .<ServiceStatus>map(id -> new ServiceStatus.Known(service.state(), id, service.win32ExitCode()))
                .orElseGet(() ->
                        new ServiceStatus.CannotTell("sc queryex does not print the id of the service's process."));
    }

    /** Takes the answer only where as many services are printed as the heading counts. */
    static Dependents dependents(Transcript transcript) {
        List<String> lines = Texts.lines(transcript);
        Matcher count = COUNT.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!count.matches()) {
            Matcher failed = FAILED.matcher(transcript.output());
            if (failed.find()) {
                return failed.group(1).equals(NO_SUCH_SERVICE)
                        ? new Dependents.NotInstalled()
                        : new Dependents.CannotTell("sc reports error " + failed.group(1) + ".");
            }
            return new Dependents.CannotTell("sc enumdepend does not print how many services depend on this one.");
        }
        Optional<List<ScBlock>> blocks = ScBlock.all(lines.subList(1, lines.size()));
        if (blocks.isEmpty() || blocks.get().size() != Integer.parseInt(count.group(1))) {
            return new Dependents.CannotTell(
                    "sc enumdepend does not print as many services as it counts, in the layout that is known here.");
        }
        return new Dependents.Known(blocks.get().stream()
                .map(block -> new Dependents.Dependent(block.name(), block.state()))
                .toList());
    }
}
