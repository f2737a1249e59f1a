package org.handover.step;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** A PostgreSQL with our own tables, one for all tests of this module; every test works on an estate of its own. */
final class OwnDatabase {

    private static final List<String> MIGRATIONS = List.of(
            "V2__handover.sql",
            "V3__whole_runbook.sql",
            "V4__rehearsal_settlement_by_hand.sql",
            "V7__approvals.sql",
            "V8__watch_and_way_back.sql",
            "V10__plan_bound_approvals.sql",
            "V11__board.sql",
            "V14__figures_and_traces.sql",
            "V15__kind_of_run.sql",
            "V18__ledger_tip.sql",
            "V29__append_entry.sql",
            "V23__search_by_words_and_more.sql");

    private static final class Holder {
        private static final DataSource DATA_SOURCE = start();
    }

    private OwnDatabase() {}

    static DataSource dataSource() {
        return Holder.DATA_SOURCE;
    }

    private static DataSource start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            DataSource dataSource = postgres.getPostgresDatabase();
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role app; create schema handover; set search_path to handover");
                for (String migration : MIGRATIONS) {
                    statement.execute(
                            Files.readString(Path.of("..", "db", migration)).replace("${appRole}", "app"));
                }
            }
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(dataSource);
            pool.setMaximumPoolSize(4);
            return new HikariDataSource(pool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
