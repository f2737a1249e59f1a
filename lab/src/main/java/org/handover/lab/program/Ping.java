package org.handover.lab.program;

import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Network;
import org.handover.lab.windows.Program;

/** {@code ping [-n N] HOST}, by which scripts wait a second at a time. */
final class Ping implements Program {
    private static final long PATIENCE_MILLIS = 4_000;

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
        Network.Reply reply = invocation.server().network().ping(host);
        if (reply == Network.Reply.NO_SUCH_NAME) {
            invocation.console().outLine(Phrases.say(invocation, "Nobody knows the host %s.", host));
            return 1;
        }
        invocation.console().outLine("\r\n" + Phrases.say(invocation, "Pinging %s with 32 bytes:", host));
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                Thread.sleep(1000);
            }
            if (reply == Network.Reply.NOTHING) {
                Thread.sleep(PATIENCE_MILLIS);
                invocation.console().outLine(Phrases.say(invocation, "No answer within the time."));
            } else {
                invocation
                        .console()
                        .outLine(Phrases.say(invocation, "Answer from %s: bytes=32 time<1ms TTL=128", host));
            }
        }
        return reply == Network.Reply.ANSWERED ? 0 : 1;
    }
}
