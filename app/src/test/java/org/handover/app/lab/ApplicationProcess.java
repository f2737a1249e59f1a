package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.handover.app.HandoverApplication;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** The application as a process of its own, as {@code mvn spring-boot:run} starts it, with its own PostgreSQL and lab. */
public final class ApplicationProcess {

    public static final String PASSWORD = HandoverOnLabTest.PASSWORD;
    public static final String RESTORE_PASSWORD = "restore-me-please";

    /** The last that a start says: the failover that waits, or has ended. */
    private static final Pattern SAYS_ITS_FAILOVER = Pattern.compile("(?i)failover FO-000001");

    private final Process process;
    private final Path data;
    private final Path log;
    private final MockEnvironment environment = new MockEnvironment();
    private final Drive drive;

    private ApplicationProcess(Process process, Path data, Path log, int port) {
        this.process = process;
        this.data = data;
        this.log = log;
        environment.setProperty("local.server.port", Integer.toString(port));
        this.drive = new Drive(environment, "auditor");
    }

    /** @param settings variables of its environment, beside the usual ones */
    public static Process process(Path data, int port, Path log, Map<String, String> settings) throws IOException {
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                HandoverApplication.class.getName(),
                "--server.port=" + port,
                "--handover.data=" + data,
                "--handover.lab.classes="
                        + Path.of("..", "lab", "target", "classes")
                                .toAbsolutePath()
                                .normalize(),
                "--handover.agreement-wait=PT2S",
                "--handover.lab.poll-seconds=0.3",
                "--handover.lab.start-seconds=0.2");
        Map<String, String> environment = builder.environment();
        environment.put(
                "CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        environment.put("HANDOVER_DEMO_PASSWORD", PASSWORD);
        environment.put("HANDOVER_DEMO_RESTORE_PASSWORD", RESTORE_PASSWORD);
        environment.putAll(settings);
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    public static ApplicationProcess start(Path data) throws IOException {
        return start(data, freePort(), Map.of());
    }

    public static ApplicationProcess start(Path data, int port, Map<String, String> settings) throws IOException {
        Path log = data.resolveSibling(data.getFileName() + "-" + port + ".log");
        Process process = process(data, port, log, settings);
        Awaitility.await("the application is ready")
                .atMost(Duration.ofMinutes(3))
                .until(() -> SAYS_ITS_FAILOVER.matcher(Files.readString(log)).find() || !process.isAlive());
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        return new ApplicationProcess(process, data, log, port);
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public Drive drive() {
        return drive;
    }

    public Environment environment() {
        return environment;
    }

    public TestLab lab() {
        return TestLab.foundIn(data.resolve("lab"));
    }

    public long pid() {
        return process.pid();
    }

    public String output() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    public void killNine() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    public void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
