package org.handover.app.start;

/** Another program listens on the port that this one is to listen on. */
final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(int port) {
        super("Port %d is taken by another program.".formatted(port));
        this.port = port;
    }

    int port() {
        return port;
    }
}
