package org.handover.lab.entsso;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** One connection that is opened when it is needed and given up when something went wrong with it. */
final class DatabaseConnection implements AutoCloseable {

    private static final int VALIDATION_SECONDS = 2;

    private final String url;
    private final Properties properties = new Properties();
    private final String schema;
    private @Nullable Connection open;

    DatabaseConnection(String url, String user, String password, String schema) {
        if (!schema.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("\"" + schema + "\" cannot be a schema's name.");
        }
        this.url = url;
        this.schema = schema;
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("currentSchema", schema);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("ApplicationName", "handover lab");
    }

    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    String schema() {
        return schema;
    }

    synchronized <T extends @Nullable Object> T in(Work<T> work) throws SQLException {
        try {
            Connection connection = connection();
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException failed) {
            close();
            throw failed;
        }
    }

    private Connection connection() throws SQLException {
        Connection known = open;
        if (known != null && known.isValid(VALIDATION_SECONDS)) {
            return known;
        }
        close();
        Connection fresh = DriverManager.getConnection(url, properties);
        fresh.setAutoCommit(false);
        open = fresh;
        return fresh;
    }

    /** Closing rolls back what was not committed. */
    @Override
    public synchronized void close() {
        Connection known = open;
        open = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException alreadyGone) {
                // what is closed because it is broken may break once more
            }
        }
    }

    static String script(String name) {
        try (InputStream stream = Objects.requireNonNull(DatabaseConnection.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
