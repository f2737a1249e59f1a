package org.handover.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.handover.sso.EstateName;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystemName;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The backups of master secrets that runs made. Rows are never changed; each is in the ledger of its run as well. */
public final class Backups {

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Ledger ledger;
    private final Clock clock;

    /** @param transactions opens a new transaction for each call */
    public Backups(JdbcClient jdbc, TransactionOperations transactions, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Records a backup that is proven. */
    public void record(
            Failover failover,
            RecordedBackup.Purpose purpose,
            SsoServerName server,
            String path,
            boolean inStore,
            Sha256 digest,
            Msid msid) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql(
                            """
                            insert into handover.recorded_backup (failover_id, purpose, estate, sso_system, server, path,
                                in_store, sha256, msid, taken_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            failover.id().value(),
                            purpose.word(),
                            failover.estate().value(),
                            failover.ssoSystem().value(),
                            server.value(),
                            path,
                            inStore,
                            digest.value(),
                            msid.value(),
                            Timestamp.from(clock.instant()))
                    .update();
            ledger.append(
                    failover.id(),
                    Ledger.ENGINE,
                    "backup.recorded",
                    Journal.ordered(
                            "purpose", purpose.word(),
                            "server", server.value(),
                            "path", path,
                            "inStore", inStore,
                            "sha256", digest.value(),
                            "msid", msid.value()));
        });
    }

    /** The newest one that a run made for a purpose. */
    public Optional<RecordedBackup> madeBy(FailoverId failover, RecordedBackup.Purpose purpose) {
        return jdbc.sql(
                        """
                        select * from handover.recorded_backup where failover_id = ? and purpose = ?
                        order by id desc limit 1""")
                .params(failover.value(), purpose.word())
                .query(Backups::read)
                .optional();
    }

    /** All backups of an SSO system's master secret, the oldest first. */
    public List<RecordedBackup> of(EstateName estate, SsoSystemName ssoSystem) {
        return jdbc.sql("select * from handover.recorded_backup where estate = ? and sso_system = ? order by id")
                .params(estate.value(), ssoSystem.value())
                .query(Backups::read)
                .list();
    }

    private static RecordedBackup read(ResultSet row, int number) throws SQLException {
        return new RecordedBackup(
                new FailoverId(row.getString("failover_id")),
                RecordedBackup.Purpose.of(row.getString("purpose")),
                EstateName.of(row.getString("estate")),
                SsoSystemName.of(row.getString("sso_system")),
                SsoServerName.of(row.getString("server")),
                row.getString("path"),
                row.getBoolean("in_store"),
                Sha256.of(row.getString("sha256")),
                Msid.of(row.getString("msid")),
                row.getTimestamp("taken_at").toInstant());
    }
}
