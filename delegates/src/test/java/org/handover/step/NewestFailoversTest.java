package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.handover.journal.Failover;
import org.handover.journal.FailoverSearch;
import org.handover.sso.SsoSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a page of the list costs is counted in the rows that PostgreSQL reads for it, in a transaction that is taken back. */
@Tag("long")
class NewestFailoversTest {

    private static final int PAGE = 26;

    /** An index that knows less than was asked reads some rows beside those of the page; the history has 9,000. */
    private static final long A_FEW_PAGES = 20L * PAGE;

    /** Estate, state and kind of a run belong together, so that most pairs of them have no run: what a planner does not expect. */
    private static final String HISTORY =
            """
            insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path, rehearsal,
                demonstration, restore_file, reason, requested_by, requested_at, state, outcome, finished_at)
            select 'FO-9' || to_char(n, 'FM000000'), 'history-' || n % 4, 'CONTOSO', 'SSO01', 'SSO02', 'planned', 'auto',
                n % 3 = 1, n % 3 = 2, 'C:\\Restore\\SSO01.bak', 'of a history', 'olga',
                timestamptz '2019-01-01 00:00:00Z' + interval '1 minute' * n,
                (array['succeeded', 'rolled-back', 'withdrawn', 'rejected'])[n % 4 + 1], 'unchanged', now()
            from generate_series(1, 12000) as n where n % 3 <> 2 or n % 4 = 0""";

    private final JdbcClient jdbc = JdbcClient.create(OwnDatabase.dataSource());
    private final FailoverSearch failovers = new FailoverSearch(jdbc);

    @ParameterizedTest
    @CsvSource({
        ",,",
        "history-1,,",
        ", rolled-back,",
        ",, DEMONSTRATION",
        "history-1, rolled-back,",
        "history-1, succeeded,",
        "history-1,, DEMONSTRATION",
        "history-0,, DEMONSTRATION",
        ", rolled-back, DEMONSTRATION",
        ", succeeded, REAL",
        "history-1, rolled-back, DEMONSTRATION",
        "history-1, succeeded, REAL",
        "history-2, withdrawn, REHEARSAL"
    })
    void aPageReadsAFewRowsAndNoHistory(
            @Nullable String estate, @Nullable String state, SsoSystem.@Nullable Kind kind) {
        FailoverSearch.Criteria search = new FailoverSearch.Criteria(
                estate, estate == null ? null : "CONTOSO", state, false, kind, null, null, List.of(), null);

        Read read = read(search);

        assertThat(read.rows()).isBetween((long) read.page().size(), A_FEW_PAGES);
        assertThat(read.page())
                .isSortedAccordingTo((one, next) -> next.requestedAt().compareTo(one.requestedAt()))
                .allMatch(run -> estate == null || run.estate().value().equals(estate))
                .allMatch(run -> state == null || run.state().word().equals(state))
                .allMatch(run -> kind == null || run.kind() == kind);
    }

    @Test
    void aDayOfOneSystemReadsAFewRowsAndNoHistory() {
        Instant since = Instant.parse("2019-01-03T00:00:00Z");
        Instant until = Instant.parse("2019-01-04T00:00:00Z");

        Read read = read(new FailoverSearch.Criteria(
                "history-1", "CONTOSO", "rolled-back", false, SsoSystem.Kind.REAL, since, until, List.of(), null));

        assertThat(read.page())
                .hasSize(PAGE)
                .allMatch(run ->
                        !run.requestedAt().isBefore(since) && run.requestedAt().isBefore(until));
        assertThat(read.rows()).isBetween((long) PAGE, A_FEW_PAGES);
    }

    /** @param rows of the table of runs that PostgreSQL read for the page */
    private record Read(List<Failover> page, long rows) {}

    private Read read(FailoverSearch.Criteria search) {
        return Objects.requireNonNull(new TransactionTemplate(
                        new DataSourceTransactionManager(OwnDatabase.dataSource()))
                .execute(transaction -> {
                    transaction.setRollbackOnly();
                    jdbc.sql(HISTORY).update();
                    jdbc.sql("analyze handover.failover").update();
                    long before = rowsRead();
                    List<Failover> page = failovers.newest(search, null, PAGE).runs();
                    return new Read(page, rowsRead() - before);
                }));
    }

    /** Of this transaction alone. */
    private long rowsRead() {
        return jdbc.sql(
                        """
                        select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables
                        where schemaname = 'handover' and relname = 'failover'""")
                .query(Long.class)
                .single();
    }
}
