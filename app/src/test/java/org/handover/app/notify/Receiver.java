package org.handover.app.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another system, on this computer: it answers as it was told to, and 200 otherwise. */
public final class Receiver implements AutoCloseable {

    public final List<Request> requests = new CopyOnWriteArrayList<>();

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    /** What came. */
    public record Request(String method, String path, HttpExchange exchange, String body) {
        public String header(String name) {
            return String.valueOf(exchange.getRequestHeaders().getFirst(name));
        }
    }

    private record Answer(int status, String body) {}

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.createContext("/", this::take);
        server.start();
    }

    Receiver answers(int status) {
        return answers(status, "");
    }

    Receiver answers(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    public URI at(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange, body));
            Answer next = answers.poll();
            byte[] answer = (next == null ? "{}" : next.body()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(next == null ? 200 : next.status(), answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
