package org.handover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.Transcript;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What was meant to be done and what came of it. Each method is a transaction of its own that is committed when it returns,
 * so that no later roll-back takes an entry away.
 */
public final class Journal {

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Ledger ledger;
    private final Clock clock;
    private final ObjectMapper json;

    /** @param transactions opens a new transaction for each call */
    public Journal(JdbcClient jdbc, TransactionOperations transactions, Ledger ledger, Clock clock, ObjectMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ledger = ledger;
        this.clock = clock;
        this.json = json;
    }

    /** All attempts of a step, the first one first. */
    public List<Intent> attempts(FailoverId failover, String step) {
        return jdbc.sql("select * from handover.intent where failover_id = ? and step = ? order by attempt")
                .params(failover.value(), step)
                .query(this::read)
                .list();
    }

    /** Everything that was meant to be typed in a run, the first one first. */
    public List<Intent> intents(FailoverId failover) {
        return jdbc.sql("select * from handover.intent where failover_id = ? order by id")
                .param(failover.value())
                .query(this::read)
                .list();
    }

    public Optional<Intent> openIntent(FailoverId failover) {
        return jdbc.sql("select * from handover.intent where failover_id = ? and closed_at is null")
                .param(failover.value())
                .query(this::read)
                .optional();
    }

    /** Whether anything that changes a service, the database or the secret was meant to be typed in this run. */
    public boolean anyChangeBegan(FailoverId failover) {
        return jdbc.sql("select exists (select 1 from handover.intent where failover_id = ? and kind = 'change')")
                .param(failover.value())
                .query(Boolean.class)
                .single();
    }

    /** Whether the effect of a step may be there: it was meant to be typed in this run, or was found done. */
    public boolean mayHaveHappened(FailoverId failover, String step) {
        return jdbc.sql(
                        """
                        select exists (select 1 from handover.intent where failover_id = ? and step = ?)
                            or exists (select 1 from handover.proven where failover_id = ? and step = ?)""")
                .params(failover.value(), step, failover.value(), step)
                .query(Boolean.class)
                .single();
    }

    /**
     * Whether the SSO database is changed by this run, or may be. A change in the snap-in that was looked for and is not there
     * counts as none: nobody typed it. A typed one always counts, because ENTSSO may show the old name for a while.
     */
    public boolean databaseMayBeChanged(FailoverId failover) {
        return jdbc.sql(
                        """
                        select exists (select 1 from handover.intent where failover_id = ? and (step = 'updateDatabase'
                                or (step = 'openSnapInChange' and outcome is distinct from 'not-proven')))
                            or exists (select 1 from handover.proven where failover_id = ?
                                and step in ('updateDatabase', 'checkSnapInChange'))""")
                .params(failover.value(), failover.value())
                .query(Boolean.class)
                .single();
    }

    /** Whether a step of this run is proven, by whichever of its plans. */
    public boolean isProven(FailoverId failover, String step) {
        return jdbc.sql("select exists (select 1 from handover.proven where failover_id = ? and step = ?)")
                .params(failover.value(), step)
                .query(Boolean.class)
                .single();
    }

    /** Whether a person said that the step was done by hand, and the probe found it so. */
    boolean isAsserted(FailoverId failover, String step) {
        return jdbc.sql(
                        "select exists (select 1 from handover.proven where failover_id = ? and step = ? and how = 'asserted')")
                .params(failover.value(), step)
                .query(Boolean.class)
                .single();
    }

    /** Records what a look at the way back saw (law 6). */
    public void sawWayBack(FailoverId failover, String step, WayBackLook look) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql(
                            """
                            insert into handover.way_back_look (failover_id, step, former_answers, former_holds_secret,
                                secret_replaced, seen, looked_at) values (?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            failover.value(),
                            step,
                            look.formerAnswers(),
                            look.formerHoldsSecret(),
                            look.secretReplaced(),
                            look.seen(),
                            Timestamp.from(clock.instant()))
                    .update();
            ledger.append(
                    failover,
                    Ledger.ENGINE,
                    "way-back",
                    ordered("step", step, "formerAnswers", look.formerAnswers(), "seen", look.seen()));
        });
    }

    /** What the looks at the way back saw, the oldest first. */
    public List<WayBackLook> waysBack(FailoverId failover) {
        return jdbc.sql("select * from handover.way_back_look where failover_id = ? order by id")
                .param(failover.value())
                .query((row, number) -> new WayBackLook(
                        row.getBoolean("former_answers"),
                        row.getObject("former_holds_secret", Boolean.class),
                        row.getObject("secret_replaced", Boolean.class),
                        row.getString("seen")))
                .list();
    }

    /** Inserts the intent in the caller's transaction; the wall does so after all its checks. */
    Intent open(
            FailoverId failover,
            PlanDigest plan,
            PlannedStep step,
            int attempt,
            String commandLine,
            String claim,
            Map<String, String> noted,
            String worker) {
        jdbc.sql(
                        """
                        insert into handover.intent (failover_id, plan_digest, step, attempt, server, kind, command_line,
                            claim, noted, opened_at, worker) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        failover.value(),
                        plan.value(),
                        step.id(),
                        attempt,
                        step.server(),
                        step.kind() == PlannedStep.Kind.FILE ? "file" : "change",
                        commandLine,
                        claim,
                        write(noted),
                        Timestamp.from(clock.instant()),
                        worker)
                .update();
        ledger.append(
                failover,
                Ledger.ENGINE,
                "step.intent",
                ordered(
                        "step", step.id(),
                        "attempt", attempt,
                        "server", step.server(),
                        "command", commandLine,
                        "plan", plan.value(),
                        "noted", noted,
                        "worker", worker));
        return attempts(failover, step.id()).get(attempt - 1);
    }

    /** Proves that the ledger can be written, without leaving anything in it; fails as writing would. */
    public void demandWritable(FailoverId failover) {
        transactions.executeWithoutResult(status -> {
            ledger.append(failover, Ledger.ENGINE, "writable", Map.of());
            status.setRollbackOnly();
        });
    }

    /**
     * Closes an open intent with what is known; one that is closed already stays as it is.
     *
     * @param account under which it was typed
     * @param events of Windows that answer to it
     */
    public void close(
            Intent intent, IntentOutcome outcome, String seen, String account, Collection<WindowsEvent> events) {
        transactions.executeWithoutResult(status -> closeInCallersTransaction(intent, outcome, seen, account, events));
    }

    /** Closes an open intent as proven, and with it records that its step is. */
    public void closeProven(
            Intent intent, String seen, String account, Collection<WindowsEvent> events, PlanDigest plan, How how) {
        transactions.executeWithoutResult(status -> {
            closeInCallersTransaction(intent, IntentOutcome.PROVEN, seen, account, events);
            provenInCallersTransaction(intent.failover(), plan, intent.step(), how, Ledger.ENGINE, seen);
        });
    }

    private void closeInCallersTransaction(
            Intent intent, IntentOutcome outcome, String seen, String account, Collection<WindowsEvent> events) {
        int closed = jdbc.sql(
                        "update handover.intent set closed_at = ?, outcome = ? where id = ? and closed_at is null")
                .params(Timestamp.from(clock.instant()), outcome.word(), intent.id())
                .update();
        if (closed == 1) {
            forgetPastedAnswers(intent.failover());
            ledger.append(
                    intent.failover(),
                    Ledger.ENGINE,
                    "step.outcome",
                    ordered(
                            "step", intent.step(),
                            "attempt", intent.attempt(),
                            "server", intent.server(),
                            "account", account,
                            "outcome", outcome.word(),
                            "seen", seen,
                            "events", events));
        }
    }

    /** How a step came to be proven. */
    public enum How {
        DONE("done"),
        FOUND_DONE("found-done"),
        ASSERTED("asserted");

        private final String word;

        How(String word) {
            this.word = word;
        }
    }

    /** Records that a step of this plan is proven, or confirmed by a person; later steps rely on it. */
    public void proven(FailoverId failover, PlanDigest plan, String step, How how, String actor, String seen) {
        transactions.executeWithoutResult(status -> provenInCallersTransaction(failover, plan, step, how, actor, seen));
    }

    public void provenInCallersTransaction(
            FailoverId failover, PlanDigest plan, String step, How how, String actor, String seen) {
        jdbc.sql(
                        """
                        insert into handover.proven values (?, ?, ?, ?, ?)
                        on conflict (failover_id, plan_digest, step) do update set how = excluded.how, proven_at = excluded.proven_at""")
                .params(failover.value(), plan.value(), step, how.word, Timestamp.from(clock.instant()))
                .update();
        forgetPastedAnswers(failover);
        ledger.append(
                failover,
                actor,
                "step.proven",
                ordered("step", step, "how", how.word, "seen", seen, "plan", plan.value()));
    }

    /** What people pasted before something of a run was settled says nothing about the time after it. */
    private void forgetPastedAnswers(FailoverId failover) {
        jdbc.sql("delete from handover.pasted_answer where failover_id = ?")
                .param(failover.value())
                .update();
    }

    public List<String> provenSteps(FailoverId failover, PlanDigest plan) {
        return jdbc.sql("select step from handover.proven where failover_id = ? and plan_digest = ? order by proven_at")
                .params(failover.value(), plan.value())
                .query(String.class)
                .list();
    }

    /**
     * Records what was typed on a server and what it answered. The transcript holds no secret: the console masks them.
     *
     * @param events of Windows that the answer consists of, where it does
     */
    public void typed(
            FailoverId failover,
            String step,
            String server,
            String account,
            Transcript transcript,
            Collection<WindowsEvent> events) {
        transactions.executeWithoutResult(status -> ledger.append(
                failover,
                Ledger.ENGINE,
                "step.typed",
                ordered(
                        "step",
                        step,
                        "server",
                        server,
                        "account",
                        account,
                        "command",
                        transcript.commandLine(),
                        "exitCode",
                        transcript.exitCode() == null ? "none" : transcript.exitCode(),
                        "answer",
                        transcript.output(),
                        "startedAt",
                        transcript.startedAt().toString(),
                        "tookMillis",
                        transcript.took().toMillis(),
                        "events",
                        events)));
    }

    /** Records something that is neither typed nor a change: a failed attempt, a refusal, a decision. */
    public void note(FailoverId failover, String actor, String kind, Map<String, ?> data) {
        transactions.executeWithoutResult(status -> ledger.append(failover, actor, kind, data));
    }

    /** What lookAtEstate saw last, for the plan to be made from. */
    public void looked(FailoverId failover, byte[] body) {
        transactions.executeWithoutResult(status -> jdbc.sql(
                        """
                        insert into handover.estate_look values (?, ?, ?)
                        on conflict (failover_id) do update set body = excluded.body, looked_at = excluded.looked_at""")
                .params(failover.value(), body, Timestamp.from(clock.instant()))
                .update());
    }

    public Optional<byte[]> look(FailoverId failover) {
        return jdbc.sql("select body from handover.estate_look where failover_id = ?")
                .param(failover.value())
                .query((row, number) -> row.getBytes("body"))
                .optional();
    }

    /** A map that keeps the order in which its entries are given. */
    public static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private Intent read(ResultSet row, int number) throws SQLException {
        @Nullable String outcome = row.getString("outcome");
        return new Intent(
                row.getLong("id"),
                new FailoverId(row.getString("failover_id")),
                row.getString("step"),
                row.getInt("attempt"),
                row.getString("server"),
                row.getString("kind").equals("file") ? PlannedStep.Kind.FILE : PlannedStep.Kind.CHANGE,
                row.getString("command_line"),
                row.getString("claim"),
                readNoted(row.getString("noted")),
                row.getTimestamp("opened_at").toInstant(),
                outcome == null ? null : IntentOutcome.of(outcome));
    }

    private String write(Map<String, String> noted) {
        try {
            return json.writeValueAsString(noted);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> readNoted(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
