package org.handover.lab.control;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of a lab that was given none. Its data lie in the lab's folder and are flushed to disk; it listens on the
 * loopback address and asks for a password. One that a killed lab left running is found and used.
 */
final class OwnPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnPostgres.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final String FILE = "postgres.json";
    private static final String USER = "postgres";

    private final LabFolder folder;
    private final Path cluster;
    private final String password;
    private final int port;
    private final @Nullable EmbeddedPostgres started;
    private final @Nullable ProcessHandle found;

    private record Kept(int port, String password) {}

    private record Postmaster(ProcessHandle process, int port) {}

    OwnPostgres(LabFolder folder) throws IOException, LabCannotStartException {
        this.folder = folder;
        this.cluster = folder.file("postgres");
        Optional<Kept> before = folder.read(FILE, Kept.class);
        this.password = before.map(Kept::password).orElseGet(Secrets::makeUp);
        Optional<Postmaster> running = findRunning();
        if (running.isPresent()) {
            this.found = running.get().process();
            this.port = running.get().port();
            this.started = null;
        } else {
            this.found = null;
            this.port = before.map(Kept::port).filter(OwnPostgres::isFree).orElseGet(OwnPostgres::freePort);
            folder.write(FILE, new Kept(port, password));
            this.started = start();
        }
        folder.write(FILE, new Kept(port, password));
    }

    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
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
        } catch (IOException | ExecutionException | TimeoutException notStopped) {
            LOG.warn("The lab's PostgreSQL did not stop: {}", notStopped.toString());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a killed lab left running. A stranger's process that has its number by now does not know the password. */
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
            return process.filter(alive -> answers(noted)).map(alive -> new Postmaster(alive, noted));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }

    private boolean answers(int candidate) {
        try (Connection connection = connect(candidate)) {
            return connection.isValid(2);
        } catch (SQLException doesNot) {
            return false;
        }
    }

    private EmbeddedPostgres start() throws LabCannotStartException {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(folder.file("postgres-program").toFile())
                    .setPort(port)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setServerConfig("scram_iterations", "1")
                    .setConnectConfig("password", password)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            demandPasswords();
            return postgres;
        } catch (IOException | SQLException | IllegalStateException failed) {
            throw new LabCannotStartException("The PostgreSQL that comes with the lab does not start here ("
                    + failed.getMessage() + "): set HANDOVER_LAB_DB_URL to use another one, or start the lab as a user "
                    + "that is not root.");
        }
    }

    /** The library's initdb trusts every local user; after this nobody is trusted without the password. */
    private void demandPasswords() throws IOException, SQLException {
        Path access = cluster.resolve("pg_hba.conf");
        String rules = Files.readString(access);
        String strict = rules.replaceAll("(?m)\\btrust$", "scram-sha-256");
        if (rules.equals(strict)) {
            return;
        }
        try (Connection connection = connect(port);
                var statement = connection.createStatement()) {
            statement.execute("alter role " + USER + " password '" + password + "'");
            Files.writeString(access, strict);
            statement.execute("select pg_reload_conf()");
        }
    }

    private Connection connect(int where) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("loginTimeout", "5");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + where + "/postgres", properties);
    }

    private static boolean isFree(int port) {
        return Ports.isFree(InetAddress.getLoopbackAddress(), port);
    }

    private static int freePort() {
        try {
            return Ports.free(InetAddress.getLoopbackAddress(), Set.of());
        } catch (IOException noPortAtAll) {
            throw new IllegalStateException(noPortAtAll);
        }
    }
}
