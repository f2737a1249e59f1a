package org.handover.app.security;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.handover.app.ledger.LedgerDatabase;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** A PostgreSQL with Handover's own tables, asked as the role that runs; one for all tests that want it. */
final class SignInDatabase implements ParameterResolver {

    private static final Namespace ALL_TESTS = Namespace.create(SignInDatabase.class);

    /** @param newTransaction begins one of its own, whatever the caller's does */
    record Tables(EmbeddedPostgres postgres, JdbcTemplate jdbc, TransactionOperations newTransaction)
            implements ExtensionContext.Store.CloseableResource {

        static Tables make() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                JdbcTemplate setUp = new JdbcTemplate(postgres.getPostgresDatabase());
                setUp.execute("create role handover_app login password 'of-the-test'");
                setUp.execute(LedgerDatabase.TABLES_OF_THE_ENGINE);
                Flyway.configure()
                        .dataSource(postgres.getPostgresDatabase())
                        .schemas("handover")
                        .defaultSchema("handover")
                        .locations("classpath:db")
                        .placeholders(Map.of("appRole", "handover_app"))
                        .load()
                        .migrate();
                DriverManagerDataSource asRunner = new DriverManagerDataSource(
                        postgres.getJdbcUrl("handover_app", "postgres"), "handover_app", "of-the-test");
                TransactionTemplate own = new TransactionTemplate(new DataSourceTransactionManager(asRunner));
                own.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
                return new Tables(postgres, new JdbcTemplate(asRunner), own);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Tables.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ALL_TESTS).getOrComputeIfAbsent(Tables.class, first -> Tables.make());
    }
}
