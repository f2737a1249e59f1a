package org.handover.lab.entsso;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way from one SSO server to one SSO database. A gate may stand in it, for outages that only this server sees. */
final class DatabaseConnection implements AutoCloseable {

    private final DatabasePool pool;
    private final boolean ownsPool;
    private final String schema;
    private final Gate gate;

    DatabaseConnection(DatabasePool pool, boolean ownsPool, String schema, Gate gate) {
        if (!schema.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("\"" + schema + "\" cannot be a schema's name.");
        }
        this.pool = pool;
        this.ownsPool = ownsPool;
        this.schema = schema;
        this.gate = gate;
    }

    /** Lets through or fails as the driver does. */
    interface Gate {
        Gate OPEN = () -> {};

        void pass() throws SQLException;
    }

    DatabaseConnection behind(Gate another) {
        return new DatabaseConnection(pool, false, schema, another);
    }

    DatabaseConnection toSchema(String other) {
        return new DatabaseConnection(pool, false, other, gate);
    }

    String schema() {
        return schema;
    }

    <T extends @Nullable Object> T in(DatabasePool.Work<T> work) throws SQLException {
        gate.pass();
        return pool.in(schema, work);
    }

    @Override
    public void close() {
        if (ownsPool) {
            pool.close();
        }
    }

    static String script(String name) {
        try (InputStream stream = Objects.requireNonNull(DatabaseConnection.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    static int execute(Connection sql, String text, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, text, parameters)) {
            return statement.executeUpdate();
        }
    }

    static <T> Optional<T> one(Connection sql, String text, Read<T> read, @Nullable Object... parameters)
            throws SQLException {
        return all(sql, text, read, parameters).stream().findFirst();
    }

    static <T> List<T> all(Connection sql, String text, Read<T> read, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(sql, text, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(read.from(rows));
            }
            return found;
        }
    }

    private static PreparedStatement prepare(Connection sql, String text, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = sql.prepareStatement(text);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
