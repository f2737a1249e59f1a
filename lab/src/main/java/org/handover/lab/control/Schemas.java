package org.handover.lab.control;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The SSO databases of a lab as PostgreSQL sees them: a schema each. Here they are copied and dropped whole, and looked at for
 * the page. One connection for all of it, opened when it is needed.
 */
final class Schemas implements AutoCloseable {

    private final DatabaseAddress address;
    private @Nullable Connection open;

    Schemas(DatabaseAddress address) {
        this.address = address;
    }

    /** The schema of a system's SSO database. */
    static String of(String system) {
        return "sso_" + folded(system);
    }

    /** The schema that keeps the SSO database as it was founded. */
    static String foundedOf(String system) {
        return of(system) + "_at_founding";
    }

    private static String folded(String system) {
        return system.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Makes a second schema with the same tables and the same rows, all of one moment; one of that name goes first. */
    synchronized void copy(String from, String to) throws SQLException {
        in(sql -> {
            run(sql, "set transaction isolation level repeatable read");
            run(sql, "drop schema if exists " + quoted(to) + " cascade");
            run(sql, "create schema " + quoted(to));
            for (String table : tables(sql, from)) {
                String source = quoted(from) + "." + quoted(table);
                String target = quoted(to) + "." + quoted(table);
                run(sql, "create table " + target + " (like " + source + " including all)");
                run(sql, "insert into " + target + " overriding system value select * from " + source);
            }
            for (ForeignKey key : foreignKeys(sql, from)) {
                // inside its own schema the definition names the other table without one
                run(sql, "set local search_path to " + quoted(to));
                run(
                        sql,
                        "alter table " + quoted(key.table()) + " add constraint " + quoted(key.name()) + " "
                                + key.definition());
            }
            setSequences(sql, to);
            return true;
        });
    }

    synchronized void drop(String schema) throws SQLException {
        in(sql -> {
            run(sql, "drop schema if exists " + quoted(schema) + " cascade");
            return true;
        });
    }

    synchronized boolean exists(String schema) throws SQLException {
        return in(sql -> !texts(sql, "select nspname from pg_namespace where nspname = ?", schema)
                .isEmpty());
    }

    /** The settings row as JSON, how many credentials lie under each MSID, and which servers were seen. */
    synchronized String describe(String schema) throws SQLException {
        String in = quoted(schema) + ".";
        return in(sql -> texts(
                        sql,
                        "select json_build_object("
                                + "'settings', (select to_json(g) from " + in + "global_settings g), "
                                + "'applications', (select coalesce(json_agg(to_json(a) order by a.name), '[]') from "
                                + in
                                + "affiliate_application a), "
                                + "'credentialsByMsid', (select coalesce(json_object_agg(msid, n), '{}') from "
                                + "(select msid, count(*) as n from " + in
                                + "sealed_credential group by 1) c), "
                                + "'serversSeen', (select coalesce(json_object_agg(name, seen), '{}') from " + in
                                + "sso_server))::text")
                .get(0));
    }

    @Override
    public synchronized void close() {
        Connection known = open;
        open = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException alreadyGone) {
                // it is closed because it is broken, or because the lab ends
            }
        }
    }

    private interface Work<T> {
        T on(Connection sql) throws SQLException;
    }

    private <T> T in(Work<T> work) throws SQLException {
        try {
            Connection sql = connection();
            T result = work.on(sql);
            sql.commit();
            return result;
        } catch (SQLException failed) {
            close();
            throw failed;
        }
    }

    private Connection connection() throws SQLException {
        Connection known = open;
        if (known != null && known.isValid(2)) {
            known.rollback();
            return known;
        }
        close();
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "handover lab control");
        Connection fresh = DriverManager.getConnection(address.url(), properties);
        fresh.setAutoCommit(false);
        open = fresh;
        return fresh;
    }

    private static List<String> tables(Connection sql, String schema) throws SQLException {
        return texts(
                sql,
                "select relname from pg_class where relnamespace = ?::regnamespace and relkind = 'r' order by oid",
                quoted(schema));
    }

    private record ForeignKey(String table, String name, String definition) {}

    private static List<ForeignKey> foreignKeys(Connection sql, String schema) throws SQLException {
        run(sql, "set local search_path to " + quoted(schema));
        try (PreparedStatement statement = sql.prepareStatement(
                """
                select t.relname, c.conname, pg_get_constraintdef(c.oid)
                from pg_constraint c join pg_class t on t.oid = c.conrelid
                where c.connamespace = ?::regnamespace and c.contype = 'f' order by c.oid""")) {
            statement.setString(1, quoted(schema));
            List<ForeignKey> keys = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(new ForeignKey(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            return keys;
        }
    }

    /** A copied identity column would begin again at 1. */
    private static void setSequences(Connection sql, String schema) throws SQLException {
        List<String> settings = texts(
                sql,
                """
                select format('select setval(%L, coalesce((select max(%I) from %I.%I), 0) + 1, false)',
                    pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name),
                    column_name, table_schema, table_name)
                from information_schema.columns where table_schema = ? and is_identity = 'YES'""",
                schema);
        for (String setting : settings) {
            run(sql, setting);
        }
    }

    private static List<String> texts(Connection sql, String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = sql.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private static void run(Connection sql, String statement) throws SQLException {
        try (var execution = sql.createStatement()) {
            execution.execute(statement);
        }
    }

    private static String quoted(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be a name in the database.");
        }
        return "\"" + name + "\"";
    }
}
