package org.handover.app.watch;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handover.check.MasterLook;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What was seen last of the master of each SSO system, whichever node looked. */
@Component
public final class MasterWatch {

    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Ledger ledger;
    private final Clock clock;
    private final TroubleListener listener;

    MasterWatch(
            JdbcClient jdbc,
            TransactionOperations newTransaction,
            Ledger ledger,
            Clock clock,
            TroubleListener listener) {
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.ledger = ledger;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * The master of an SSO system.
     *
     * @param since when it was first seen to be so
     * @param lookedAt when it was seen last
     */
    public record Watched(
            EstateName estate, SsoSystemName ssoSystem, MasterLook look, Instant since, Instant lookedAt) {}

    /** All that has been looked at, of SSO systems that may have left the inventory since, too. */
    public List<Watched> all() {
        return jdbc.sql("select * from handover.master_watch where looked_at is not null order by estate, sso_system")
                .query(MasterWatch::read)
                .list();
    }

    public Optional<Watched> of(SsoSystem system) {
        return jdbc.sql(
                        """
                        select * from handover.master_watch
                        where estate = ? and sso_system = ? and looked_at is not null""")
                .params(system.estate().value(), system.name().value())
                .query(MasterWatch::read)
                .optional();
    }

    /**
     * Whether this node is to look now: no other does, none did so recently, and no failover is open on the SSO system, whose
     * own looks say more and which must not be disturbed.
     */
    boolean claim(SsoSystem system, Duration every) {
        Instant now = clock.instant();
        return jdbc.sql(
                                """
                                insert into handover.master_watch as watch (estate, sso_system, looking_until)
                                select :estate, :system, :until
                                where not exists (select 1 from handover.failover
                                    where estate = :estate and sso_system = :system and finished_at is null)
                                on conflict (estate, sso_system) do update set looking_until = excluded.looking_until
                                where watch.looking_until <= :now and (watch.looked_at is null or watch.looked_at <= :before)""")
                        .param("estate", system.estate().value())
                        .param("system", system.name().value())
                        .param("until", Timestamp.from(now.plus(LONGEST_LOOK)))
                        .param("now", Timestamp.from(now))
                        .param("before", Timestamp.from(now.minus(every.dividedBy(2))))
                        .update()
                == 1;
    }

    /** Ends what {@link #claim} began. What differs from before goes into the ledger; of trouble people are told. */
    void saw(SsoSystem system, MasterLook look) {
        newTransaction.executeWithoutResult(status -> {
            Timestamp now = Timestamp.from(clock.instant());
            Optional<Watched> last = of(system);
            boolean isNew = last.filter(before -> before.look().state() == look.state()
                            && before.look().master().equals(look.master())
                            && before.look().masters().equals(look.masters()))
                    .isEmpty();
            Trouble told = troubleOf(system);
            Trouble trouble = trouble(look, last.map(Watched::look), told);
            jdbc.sql(
                            """
                            update handover.master_watch
                            set looking_until = :now, looked_at = :now, state = :state, master = :master,
                                masters = :masters, servers = :servers, trouble = :trouble,
                                since = case when :isNew then :now else since end
                            where estate = :estate and sso_system = :system""")
                    .param("now", now)
                    .param("state", look.state().word())
                    .param("master", look.master().value())
                    .param("masters", look.masters().toArray(String[]::new))
                    .param("servers", look.servers().toArray(String[]::new))
                    .param("trouble", trouble == null ? null : trouble.word())
                    .param("isNew", isNew)
                    .param("estate", system.estate().value())
                    .param("system", system.name().value())
                    .update();
            if (isNew) {
                ledger.append(
                        Ledger.HOUSE,
                        Ledger.ENGINE,
                        "master." + look.state().word(),
                        Journal.ordered(
                                "estate", system.estate().value(),
                                "ssoSystem", system.name().value(),
                                "sentence", look.sentence(),
                                "servers", look.servers()));
            }
            tell(system, told, trouble, look.sentence());
        });
    }

    private @Nullable Trouble troubleOf(SsoSystem system) {
        return jdbc.sql("select trouble from handover.master_watch where estate = ? and sso_system = ?")
                .params(system.estate().value(), system.name().value())
                .query((row, number) -> Optional.ofNullable(Trouble.of(row.getString(1))))
                .optional()
                .flatMap(found -> found)
                .orElse(null);
    }

    /** One look at which a server does not answer is none yet; where it cannot be told, it stays as it was. */
    private static @Nullable Trouble trouble(MasterLook look, Optional<MasterLook> before, @Nullable Trouble told) {
        return switch (look.state()) {
            case ANSWERS -> null;
            case TWO_MASTERS -> Trouble.TWO_MASTERS;
            case STOPPED, SILENT ->
                told == Trouble.DOWN || before.filter(MasterWatch::isDown).isPresent() ? Trouble.DOWN : null;
            case CANNOT_TELL -> told;
        };
    }

    private static boolean isDown(MasterLook look) {
        return look.state() == MasterLook.State.STOPPED || look.state() == MasterLook.State.SILENT;
    }

    private void tell(SsoSystem system, @Nullable Trouble told, @Nullable Trouble trouble, String sentence) {
        if (told == trouble) {
            return;
        }
        if (told != null) {
            listener.ends(system, told, sentence);
        }
        if (trouble != null) {
            listener.begins(system, trouble, sentence);
        }
    }

    private static Watched read(ResultSet row, int number) throws SQLException {
        return new Watched(
                EstateName.of(row.getString("estate")),
                SsoSystemName.of(row.getString("sso_system")),
                new MasterLook(
                        MasterLook.State.of(row.getString("state")),
                        SsoServerName.of(row.getString("master")),
                        texts(row.getArray("masters")),
                        texts(row.getArray("servers"))),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("looked_at").toInstant());
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
