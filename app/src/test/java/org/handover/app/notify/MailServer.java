package org.handover.app.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks as much SMTP as it takes to refuse addresses (RFC 5321), which the usual one for tests does not. */
final class MailServer implements AutoCloseable {

    final List<String> taken = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final String refused;

    /** @param refused part of the addresses that it does not know */
    MailServer(String refused) throws IOException {
        this.refused = refused;
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                speak(socket);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void speak(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        say(socket, "220 ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String word = line.toUpperCase(Locale.ROOT);
            if (word.startsWith("RCPT")) {
                say(socket, line.contains(refused) ? "550 no such mailbox" : "250 ok");
                if (!line.contains(refused)) {
                    taken.add(line);
                }
            } else if (word.equals("DATA")) {
                say(socket, "354 go on");
                String text;
                do {
                    text = in.readLine();
                } while (text != null && !text.equals("."));
                say(socket, "250 taken");
            } else {
                say(socket, word.startsWith("QUIT") ? "221 bye" : "250 ok");
            }
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
