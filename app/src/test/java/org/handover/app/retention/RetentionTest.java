package org.handover.app.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.handover.app.ledger.LedgerDatabase;
import org.handover.journal.LedgerEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes after a time and what does not, as the role that runs the application may. */
class RetentionTest {

    private static final Duration KEPT = Duration.ofDays(400);

    private final LedgerDatabase database = new LedgerDatabase();

    @BeforeEach
    void runs() {
        run("FO-000001", "now() - interval '500 days'");
        run("FO-000002", "null");
        run("FO-000003", "now() - interval '500 days'");
        run("FO-000004", "now() - interval '10 days'");
        sql(
                "insert into handover.reservation (estate, sso_system, failover_id) values ('production', 'CONTOSO', 'FO-000003')");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsOlderGoesAndWhatBelongsToARunThatIsOpenOrWasUntilLatelyStays() {
        for (int number = 1; number <= 4; number++) {
            String run = "'FO-00000%d'".formatted(number);
            notification(run, "old of run " + number, "sent_at", 500);
            incident(run, "old of run " + number, 500, "null");
        }
        notification("'FO-000001'", "newer", "sent_at", 399);
        notification("'FO-000001'", "given up", "given_up_at", 500);
        notification("'FO-000001'", "still tried", "due_at", 500);
        incident("null", "of no run", 500, "null");
        incident("null", "newer", 399, "null");

        apply();

        assertThat(left("select kind from handover.notification"))
                .containsExactlyInAnyOrder("old of run 2", "old of run 3", "old of run 4", "newer", "still tried");
        assertThat(left("select id from handover.incident"))
                .containsExactlyInAnyOrder("old of run 2", "old of run 3", "old of run 4", "newer");
    }

    @Test
    void startsGoWithTheKeysOfThoseThatNeverBecameARunAndTheKeysOfRunsStay() {
        start(1, "refused", 500, "null");
        start(2, "started", 500, "'FO-000001'");
        start(3, "started", 500, "'FO-000002'");
        start(4, "withdrawn", 399, "null");
        start(5, "waiting", 500, "null");
        start(6, "refused", 500, "null");
        incident("null", "told again lately", 1, "6");
        start(7, "withdrawn", 500, "null");
        incident("null", "old", 500, "7");

        apply();

        assertThat(left("select number::text from handover.held_start")).containsExactlyInAnyOrder("3", "4", "5", "6");
        assertThat(left("select key from handover.idempotency where held_start is null"))
                .containsExactly("key 2");
        assertThat(left("select key from handover.idempotency where held_start is not null"))
                .containsExactlyInAnyOrder("key 3", "key 4", "key 5", "key 6");
        assertThat(left("select id from handover.incident")).containsExactly("told again lately");
    }

    @Test
    void manyGoInSmallPortionsAndTheLedgerSaysHowManyAndLosesNothing() {
        database.newTransaction.executeWithoutResult(own -> {
            database.ledger.append("house", "olga", "something", Map.of());
            sql(
                    """
                    insert into handover.notification (failover_id, thread, target, kind, happening, at, give_up_at, sent_at)
                    select 'FO-000001', 'FO-000001', 'mail', 'notice', '{}', now(), now(), now() - interval '401 days'
                    from generate_series(1, 1203)""");
        });

        apply();
        apply();

        assertThat(left("select kind from handover.notification")).isEmpty();
        List<LedgerEntry> house = database.ledger.entries("house");
        assertThat(house)
                .extracting(LedgerEntry::kind)
                .containsExactly("something", "retention.applied", "retention.applied", "retention.applied");
        assertThat(house.subList(1, 4))
                .extracting(entry -> entry.data().get("notifications"))
                .containsExactly(500, 500, 203);
        assertThat(database.ledger.firstBroken("house")).isEmpty();
    }

    @Test
    void zeroKeepsEverythingAndLessThanADayIsNoRetention() {
        notification("'FO-000001'", "old", "sent_at", 5000);

        retention(Duration.ZERO).deleteWhatIsOld();

        assertThat(left("select kind from handover.notification")).containsExactly("old");
        assertThatThrownBy(() -> retention(Duration.ofHours(1)))
                .hasMessageContaining("handover.retention is PT1H; it has to be a day or longer");
    }

    private void apply() {
        retention(KEPT).deleteWhatIsOld();
    }

    private Retention retention(Duration kept) {
        return new Retention(database.app, database.newTransaction, database.ledger, LedgerDatabase.CLOCK, kept);
    }

    private void run(String id, String finishedAt) {
        sql(
                """
                insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path, rehearsal,
                    demonstration, restore_file, reason, requested_by, requested_at, state, finished_at)
                values ('%s', 'production', 'CONTOSO', 'SSO01', 'SSO02', 'planned', 'command-line', false,
                    false, 'C:\\SSO01.bak', 'a test', 'olga', now() - interval '501 days', 'checking', %s)"""
                        .formatted(id, finishedAt));
    }

    private void notification(String run, String kind, String when, int days) {
        sql(
                """
                insert into handover.notification (failover_id, thread, target, kind, happening, at, give_up_at, %s)
                values (%s, 'one', 'mail', '%s', '{}', now(), now(), now() - interval '%d days')"""
                        .formatted(when, run, kind, days));
    }

    private void incident(String run, String id, int days, String heldStart) {
        sql(
                """
                insert into handover.incident
                    (source, id, title, status, said_at, first_at, last_at, outcome, failover_id, held_start)
                values ('pagerduty', '%s', '', 'open', now(), now(), now() - interval '%d days', 'run', %s, %s)"""
                        .formatted(id, days, run, heldStart));
    }

    private void start(int number, String state, int days, String run) {
        sql(
                """
                insert into handover.held_start (number, estate, sso_system, new_master, asked_by, asked_at, last_asked_at,
                    priority, state, reason, says, request, failover_id)
                overriding system value
                values (%d, 'production', 'CONTOSO', 'SSO02', 'pager', now(), now() - interval '%d days',
                    5, '%s', 'no-place', '', '{}', %s)"""
                        .formatted(number, days, state, run));
        sql(
                """
                insert into handover.idempotency (caller, key, request_digest, failover_id, held_start)
                values ('pager', 'key %d', '', %s, %d)"""
                        .formatted(number, run, number));
    }

    private void sql(String statement) {
        database.app.sql(statement).update();
    }

    private List<String> left(String select) {
        return database.app.sql(select).query(String.class).list();
    }
}
