package org.handover.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.handover.app.lab.ApplicationProcess;

/** The application's database as a process that can be killed, stopped and started again where it was; not that of the lab. */
final class Postgres implements AutoCloseable {

    private static final Path BINARIES =
            Path.of("target", "test-labs", "binaries").toAbsolutePath();

    private final Path data;
    private final int port;
    private final Line line;
    private volatile EmbeddedPostgres running;
    private final HikariDataSource beside = new HikariDataSource();

    Postgres(Path data) throws IOException, SQLException {
        this.data = data;
        this.port = ApplicationProcess.freePort();
        this.line = new Line("127.0.0.1", port);
        this.running = start();
        try (Connection connection = running.getDatabase("postgres", "postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create role handover_owner login");
            statement.execute("create role handover_app login");
            statement.execute("create database handover owner handover_owner");
            statement.execute("grant connect on database handover to handover_app");
        }
        beside.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/handover?user=postgres&socketTimeout=30".formatted(port));
        beside.setMaximumPoolSize(6);
        beside.setConnectionTimeout(5_000);
        beside.setKeepaliveTime(0);
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(BINARIES.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("unix_socket_directories", "")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    /** What the application is told. */
    Map<String, Object> settings() {
        String url = "jdbc:postgresql://127.0.0.1:%d/handover".formatted(line.port());
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("spring.datasource.url", url);
        settings.put("spring.datasource.username", "handover_app");
        settings.put("spring.datasource.password", "trusted");
        settings.put("spring.flyway.url", url);
        settings.put("spring.flyway.user", "handover_owner");
        settings.put("spring.flyway.password", "trusted");
        return settings;
    }

    /** Beside the application, whatever becomes of its line. */
    Connection connect() throws SQLException {
        return beside.getConnection();
    }

    private void startAgain() throws IOException {
        running.close();
        running = start();
        beside.getHikariPoolMXBean().softEvictConnections();
    }

    /** As {@code pg_ctl restart -m fast} does: every connection ends with a word. */
    void restart() throws IOException {
        startAgain();
    }

    /** As a power failure does, and started again after a while. */
    void killNineAndStart(Duration away) throws IOException {
        signal("KILL");
        Pause.of(away);
        startAgain();
    }

    /** It does not answer, and nobody is told; afterwards it goes on as if nothing had been. */
    void freeze(Duration away) throws IOException {
        signal("STOP");
        Pause.of(away);
        signal("CONT");
    }

    /** What is sent to and fro vanishes for a while; then every connection that was open ends. */
    void cutOff(Duration away) {
        line.swallow();
        Pause.of(away);
        line.mend();
    }

    /** As {@link #cutOff}, but no connection ever ends: those that were open are never answered again. */
    void forget(Duration away) {
        line.swallow();
        Pause.of(away);
        line.forget();
    }

    private void signal(String signal) throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                        .get(0)
                        .strip()))
                .orElseThrow();
        Signal.send(
                signal,
                Stream.concat(Stream.of(postmaster), postmaster.descendants())
                        .mapToLong(ProcessHandle::pid)
                        .toArray());
        if (signal.equals("KILL")) {
            postmaster.onExit().join();
            assertThat(postmaster.isAlive()).isFalse();
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
        beside.close();
        running.close();
    }
}
