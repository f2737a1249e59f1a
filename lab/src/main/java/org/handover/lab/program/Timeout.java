package org.handover.lab.program;

import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/** {@code timeout /t SECONDS}: without a console it refuses at once, as over SSH without a pty. */
final class Timeout implements Program {

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        Options options = new Options(invocation.arguments(), Set.of("t"));
        String seconds = options.value("t").or(() -> options.word(0)).orElse("");
        if (!seconds.matches("\\d{1,5}")) {
            invocation.console().errLine(Phrases.say(invocation, "ERROR: The number of seconds is missing."));
            return 1;
        }
        if (!invocation.console().isConsole()) {
            invocation
                    .console()
                    .errLine(
                            Phrases.say(invocation, "ERROR: Standard input is not a console, so there is no waiting."));
            return 1;
        }
        invocation.console().outLine(Phrases.say(invocation, "\r\nWaiting for %s seconds ...", seconds));
        Thread.sleep(1000L * Integer.parseInt(seconds));
        return 0;
    }
}
