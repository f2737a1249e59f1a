package org.handover.app.restraint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.handover.app.rest.Utc;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The one switch that stops every start by a tool. It is in force on all nodes when it has been thrown. */
@Component
public final class ToolSwitch {

    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final HeldStarts held;
    private final Ledger ledger;
    private final Clock clock;

    ToolSwitch(JdbcClient jdbc, TransactionOperations newTransaction, HeldStarts held, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.held = held;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @param changedBy absent where nobody has ever thrown it */
    public record SwitchState(
            boolean on, @Nullable String changedBy, @Nullable Instant changedAt, @Nullable String reason) {

        public String sentence() {
            if (on) {
                return "Tools may start failovers.";
            }
            return "%s has switched off what tools start (%s): %s A person can start a failover on the board; an operator or administrator switches tools on again there."
                    .formatted(
                            changedBy,
                            changedAt == null ? "an unknown time" : Utc.inWords(changedAt),
                            reason == null || reason.endsWith(".") ? reason : reason + ".");
        }
    }

    static SwitchState read(ResultSet row) throws SQLException {
        return new SwitchState(
                row.getBoolean("is_on"),
                row.getString("changed_by"),
                Restraint.instant(row, "changed_at"),
                row.getString("reason"));
    }

    public SwitchState state() {
        return jdbc.sql("select * from handover.switch where name = 'tool-starts'")
                .query((row, number) -> read(row))
                .single();
    }

    /** Waits for starts that have just begun. What waits for a place is withdrawn when it is switched off. */
    public SwitchState put(boolean on, String reason, String who) {
        newTransaction.executeWithoutResult(own -> {
            jdbc.sql(
                            """
                            update handover.switch set is_on = ?, changed_by = ?, changed_at = ?, reason = ?
                            where name = 'tool-starts'""")
                    .params(on, who, Timestamp.from(clock.instant()), reason)
                    .update();
            int withdrawn = on ? 0 : held.withdrawAll(who, "What tools start was switched off: " + reason);
            ledger.append(
                    Ledger.HOUSE,
                    who,
                    "tool-starts.switched",
                    Journal.ordered("on", on, "reason", reason, "waitingWithdrawn", withdrawn));
        });
        return state();
    }
}
