package org.handover.app.nodes;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** What nodes that start together do one after the other, so that what the first of them makes is there for the next. */
@Component
public final class OneAtATime {

    private static final String LOCK = "hashtextextended('handover.start', 0)";

    private final DataSource database;

    OneAtATime(DataSource database) {
        this.database = database;
    }

    /** @param act in transactions of its own, if any */
    public <T> T call(Supplier<T> act) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // Another node's turn may take longer than the database may usually be silent.
            connection.setNetworkTimeout(Runnable::run, 0);
            statement.execute("select pg_advisory_lock(%s)".formatted(LOCK));
            try {
                return act.get();
            } finally {
                statement.execute("select pg_advisory_unlock(%s)".formatted(LOCK));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not let this node start in its turn.", e);
        }
    }
}
