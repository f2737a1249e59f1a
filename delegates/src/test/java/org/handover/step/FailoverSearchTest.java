package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverSearch;
import org.handover.sso.SsoSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;

/** What a search for words costs is counted in the rows that PostgreSQL reads for it, in a transaction that is taken back. */
@Tag("long")
class FailoverSearchTest {

    private static final int PAGE = 25;
    private static final int RUNS = 30_000;

    /** The sample, and once or twice what is looked through at most; the history has more than twice as many. */
    private static final long BOUND = 2L * FailoverSearch.LOOKED_THROUGH + 3000;

    /** Even and odd is no run at once; the oldest one alone has a word that no other has. */
    private static final String HISTORY =
            """
            insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path, rehearsal,
                demonstration, restore_file, reason, requested_by, requested_at, state, outcome, finished_at)
            select 'FO-8' || to_char(n, 'FM000000'), 'searched-' || n % 4, 'CONTOSO', 'SSO01', 'SSO02', 'planned', 'auto',
                n % 3 = 1, n % 3 = 2, 'C:\\Restore\\SSO01.bak',
                case n % 2 when 0 then 'even' else 'odd' end || ' night ' || n || case n when 1 then ' earthquake' else '' end,
                'olga', timestamptz '2041-01-01 00:00:00Z' + interval '1 minute' * n,
                (array['succeeded', 'rolled-back', 'withdrawn', 'rejected'])[n % 4 + 1], 'unchanged', now()
            from generate_series(1, ?) as n""";

    private static final PlatformTransactionManager TRANSACTIONS =
            new DataSourceTransactionManager(OwnDatabase.dataSource());

    private final JdbcClient jdbc = JdbcClient.create(OwnDatabase.dataSource());
    private final FailoverSearch search = new FailoverSearch(jdbc);

    private static @Nullable TransactionStatus transaction;

    @BeforeAll
    static void makeHistory() {
        transaction = TRANSACTIONS.getTransaction(null);
        JdbcClient jdbc = JdbcClient.create(OwnDatabase.dataSource());
        jdbc.sql(HISTORY).param(RUNS).update();
        jdbc.sql("analyze handover.failover").update();
    }

    @AfterAll
    static void takeItBack() {
        TRANSACTIONS.rollback(Objects.requireNonNull(transaction));
    }

    @Test
    void searchesForWordsReadSomeRowsAndNoHistoryAndStillFindTheOldestRun() {
        assertThat(found("night").runs()).as("a word of every run").hasSize(PAGE);
        assertThat(found("even").runs()).as("a word of every other run").hasSize(PAGE);
        assertThat(found("earthq")).as("a rare word").satisfies(FailoverSearchTest::isTheOldestAlone);
        assertThat(found("night", "odd", "earthquake"))
                .as("a rare word and frequent ones")
                .satisfies(FailoverSearchTest::isTheOldestAlone);
        assertThat(found("FO", "8000001")).as("its number").satisfies(FailoverSearchTest::isTheOldestAlone);
        assertThat(found("no", "such", "words"))
                .as("words of no run")
                .satisfies(FailoverSearchTest::isEmptyAndComplete);
    }

    @Test
    void wordsAreFoundTogetherWithWhatElseTheListIsNarrowedTo() {
        assertThat(counted("searched-1", "rolled-back", SsoSystem.Kind.REAL, "odd")
                        .runs())
                .hasSize(PAGE)
                .allMatch(run -> run.estate().value().equals("searched-1") && run.kind() == SsoSystem.Kind.REAL);
        assertThat(counted("searched-1", "rolled-back", SsoSystem.Kind.REHEARSAL, "earthquake"))
                .satisfies(FailoverSearchTest::isTheOldestAlone);
        assertThat(counted("searched-1", "succeeded", SsoSystem.Kind.REAL, "odd"))
                .as("what no run is, and a frequent word")
                .satisfies(FailoverSearchTest::isEmptyAndComplete);
        assertThat(counted("searched-1", "rolled-back", SsoSystem.Kind.REAL, "even"))
                .as("a frequent word that none of the runs has which are left")
                .satisfies(FailoverSearchTest::isEmptyAndComplete);
    }

    @Test
    void frequentWordsThatFewRunsHaveTogetherAreLookedForPageByPageToTheEndOfHistory() {
        assertThat(found("even", "odd"))
                .as("no run has both, and what is left has not been looked through")
                .satisfies(first -> {
                    assertThat(first.runs()).isEmpty();
                    assertThat(first.next()).isEqualTo(number(RUNS - FailoverSearch.LOOKED_THROUGH + 1));
                });

        jdbc.sql("update handover.failover set reason = reason || ' odd' where id in ('FO-8000002', 'FO-8012000')")
                .update();
        List<FailoverId> all = new ArrayList<>();
        int pages = 0;
        FailoverId next = null;
        do {
            FailoverSearch.Found page = counted(null, null, null, next, "even", "odd");
            page.runs().forEach(run -> all.add(run.id()));
            next = page.next();
            pages++;
        } while (next != null && pages <= 2 * RUNS / FailoverSearch.LOOKED_THROUGH);

        assertThat(next).isNull();
        assertThat(all).containsExactly(number(12_000), number(2));
    }

    private static void isTheOldestAlone(FailoverSearch.Found found) {
        assertThat(found.runs()).extracting(Failover::id).containsExactly(number(1));
        assertThat(found.next()).isNull();
    }

    private static void isEmptyAndComplete(FailoverSearch.Found found) {
        assertThat(found.runs()).isEmpty();
        assertThat(found.next()).isNull();
    }

    private static FailoverId number(int n) {
        return new FailoverId("FO-8%06d".formatted(n));
    }

    private FailoverSearch.Found found(String... words) {
        return counted(null, null, null, words);
    }

    private FailoverSearch.Found counted(
            @Nullable String estate, @Nullable String state, SsoSystem.@Nullable Kind kind, String... words) {
        return counted(estate, state, kind, null, words);
    }

    private FailoverSearch.Found counted(
            @Nullable String estate,
            @Nullable String state,
            SsoSystem.@Nullable Kind kind,
            @Nullable FailoverId olderThan,
            String... words) {
        long before = rowsRead();
        FailoverSearch.Found found = search.newest(
                new FailoverSearch.Criteria(
                        estate,
                        estate == null ? null : "CONTOSO",
                        state,
                        false,
                        kind,
                        null,
                        null,
                        List.of(words),
                        null),
                olderThan,
                PAGE);
        assertThat(rowsRead() - before).as("rows read for %s", List.of(words)).isLessThanOrEqualTo(BOUND);
        return found;
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
