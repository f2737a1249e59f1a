package org.handover.lab.entsso;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** One real PostgreSQL for all tests of this module, and an empty database in it for whoever asks. It need not outlive a crash. */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Queue<String> FREE = new ConcurrentLinkedQueue<>();

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private TestPostgres() {}

    private static final class Holder {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException cannotStart) {
                throw new UncheckedIOException(cannotStart);
            }
        }
    }

    public static String newDatabaseUrl() {
        String name = "lab" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (var connection = Holder.RUNNING.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return Holder.RUNNING.getJdbcUrl("postgres", name);
    }

    /** A database without any SSO database in it, which somebody may have used before. */
    static String lend() {
        String free = FREE.poll();
        return free == null ? newDatabaseUrl() : free;
    }

    /** Empties a database for whoever comes next. */
    static void giveBack(String url) {
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = connection.createStatement()) {
            List<String> schemas = new ArrayList<>();
            try (var rows = statement.executeQuery(
                    "select schema_name from information_schema.schemata where schema_name like 'sso%'")) {
                while (rows.next()) {
                    schemas.add(rows.getString(1));
                }
            }
            for (String schema : schemas) {
                statement.execute("drop schema " + schema + " cascade");
            }
            FREE.add(url);
        } catch (SQLException cannotBeEmptied) {
            // nobody gets it again
        }
    }

    /** Whether anybody may connect to the database; those who are connected lose their connections. */
    public static void letIn(String url, boolean allowed) {
        String name = url.substring(url.lastIndexOf('/') + 1).replaceAll("[?].*", "");
        try (var connection = Holder.RUNNING.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter database " + name + " allow_connections " + allowed);
            if (!allowed) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
