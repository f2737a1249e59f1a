package org.handover.lab.windows;

import java.util.Locale;
import java.util.Set;

/** Whom one server reaches on the wire. */
public interface Network {

    /** What becomes of a packet. */
    enum Reply {
        ANSWERED,
        /** Nothing comes back, as from a computer that is off and through a firewall. */
        NOTHING,
        NO_SUCH_NAME
    }

    /** The endpoint mapper, through which the services of Windows find each other. */
    int RPC = 135;

    /** A connection to a port of a computer. */
    Reply connect(String computer, int port);

    /** An echo request. */
    Reply ping(String computer);

    /** A server that is alone in the world. */
    static Network ofOnly(WindowsServer server) {
        return new Network() {
            @Override
            public Reply connect(String computer, int port) {
                return !isItself(server, computer)
                        ? Reply.NO_SUCH_NAME
                        : isOpenOnWindows(port) ? Reply.ANSWERED : Reply.NOTHING;
            }

            @Override
            public Reply ping(String computer) {
                return isItself(server, computer) ? Reply.ANSWERED : Reply.NO_SUCH_NAME;
            }
        };
    }

    static boolean isItself(WindowsServer server, String computer) {
        String bare = computer.toLowerCase(Locale.ROOT);
        return Set.of("127.0.0.1", "::1", "localhost", ".", server.name().toLowerCase(Locale.ROOT))
                .contains(bare);
    }

    /** What every Windows server of the lab listens on: SSH, the endpoint mapper, files. */
    static boolean isOpenOnWindows(int port) {
        return port == 22 || port == RPC || port == 445;
    }
}
