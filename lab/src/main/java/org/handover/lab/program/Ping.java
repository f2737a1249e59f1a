package org.handover.lab.program;

import java.util.Locale;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/**
 * {@code ping [-n N] HOST}, by which scripts wait a second at a time. Only this server itself answers: of others the lab's ping
 * knows nothing, and says so as where no name is found.
 */
final class Ping implements Program {
    private static final Set<String> THIS_SERVER = Set.of("127.0.0.1", "::1", "localhost");

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        String host = "";
        int count = 4;
        for (int i = 0; i < invocation.arguments().size(); i++) {
            String argument = invocation.arguments().get(i);
            if (argument.equalsIgnoreCase("-n")
                    && i + 1 < invocation.arguments().size()) {
                String number = invocation.arguments().get(++i);
                count = number.matches("\\d{1,5}") ? Integer.parseInt(number) : count;
            } else if (!argument.startsWith("-")) {
                host = argument;
            }
        }
        boolean here = THIS_SERVER.contains(host.toLowerCase(Locale.ROOT))
                || host.equalsIgnoreCase(invocation.server().name());
        if (!here) {
            invocation.console().outLine(Phrases.say(invocation, "Nobody knows the host %s.", host));
            return 1;
        }
        invocation.console().outLine("\r\n" + Phrases.say(invocation, "Pinging %s with 32 bytes:", host));
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                Thread.sleep(1000);
            }
            invocation.console().outLine(Phrases.say(invocation, "Answer from %s: bytes=32 time<1ms TTL=128", host));
        }
        return 0;
    }
}
