package org.handover.app.nodes;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Hears at once what another node has committed, by PostgreSQL's notifications over one connection of its own. By the same
 * connection the others know that this node is there. What is missed while the connection is away is found as without it: every
 * node also looks by itself, every second or so (docs/decisions/0005).
 */
@Component
public final class OtherNodes {

    private static final Logger LOG = LoggerFactory.getLogger(OtherNodes.class);
    private static final String CHANNEL = "handover";
    private static final String ENTRY = "entry";
    private static final String SESSION = "handover node ";

    /** How soon a node that lost the database is there again; until then nobody is taken for gone. */
    private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(3);

    private static final Duration CONNECTS_AGAIN_AFTER = Duration.ofMillis(500);

    /** After so long a silence it is asked whether the connection still is one. */
    private static final int SILENCE_MILLIS = 10_000;

    private static final int ANSWER_SECONDS = 5;

    private final JdbcConnectionDetails database;
    private final JdbcClient jdbc;
    private final String self;
    private final Map<String, List<Runnable>> wakened = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, String>> readers = new CopyOnWriteArrayList<>();
    private volatile @Nullable Thread listener;
    private volatile @Nullable Listening listening;

    /** @param self what this node is called until it ends; no other node, and no earlier start of this one, is called so */
    public OtherNodes(JdbcConnectionDetails database, JdbcClient jdbc, @Value("${handover.node}") String self) {
        this.database = database;
        this.jdbc = jdbc;
        this.self = self;
    }

    private record Listening(Connection connection, long sinceNanos) {}

    /** What this node is called. */
    public String self() {
        return self;
    }

    /** @param wake is called when another node has made such work; it must not wait and must not fail */
    public void whenThereIs(Work work, Runnable wake) {
        wakened.computeIfAbsent(work.word(), word -> new CopyOnWriteArrayList<>())
                .add(wake);
    }

    /** @param reader is told chain and kind of each entry of the ledger that another node wrote; it must not wait and must not fail */
    public void whenWritten(BiConsumer<String, String> reader) {
        readers.add(reader);
    }

    /** Whether this node hears the others now. */
    boolean hears() {
        return listening != null;
    }

    /** Whether that node has ended. One that merely does not answer has not; while this node cannot tell, it says no. */
    boolean isGone(String node) {
        Listening now = listening;
        return now != null
                && System.nanoTime() - now.sinceNanos() >= COMES_BACK_WITHIN.toNanos()
                && !jdbc.sql(
                                """
                                select exists (select from pg_stat_activity
                                    where application_name = ? and datname = current_database())""")
                        .param(SESSION + node)
                        .query(Boolean.class)
                        .single();
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Thread thread = new Thread(this::listen, "other-nodes");
        thread.setDaemon(true);
        listener = thread;
        thread.start();
    }

    /** When everything that works for this node has ended. */
    @PreDestroy
    void end() {
        Thread ending = listener;
        listener = null;
        Listening now = listening;
        if (now != null) {
            try {
                now.connection().abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection was gone already.", e);
            }
        }
        LockSupport.unpark(ending);
    }

    private boolean isWanted() {
        return Thread.currentThread() == listener;
    }

    private void listen() {
        boolean said = false;
        while (isWanted()) {
            try (Connection connection = connect()) {
                listening = new Listening(connection, System.nanoTime());
                said = false;
                hear(connection);
            } catch (SQLException e) {
                listening = null;
                if (isWanted()) {
                    if (!said) {
                        LOG.warn(
                                "Other nodes are not heard until the database answers; meanwhile their work is found by looking: {}",
                                e.getMessage());
                    }
                    said = true;
                    LockSupport.parkNanos(CONNECTS_AGAIN_AFTER.toNanos());
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        put(properties, "user", database.getUsername());
        put(properties, "password", database.getPassword());
        properties.setProperty("loginTimeout", Integer.toString(ANSWER_SECONDS));
        Connection connection = DriverManager.getConnection(database.getJdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            // The database ends the session of a node whose computer is gone after some eleven seconds.
            statement.execute(
                    """
                    set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3;
                    set application_name = '%s'; listen %s"""
                            .formatted(SESSION + self, CHANNEL));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (isWanted()) {
            PGNotification[] heard = notified.getNotifications(SILENCE_MILLIS);
            if (heard != null && heard.length > 0) {
                for (PGNotification one : heard) {
                    tell(one.getParameter().split(" ", 4));
                }
            } else if (!connection.isValid(ANSWER_SECONDS)) {
                throw new SQLException("it does not answer");
            }
        }
    }

    /** @param said from whom, what it is, and of an entry its chain and kind */
    private void tell(String[] said) {
        if (said.length < 2 || said[0].equals(self)) {
            return;
        }
        try {
            if (said[1].equals(ENTRY) && said.length == 4) {
                readers.forEach(reader -> reader.accept(said[2], said[3]));
            } else {
                wakened.getOrDefault(said[1], List.of()).forEach(Runnable::run);
            }
        } catch (RuntimeException e) {
            LOG.warn("What another node has done was heard, but not acted upon until somebody looks: {}", e.toString());
        }
    }
}
