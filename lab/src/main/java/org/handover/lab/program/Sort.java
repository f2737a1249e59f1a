package org.handover.lab.program;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/** {@code sort [/r] [file]}: lines in the order of their letters, whatever their case. */
final class Sort implements Program {

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        Options options = new Options(invocation.arguments(), Set.of());
        Optional<List<String>> lines = TextInput.lines(invocation, options.words());
        if (lines.isEmpty()) {
            invocation.console().errLine(Phrases.say(invocation, "The file cannot be opened."));
            return 1;
        }
        Comparator<String> order = Comparator.comparing(line -> line.toLowerCase(Locale.ROOT));
        lines.get().stream().sorted(options.has("r") ? order.reversed() : order).forEach(invocation.console()::outLine);
        return 0;
    }
}
