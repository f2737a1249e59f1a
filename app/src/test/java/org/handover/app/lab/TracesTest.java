package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application as a process of its own, whose spans go to a collector in OpenTelemetry's protocol, and whose log is JSON. */
@Tag("long")
class TracesTest {

    private static final Path WORK = Path.of("target", "test-data").toAbsolutePath();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final List<byte[]> received = new CopyOnWriteArrayList<>();

    @Test
    void theStepsAndCommandsOfARunAreInTheTraceOfItsIncidentAndItsLogLinesSayWhichRunItIs() throws Exception {
        HttpServer collector = collector();
        Path data = WORK.resolve("traces-" + ProcessHandle.current().pid());
        Path log = data.resolveSibling(data.getFileName() + ".jsonl");
        ApplicationProcess application = ApplicationProcess.start(
                data,
                ApplicationProcess.freePort(),
                Map.of(
                        "MANAGEMENT_OTLP_TRACING_ENDPOINT",
                        "http://127.0.0.1:%d/v1/traces"
                                .formatted(collector.getAddress().getPort()),
                        "LOGGING_FILE_NAME",
                        log.toString(),
                        "LOGGING_STRUCTURED_FORMAT_FILE",
                        "ecs",
                        "LOGGING_LEVEL_ORG_HANDOVER_APP_TRACE",
                        "debug"));
        try {
            String id = startRehearsal(application.drive());
            application.drive().task(id, "approveChange");

            Awaitility.await("spans arrive").untilAsserted(() -> assertThat(inTheTrace())
                    .contains("http post /api/failovers", "step lookAtEstate", "type ssomanage", id));
            assertThat(text(received)).doesNotContain("-displaydb");
            List<String> lines = Files.readAllLines(log);
            for (String line : lines) {
                new ObjectMapper().readTree(line);
            }
            assertThat(lines).anyMatch(line -> line.contains("\"failover\":\"%s\"".formatted(id)));
        } finally {
            application.stop();
            collector.stop(0);
        }
    }

    private static String startRehearsal(Drive drive) {
        Drive.Reply started = drive.call(
                "operator",
                "POST",
                "/api/failovers",
                Map.of(
                        "ssoSystem", "CONTOSO",
                        "newMasterSecretServer", "SSO02",
                        "situation", "master-lost",
                        "rehearsal", true,
                        "reason", "To be traced"),
                "traceparent",
                "00-" + TRACE + "-00f067aa0ba902b7-01");
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        return started.body().path("id").asText();
    }

    /** What was sent in which the trace is named. */
    private String inTheTrace() {
        byte[] trace = HexFormat.of().parseHex(TRACE);
        return text(received.stream()
                .filter(export -> text(List.of(export)).contains(text(List.of(trace))))
                .toList());
    }

    /** Texts stand in the protocol as they are. */
    private static String text(List<byte[]> exports) {
        StringBuilder all = new StringBuilder();
        exports.forEach(export -> all.append(new String(export, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    private HttpServer collector() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
