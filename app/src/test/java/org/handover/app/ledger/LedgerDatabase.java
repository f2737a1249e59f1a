package org.handover.app.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.handover.app.nodes.OtherNodes;
import org.handover.journal.Ledger;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with the tables of this application and its two roles, one for each test, on a PostgreSQL that all of them share. */
public final class LedgerDatabase implements AutoCloseable {

    public static final Clock CLOCK = Clock.systemUTC();

    /** Those that the migrations name, for a database without the engine. */
    public static final String TABLES_OF_THE_ENGINE =
            """
            create table public.act_ru_ext_task (); create table public.act_ru_job (duedate_ timestamp);
            create table public.act_ge_property (name_ text, value_ text);
            """;

    private static final String PASSWORD = "of-a-test";
    private static final AtomicInteger MADE = new AtomicInteger();

    private static final class Holder {
        private static final EmbeddedPostgres POSTGRES = start();
    }

    /** As the application runs. */
    public final JdbcClient app;

    /** As who owns the tables. */
    public final JdbcClient owner;

    public final TransactionTemplate newTransaction;
    final DataSourceTransactionManager manager;
    public final Ledger ledger;
    final SignedHeads heads;
    public final HikariDataSource pool;
    private final String name;

    public LedgerDatabase() {
        this.name = "ledger_" + MADE.incrementAndGet();
        JdbcClient.create(superuser("postgres"))
                .sql("create database %s template ledger_template owner ledger_owner".formatted(name))
                .update();
        this.owner = JdbcClient.create(as("ledger_owner", name));
        HikariConfig config = new HikariConfig();
        config.setDataSource(as("ledger_app", name));
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(0);
        this.pool = new HikariDataSource(config);
        this.app = JdbcClient.create(pool);
        this.manager = new DataSourceTransactionManager(pool);
        this.newTransaction = new TransactionTemplate(manager);
        newTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.ledger = new Ledger(app, CLOCK, new ObjectMapper());
        this.heads = new SignedHeads(app, CLOCK);
    }

    /** A node of this application that works on this database. */
    public OtherNodes node(String self) {
        JdbcConnectionDetails details = new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return Holder.POSTGRES.getJdbcUrl("ledger_app", name);
            }

            @Override
            public String getUsername() {
                return "ledger_app";
            }

            @Override
            public String getPassword() {
                return PASSWORD;
            }
        };
        return new OtherNodes(details, app, self);
    }

    void append(String chain, int many) {
        for (int i = 0; i < many; i++) {
            int number = i;
            newTransaction.executeWithoutResult(
                    status -> ledger.append(chain, "olga", "decision", Map.of("n", number)));
        }
    }

    /** What somebody with all rights on the tables does, past the trigger. */
    void behindTheTrigger(String table, String... statements) {
        owner.sql("alter table handover.%s disable trigger user".formatted(table))
                .update();
        for (String statement : statements) {
            owner.sql(statement).update();
        }
        owner.sql("alter table handover.%s enable trigger user".formatted(table))
                .update();
    }

    public List<String> kinds(String chain) {
        return ledger.entries(chain).stream().map(entry -> entry.kind()).toList();
    }

    @Override
    public void close() {
        pool.close();
    }

    private static DriverManagerDataSource as(String user, String database) {
        return new DriverManagerDataSource(Holder.POSTGRES.getJdbcUrl(user, database), user, PASSWORD);
    }

    private static DriverManagerDataSource superuser(String database) {
        return new DriverManagerDataSource(Holder.POSTGRES.getJdbcUrl("postgres", database), "postgres", "postgres");
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            JdbcClient setUp = JdbcClient.create(
                    new DriverManagerDataSource(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"));
            setUp.sql("create role ledger_owner login password '%s'".formatted(PASSWORD))
                    .update();
            setUp.sql("create role ledger_app login password '%s'".formatted(PASSWORD))
                    .update();
            setUp.sql("create database ledger_template owner ledger_owner").update();
            JdbcClient owner = JdbcClient.create(new DriverManagerDataSource(
                    postgres.getJdbcUrl("ledger_owner", "ledger_template"), "ledger_owner", PASSWORD));
            StringBuilder all = new StringBuilder(TABLES_OF_THE_ENGINE);
            all.append("create schema handover; set search_path to handover;\n");
            for (Path migration : migrations()) {
                all.append(Files.readString(migration).replace("${appRole}", "ledger_app"));
            }
            owner.sql(all.toString().replace("?", "??")).update();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "db"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".sql"))
                    .sorted(Comparator.comparing(LedgerDatabase::version))
                    .toList();
        }
    }

    private static int version(Path migration) {
        return Integer.parseInt(migration.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
    }
}
