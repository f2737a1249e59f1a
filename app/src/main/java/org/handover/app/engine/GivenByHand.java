package org.handover.app.engine;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.step.ByHand;
import org.handover.step.PastedAnswers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people typed by hand on a server for a step, and what it answered. The step is carried out again from its start with
 * these answers; another try begins without any.
 */
@Component
final class GivenByHand implements PastedAnswers {

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Clock clock;

    GivenByHand(JdbcClient jdbc, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** In the transaction that answers the task. */
    void give(FailoverId failover, String step, String server, String command, String pasted, String actor) {
        String answer = ByHand.withoutSecrets(command, pasted);
        jdbc.sql(
                        """
                        insert into handover.pasted_answer (failover_id, step, number, command, answer, given_by, given_at)
                        select ?, ?, count(*) + 1, ?, ?, ?, ? from handover.pasted_answer
                        where failover_id = ? and step = ?""")
                .params(
                        failover.value(),
                        step,
                        command,
                        answer,
                        actor,
                        Timestamp.from(clock.instant()),
                        failover.value(),
                        step)
                .update();
        ledger.append(
                failover,
                actor,
                "step.typedByHand",
                Journal.ordered("step", step, "server", server, "command", command, "answer", answer));
    }

    @Override
    public List<Answer> of(FailoverId failover, String step) {
        return jdbc.sql(
                        """
                        select command, answer, given_by, given_at from handover.pasted_answer
                        where failover_id = ? and step = ? order by number""")
                .params(failover.value(), step)
                .query((row, number) -> new Answer(
                        row.getString("command"),
                        row.getString("answer"),
                        row.getString("given_by"),
                        row.getTimestamp("given_at").toInstant()))
                .list();
    }

    void forget(FailoverId failover, String step) {
        jdbc.sql("delete from handover.pasted_answer where failover_id = ? and step = ?")
                .params(failover.value(), step)
                .update();
    }
}
