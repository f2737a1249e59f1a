package org.handover.app.start;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of an installation that was given none (docs/decisions/0002). It keeps its data, flushes them to disk and
 * asks for passwords. One that a killed application left running is found and used.
 */
final class OwnPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnPostgres.class);
    private static final String LOG_FILE = "postgres.log";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final DataFolder data;
    private final FileChannel claim;
    private final Path cluster;
    private final Path log;
    private final String superuserPassword;
    private final int port;
    private final @Nullable EmbeddedPostgres started;
    private final @Nullable ProcessHandle found;

    OwnPostgres(DataFolder data) {
        this.data = data;
        this.claim = data.claim();
        this.cluster = data.path("postgres");
        this.log = data.path(LOG_FILE);
        this.superuserPassword = data.internalPassword("postgres");
        Optional<Postmaster> running = findRunning();
        if (running.isPresent()) {
            this.found = running.get().process();
            this.port = running.get().port();
            this.started = null;
            LOG.info("Found this installation's PostgreSQL running on port {}.", port);
        } else {
            this.found = null;
            this.port = freePort();
            this.started = start();
        }
        data.write("postgres.port", Integer.toString(port));
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** Makes the role where it is missing, with this installation's password. */
    String role(String name) {
        String password = data.internalPassword(name);
        withSuperuser("postgres", connection -> {
            boolean missing = !exists(connection, "select 1 from pg_roles where rolname = '%s'".formatted(name));
            if (missing) {
                run(connection, "create role %s login password '%s'".formatted(name, password));
            }
        });
        return password;
    }

    void database(String name, String owner) {
        withSuperuser("postgres", connection -> {
            if (!exists(connection, "select 1 from pg_database where datname = '%s'".formatted(name))) {
                run(connection, "create database %s owner %s".formatted(name, owner));
                run(connection, "revoke connect on database %s from public".formatted(name));
            }
        });
    }

    void letConnect(String role, String database) {
        withSuperuser(
                "postgres",
                connection -> run(connection, "grant connect on database %s to %s".formatted(database, role)));
    }

    @Override
    public void close() {
        try {
            if (started != null) {
                started.close();
            } else if (found != null && found.isAlive()) {
                found.destroy();
                found.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            claim.close();
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.warn("This installation's PostgreSQL did not stop: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Postmaster(ProcessHandle process, int port) {}

    private Optional<Postmaster> findRunning() {
        Path pidFile = cluster.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pidFile);
            Optional<ProcessHandle> process =
                    ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
            int noted = Integer.parseInt(lines.get(3).strip());
            if (process.isEmpty() || !answers(noted)) {
                return Optional.empty();
            }
            return Optional.of(new Postmaster(process.get(), noted));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private boolean answers(int candidate) {
        try (Connection connection = connect(candidate, "postgres", superuserPassword)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    private EmbeddedPostgres start() {
        try {
            data.write(LOG_FILE, "");
            ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(log.toFile());
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    // Passwords of 192 random bits need no stretching, which every logon would pay for.
                    .setServerConfig("scram_iterations", "1")
                    .setConnectConfig("password", superuserPassword)
                    .setRegisterShutdownHook(false)
                    .setOutputRedirector(toLog)
                    .setErrorRedirector(toLog)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            demandPasswords();
            return postgres;
        } catch (IOException e) {
            throw new CannotStartException(
                    "The PostgreSQL that comes with Handover did not start (data in %s): %s. The last that it said:%n%s"
                            .formatted(cluster, e.getMessage(), DataFolder.lastLines(log)),
                    "Put right what it names (%s has all that it said). Where its data are damaged or of another version, put the whole folder %s back from a copy, or move it away to begin anew. Or give spring.datasource.url to use another PostgreSQL."
                            .formatted(log, cluster.getParent()),
                    e);
        }
    }

    /** initdb of the library trusts every local user; from the first start on nobody is trusted without a password. */
    private void demandPasswords() throws IOException {
        Path access = cluster.resolve("pg_hba.conf");
        String rules = Files.readString(access);
        String strict = rules.replaceAll("(?m)\\btrust$", "scram-sha-256");
        if (rules.equals(strict)) {
            return;
        }
        withSuperuser(
                "postgres",
                connection -> run(connection, "alter role postgres password '%s'".formatted(superuserPassword)));
        Files.writeString(access, strict);
        withSuperuser("postgres", connection -> exists(connection, "select pg_reload_conf()"));
    }

    private int freePort() {
        Optional<Integer> noted = data.read("postgres.port").map(Integer::valueOf);
        if (noted.isPresent() && Ports.isFree(noted.get())) {
            return noted.get();
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void with(Connection connection) throws SQLException;
    }

    private void withSuperuser(String database, Work work) {
        try (Connection connection = connect(port, database, superuserPassword)) {
            work.with(connection);
        } catch (SQLException e) {
            throw new CannotStartException(
                    "This installation's PostgreSQL refused to be set up: " + e.getMessage(),
                    "See that the disk of %s has room; %s says more.".formatted(cluster, log),
                    e);
        }
    }

    private static Connection connect(int port, String database, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), properties);
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
