package org.handover.lab.entsso;

import static org.handover.lab.entsso.DatabaseConnection.all;
import static org.handover.lab.entsso.DatabaseConnection.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Another schema that holds the same as an SSO database: for a twin, and for the way back to a founding. */
final class SchemaCopy {

    private static final String TABLES = "select table_name from information_schema.tables where table_schema = ?";
    private static final String NUMBERED =
            "select table_name from information_schema.columns where table_schema = ? and is_identity = 'YES'";

    private SchemaCopy() {}

    /** All of one moment; one of that name goes before. Rows come in any order: what they refer to is looked for at the end of the transaction. */
    static void make(Connection sql, String from, String to) throws SQLException {
        try (var statement = sql.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
            statement.execute("drop schema if exists " + to + " cascade");
            statement.execute("create schema " + to);
            statement.execute("set local search_path to " + to);
            statement.execute(DatabaseConnection.script(SsoDatabase.SCRIPT));
            statement.execute("set constraints all deferred");
        }
        for (String table : names(sql, TABLES, from)) {
            execute(sql, "delete from " + to + "." + table);
            execute(
                    sql,
                    "insert into " + to + "." + table + " overriding system value select * from " + from + "." + table);
        }
        for (String table : names(sql, NUMBERED, to)) {
            all(
                    sql,
                    "select setval(pg_get_serial_sequence(?, 'id'), greatest((select max(id) from " + to + "." + table
                            + "), 1))",
                    row -> row.getLong(1),
                    to + "." + table);
        }
    }

    private static List<String> names(Connection sql, String query, String schema) throws SQLException {
        return all(sql, query, row -> row.getString(1), schema);
    }
}
