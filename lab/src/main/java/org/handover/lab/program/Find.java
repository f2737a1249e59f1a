package org.handover.lab.program;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/** {@code find [/i] [/v] [/c] [/n] "text" [file ...]}: exit code 0 when a line was found, 1 when none, 2 when it could not look. */
final class Find implements Program {

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        Options options = new Options(invocation.arguments(), Set.of());
        Optional<String> text = options.word(0);
        if (text.isEmpty() || invocation.commandTail().indexOf('"') < 0) {
            invocation.console().errLine("FIND: the text must stand in quotes.");
            return 2;
        }
        List<String> files = options.words().subList(1, options.words().size());
        Optional<List<String>> lines = TextInput.lines(invocation, files);
        if (lines.isEmpty()) {
            invocation.console().errLine(Phrases.say(invocation, "The file does not exist."));
            return 2;
        }
        if (!files.isEmpty()) {
            invocation
                    .console()
                    .outLine("\r\n---------- " + String.join(" ", files).toUpperCase(Locale.ROOT));
        }
        int found = 0;
        for (int i = 0; i < lines.get().size(); i++) {
            String line = lines.get().get(i);
            boolean contains = options.has("i")
                    ? line.toLowerCase(Locale.ROOT).contains(text.get().toLowerCase(Locale.ROOT))
                    : line.contains(text.get());
            if (contains != options.has("v")) {
                found++;
                if (!options.has("c")) {
                    invocation.console().outLine((options.has("n") ? "[" + (i + 1) + "]" : "") + line);
                }
            }
        }
        if (options.has("c")) {
            invocation.console().outLine(Integer.toString(found));
        }
        return found > 0 ? 0 : 1;
    }
}
