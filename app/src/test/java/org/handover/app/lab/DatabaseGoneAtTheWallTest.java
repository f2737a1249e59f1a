package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The connection breaks at the very question that the wall asks the engine: who holds the lease. */
@HandoverOnLabTest
@Tag("long")
class DatabaseGoneAtTheWallTest {

    /** Whoever waits for the engine's table of leases; the wall has the run's row locked by then. */
    private static final String END_WHO_WAIT =
            "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%act_ru_ext_task%'";

    private static final String WALLS_THAT_WAIT =
            """
            select count(*) from pg_stat_activity a where a.wait_event_type = 'Lock' and a.query ilike '%act_ru_ext_task%'
                and exists (select 1 from pg_locks l where l.pid = a.pid and l.granted and l.relation = 'handover.failover'::regclass)""";

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    DataSource dataSource;

    @Autowired
    JdbcClient jdbc;

    @Test
    void theStepIsTriedAgainAndNobodyIsAskedToDecide() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            lab.delay("SSO02", "ssomanage", Duration.ofSeconds(2));
            long before = looks(lab);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            Awaitility.await("the step looks whether it has happened")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> looks(lab) > before);
            breakTheConnectionAtTheWall();
            lab.delay("SSO02", "ssomanage", Duration.ZERO);

            drive.acceptAndEnd("olga", id);
            assertThat(drive.lastFailure(id)).as("a step that failed for good").isEmpty();
            assertThat(lab.changes("SSO02").stream().filter(change -> change.startsWith("secretServer=")))
                    .hasSize(1);
        }
    }

    private static long looks(TestLab lab) {
        return lab.typed("SSO02").stream()
                .filter(line -> line.contains("-displaydb"))
                .count();
    }

    private void breakTheConnectionAtTheWall() throws SQLException {
        try (Connection holding = dataSource.getConnection();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("lock table public.act_ru_ext_task in access exclusive mode");
            Awaitility.await("the wall asks who holds the lease")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> jdbc.sql(WALLS_THAT_WAIT).query(Integer.class).single() > 0);
            jdbc.sql(END_WHO_WAIT).query(Boolean.class).list();
            holding.rollback();
        }
    }
}
