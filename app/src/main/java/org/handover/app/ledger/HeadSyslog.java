package org.handover.app.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.handover.verify.SignedHead;

/**
 * A syslog receiver: RFC 5424 messages by UDP (RFC 5426), or by TCP with the length before each (RFC 6587, 3.4.1). Neither answers,
 * so that a message may be lost on its way; a folder or mail says more.
 */
record HeadSyslog(URI address) implements HeadTarget {

    /** Facility 13 (log audit), severity 6 (informational). */
    private static final int PRIORITY = 13 * 8 + 6;

    private static final int LIMIT_MILLIS = 10_000;

    HeadSyslog {
        boolean known = "tcp".equals(address.getScheme()) || "udp".equals(address.getScheme());
        if (!known || address.getHost() == null || address.getPort() < 1) {
            throw new IllegalArgumentException(
                    "handover.ledger.heads.syslog is tcp://host:port or udp://host:port, not %s.".formatted(address));
        }
    }

    @Override
    public String name() {
        return "syslog " + address;
    }

    @Override
    public void send(SignedHead head) throws IOException {
        byte[] message = message(head, InetAddress.getLocalHost().getHostName());
        InetAddress[] receivers = InetAddress.getAllByName(address.getHost());
        if (address.getScheme().equals("udp")) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(message, message.length, receivers[0], address.getPort()));
            }
            return;
        }
        try (Socket socket = connected(receivers)) {
            OutputStream out = socket.getOutputStream();
            out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            out.write(message);
            out.flush();
        }
    }

    /** To the first of the name's addresses that listens. */
    private Socket connected(InetAddress[] receivers) throws IOException {
        IOException failure = new IOException("%s has no address.".formatted(address.getHost()));
        for (InetAddress receiver : receivers) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(receiver, address.getPort()), LIMIT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    /** The whole head on one line, so that it can be put together again. */
    static byte[] message(SignedHead head, String host) {
        String text = "<%d>1 %s %s handover %d head - %s"
                .formatted(
                        PRIORITY,
                        head.at(),
                        host,
                        ProcessHandle.current().pid(),
                        head.text().strip().replace("\n", "; "));
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
