package org.handover.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.handover.app.ledger.LedgerDatabase;
import org.handover.journal.Backups;
import org.handover.sso.SsoSystemName;
import org.handover.step.Inventory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class WholeInventoryTest {

    private static final String SYSTEM =
            """
                  - name: SYSTEM%d
                    masterSecretServer: SSO01
                    ssoServers: [{name: SSO01, account: handover, console: none}]
                    restoreFiles: []
            """;

    @TempDir
    Path folder;

    /** Outside of a transaction each question takes a connection of its own. */
    private static final class Counted extends DelegatingDataSource {
        private final AtomicInteger questions = new AtomicInteger();

        Counted(DataSource counted) {
            super(counted);
        }

        @Override
        public Connection getConnection() throws SQLException {
            questions.incrementAndGet();
            return super.getConnection();
        }
    }

    @Test
    void whoAsksForOneSystemDoesNotWaitForTheBackupsOfAllOthers() throws IOException {
        Path file = Files.writeString(
                folder.resolve("inventory.yml"),
                "estates:\n  - name: production\n    ssoSystems:\n"
                        + IntStream.range(0, 300).mapToObj(SYSTEM::formatted).collect(Collectors.joining()));
        try (LedgerDatabase database = new LedgerDatabase()) {
            Counted counted = new Counted(database.pool);
            JdbcClient jdbc = JdbcClient.create(counted);
            Inventory inventory = new WholeInventory(
                    List.of(Estates.of(file)),
                    new RunEstates(jdbc, new ObjectMapper(), LedgerDatabase.CLOCK),
                    new RecordedBackups(
                            new Backups(jdbc, database.newTransaction, database.ledger, LedgerDatabase.CLOCK)));

            assertThat(inventory.named("system7")).singleElement().satisfies(system -> assertThat(system.name())
                    .isEqualTo(SsoSystemName.of("SYSTEM7")));
            assertThat(counted.questions).hasValue(1);
        }
    }
}
