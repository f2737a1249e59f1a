package org.handover.lab.entsso;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** One real PostgreSQL for all tests of this module, and an empty database in it for whoever asks. */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private TestPostgres() {}

    private static final class Holder {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
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
