package org.handover.app.watch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystemName;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The former masters that nobody has settled. A lost master is watched from the plan of its run on, so that one that comes back is
 * seen before anything is changed; any former master from the moment at which it may no longer be master and cannot be asked, or
 * is left as it is; until a step of the run has made it an ordinary SSO server or disabled
 * it, it is master again, or a person says that it is settled.
 */
public final class FormerWatch {

    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Ledger ledger;
    private final Clock clock;

    public FormerWatch(JdbcClient jdbc, TransactionOperations newTransaction, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A former master that is watched.
     *
     * @param since when the watch began
     * @param lastSeen when it answered last
     * @param returnedAt when it answered first since then; null while it has not
     * @param answers whether it answered when it was looked at last
     */
    public record Watched(
            FailoverId failover,
            EstateName estate,
            SsoSystemName ssoSystem,
            SsoServerName server,
            Instant since,
            @Nullable Instant lastSeen,
            @Nullable Instant returnedAt,
            boolean answers) {}

    /**
     * Takes up what has to be watched from now on, and settles what a run has settled. It looks at the runs that are open and
     * at those that ended since it looked last, however many ended before.
     */
    void bringUpToDate() {
        newTransaction.executeWithoutResult(status -> {
            String[] ended = jdbc.sql(
                            """
                            select id from handover.failover where not former_judged and finished_at is not null
                            for update skip locked""")
                    .query(String.class)
                    .list()
                    .toArray(String[]::new);
            jdbc.sql(
                            """
                            insert into handover.former_watch (failover_id, estate, sso_system, server, since)
                            select run.id, run.estate, run.sso_system, run.former_master, ?
                            from handover.failover as run
                            where not run.former_judged and (run.finished_at is null or run.id = any (?))
                                and not (run.rehearsal and run.finished_at is not null)
                                and (run.outcome = 'new-proven'
                                    or (run.situation = 'master-lost'
                                        and coalesce(run.outcome, 'unknown') = 'unknown'
                                        and ((run.finished_at is null and run.plan_digest is not null)
                                            or exists (select 1 from handover.intent
                                                where failover_id = run.id and step = 'updateDatabase')
                                            or exists (select 1 from handover.proven
                                                where failover_id = run.id and step = 'updateDatabase'))))
                                and not exists (select 1 from handover.proven
                                    where failover_id = run.id and step in ('makeFormerOrdinary', 'disableFormer'))
                                and not exists (select 1 from handover.failover as later
                                    where later.estate = run.estate and later.sso_system = run.sso_system
                                        and later.outcome = 'new-proven' and later.new_master = run.former_master
                                        and later.finished_at > run.requested_at)
                            on conflict do nothing""")
                    .params(now(), ended)
                    .update();
            jdbc.sql("update handover.failover set former_judged = true where id = any (?)")
                    .param(ended)
                    .update();
            jdbc.sql(
                            """
                            update handover.former_watch as watch set settled_at = ?, settled_by = 'engine'
                            where settled_at is null and exists (select 1 from handover.proven
                                where failover_id = watch.failover_id and step in ('makeFormerOrdinary', 'disableFormer'))""")
                    .param(now())
                    .update();
            jdbc.sql(
                            """
                            update handover.former_watch as watch set settled_at = ?, settled_by = 'engine'
                            where settled_at is null and exists (select 1 from handover.failover as run
                                where run.id = watch.failover_id and run.finished_at is not null
                                    and (run.rehearsal or run.outcome in ('former-proven', 'unchanged')))""")
                    .param(now())
                    .update();
            jdbc.sql(
                            """
                            update handover.former_watch as watch set settled_at = ?, settled_by = 'engine'
                            where settled_at is null and exists (select 1 from handover.failover as run
                                where run.estate = watch.estate and run.sso_system = watch.sso_system
                                    and run.outcome = 'new-proven' and run.new_master = watch.server
                                    and run.finished_at > watch.since)""")
                    .param(now())
                    .update();
        });
    }

    /** All that nobody has settled. */
    public List<Watched> open() {
        return jdbc.sql("select * from handover.former_watch where settled_at is null order by since")
                .query(FormerWatch::read)
                .list();
    }

    public List<Watched> open(EstateName estate, SsoSystemName ssoSystem) {
        return open().stream()
                .filter(watched ->
                        watched.estate().equals(estate) && watched.ssoSystem().equals(ssoSystem))
                .toList();
    }

    /** The former master of this run where it has come back and nobody has settled it. */
    public Optional<Watched> returned(FailoverId failover) {
        return jdbc.sql(
                        """
                        select * from handover.former_watch
                        where failover_id = ? and returned_at is not null and settled_at is null""")
                .param(failover.value())
                .query(FormerWatch::read)
                .optional();
    }

    /** @return whether it is news that it answers; of several nodes one is told so */
    boolean answers(Watched watched) {
        return jdbc.sql(
                        """
                        update handover.former_watch as watch
                        set last_seen = ?, returned_at = coalesce(returned_at, ?), answers = true
                        from (select failover_id as id, answers as answered from handover.former_watch
                            where failover_id = ? and settled_at is null for update) as before
                        where watch.failover_id = before.id returning not answered""")
                .params(now(), now(), watched.failover().value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** @return whether it is news that it does not answer */
    boolean isSilent(Watched watched) {
        return jdbc.sql("update handover.former_watch set answers = false where failover_id = ? and answers")
                        .param(watched.failover().value())
                        .update()
                == 1;
    }

    /** A person says that this server can no longer become a second master; the words stand in the ledger of each run. */
    public void settle(List<Watched> watched, String actor, String words) {
        newTransaction.executeWithoutResult(status -> watched.forEach(one -> {
            int settled = jdbc.sql(
                            """
                            update handover.former_watch set settled_at = ?, settled_by = ?
                            where failover_id = ? and settled_at is null""")
                    .params(now(), actor, one.failover().value())
                    .update();
            if (settled == 1) {
                ledger.append(
                        one.failover(),
                        actor,
                        "former.settled",
                        Journal.ordered("server", one.server().value(), "words", words));
            }
        }));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Watched read(ResultSet row, int number) throws SQLException {
        return new Watched(
                new FailoverId(row.getString("failover_id")),
                EstateName.of(row.getString("estate")),
                SsoSystemName.of(row.getString("sso_system")),
                SsoServerName.of(row.getString("server")),
                row.getTimestamp("since").toInstant(),
                instant(row.getTimestamp("last_seen")),
                instant(row.getTimestamp("returned_at")),
                row.getBoolean("answers"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
