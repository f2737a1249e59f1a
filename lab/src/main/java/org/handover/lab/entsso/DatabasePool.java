package org.handover.lab.entsso;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lab's connections to its PostgreSQL: a few for however many SSO servers, each opened when it is needed and given up when
 * something went wrong with it. Which schema a connection looks at is said each time that it is lent.
 */
public final class DatabasePool implements AutoCloseable {

    private static final int VALIDATION_SECONDS = 2;
    private static final int PATIENCE_SECONDS = 10;

    private final String url;
    private final Properties properties = new Properties();
    private final Semaphore permits;
    private final Deque<Lent> idle = new ArrayDeque<>();

    /** @param mostConnections how many are open at the same time, at most */
    public DatabasePool(String url, String user, String password, int mostConnections) {
        this.url = url;
        this.permits = new Semaphore(mostConnections, true);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("ApplicationName", "handover lab");
    }

    /** A connection and the schema that it looks at. */
    record Lent(Connection connection, String schema) {}

    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Does the work in one transaction. */
    <T extends @Nullable Object> T in(String schema, Work<T> work) throws SQLException {
        enter();
        try {
            Lent lent = lend(schema);
            boolean whole = false;
            try {
                T result = work.on(lent.connection());
                lent.connection().commit();
                whole = true;
                return result;
            } finally {
                if (whole) {
                    takeBack(lent);
                } else {
                    giveUp(lent.connection());
                }
            }
        } finally {
            permits.release();
        }
    }

    private void enter() throws SQLException {
        try {
            if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLException("All connections to the database are busy.", "08001");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while waiting for a connection.", "08001", ended);
        }
    }

    private Lent lend(String schema) throws SQLException {
        Lent known = take();
        if (known != null && known.connection().isValid(VALIDATION_SECONDS)) {
            if (known.schema().equals(schema)) {
                return known;
            }
            try {
                known.connection().setSchema(schema);
                known.connection().commit();
                return new Lent(known.connection(), schema);
            } catch (SQLException gone) {
                giveUp(known.connection());
                throw gone;
            }
        }
        if (known != null) {
            giveUp(known.connection());
        }
        Connection fresh = DriverManager.getConnection(url, properties);
        fresh.setAutoCommit(false);
        fresh.setSchema(schema);
        fresh.commit();
        return new Lent(fresh, schema);
    }

    private @Nullable Lent take() {
        synchronized (idle) {
            return idle.pollLast();
        }
    }

    private void takeBack(Lent lent) {
        synchronized (idle) {
            idle.addLast(lent);
        }
    }

    /** Closing rolls back what was not committed. */
    private static void giveUp(Connection connection) {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            // what is closed because it is broken may break once more
        }
    }

    @Override
    public void close() {
        for (Lent lent = take(); lent != null; lent = take()) {
            giveUp(lent.connection());
        }
    }
}
