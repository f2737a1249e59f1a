package org.handover.app.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What is to be told, one row for each target. A row is written in the transaction in which it happens, by one statement, or none
 * where nobody wants to hear of it. Every time that several nodes have to agree on is the database's.
 */
@Component
final class Outbox {

    private static final String NO_SOURCE = "-";
    private static final String OF_RUN = "(:run::text is null or failover_id = :run)";

    /** An escape that jsonb does not take would refuse all that is written with it: of such an incident nobody is told. */
    private static final String INCIDENT_OF_RUN =
            "case when position('\\u0000' in run.incident) = 0 then run.incident::jsonb end";

    private static final String SECONDS_FROM_NOW = "now() + make_interval(secs => ?)";

    private final Targets targets;
    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Ledger ledger;
    private final Clock clock;
    private final ObjectMapper json;
    private final Duration giveUpAfter;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Outbox(
            Targets targets,
            JdbcClient jdbc,
            TransactionOperations newTransaction,
            Ledger ledger,
            Clock clock,
            ObjectMapper json,
            NotificationSettings settings) {
        this.targets = targets;
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.ledger = ledger;
        this.clock = clock;
        this.json = json;
        this.giveUpAfter = settings.giveUpAfter();
    }

    /** @param listener is told that something is to be sent; it must not wait and must not fail */
    void whenCommitted(Runnable listener) {
        listeners.add(listener);
    }

    /** In the caller's transaction. Of the end of a run every incident hears that belongs to it, of the rest the run's own. */
    void put(FailoverId failover, Occasion occasion, Happening happening) {
        put(
                wanting(occasion),
                """
                select null where wanting.source = '%s'
                union select own.incident ->> 'id' from (select %s as incident) as own
                    where wanting.source = lower(own.incident ->> 'source')
                union select id from handover.incident
                    where ? and failover_id = run.id and source = wanting.source"""
                        .formatted(NO_SOURCE, INCIDENT_OF_RUN),
                occasion.isEndOfRun(),
                failover,
                occasion,
                happening);
    }

    /** In the caller's transaction: what only one incident hears. */
    void put(FailoverId failover, String source, String incident, Occasion occasion, Happening happening) {
        List<Target> ofTheSource = wanting(occasion).stream()
                .filter(target -> source.equals(target.incidentSource()))
                .toList();
        put(ofTheSource, "select cast(? as text)", incident, failover, occasion, happening);
    }

    /** In the caller's transaction: what is about an SSO system between runs. No incident hears of it. */
    void put(SsoSystem system, Occasion occasion, Happening happening) {
        String wanting = wanting(occasion).stream()
                .filter(target -> target.incidentSource() == null)
                .filter(target -> target.unreal() || system.kind() == SsoSystem.Kind.REAL)
                .map(Target::name)
                .collect(Collectors.joining(","));
        if (wanting.isEmpty()) {
            return;
        }
        jdbc.sql(
                        """
                        insert into handover.notification
                            (estate, sso_system, thread, target, kind, happening, at, due_at, give_up_at)
                        select ?, ?, ?, target, ?, ?, cast(? as timestamptz), now(), %s
                        from unnest(string_to_array(?, ',')) as wanting (target)"""
                                .formatted(SECONDS_FROM_NOW))
                .params(
                        system.estate().value(),
                        system.name().value(),
                        "%s/%s".formatted(system.estate(), system.name()),
                        occasion.word(),
                        written(happening),
                        Timestamp.from(clock.instant()),
                        giveUpAfter.toSeconds(),
                        wanting)
                .update();
        tellAfterCommit();
    }

    private List<Target> wanting(Occasion occasion) {
        return targets.all().stream()
                .filter(target -> target.about().contains(occasion))
                .toList();
    }

    /** @param incidents selects those that a target is to tell, null for one that tells none; has one parameter */
    private void put(
            List<Target> wanting,
            String incidents,
            Object parameter,
            FailoverId failover,
            Occasion occasion,
            Happening happening) {
        if (wanting.isEmpty()) {
            return;
        }
        int rows = jdbc.sql(
                        """
                        insert into handover.notification
                            (failover_id, incident, thread, target, kind, happening, at, due_at, give_up_at)
                        select run.id, told.incident, concat_ws(' ', run.id, told.incident), wanting.target,
                            ?, ?, cast(? as timestamptz), now(), %s
                        from handover.failover as run
                        cross join unnest(string_to_array(?, ','), string_to_array(?, ',')::boolean[], string_to_array(?, ','))
                            as wanting (target, unreal, source)
                        cross join lateral (%s) as told (incident)
                        where run.id = ? and (wanting.unreal or not (run.rehearsal or run.demonstration))"""
                                .formatted(SECONDS_FROM_NOW, incidents))
                .params(
                        occasion.word(),
                        written(happening),
                        Timestamp.from(clock.instant()),
                        giveUpAfter.toSeconds(),
                        wanting.stream().map(Target::name).collect(Collectors.joining(",")),
                        wanting.stream().map(target -> "" + target.unreal()).collect(Collectors.joining(",")),
                        wanting.stream().map(Outbox::source).collect(Collectors.joining(",")),
                        parameter,
                        failover.value())
                .update();
        if (rows > 0) {
            tellAfterCommit();
        }
    }

    private static String source(Target target) {
        return target.incidentSource() == null ? NO_SOURCE : target.incidentSource();
    }

    private void tellAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                listeners.forEach(Runnable::run);
            }
        });
    }

    /**
     * Takes the next that is due for a target, in the order of each thread: what comes later waits for what came before.
     *
     * @param lease after which another node takes it, and this one for lost
     */
    Optional<Notification> take(String target, Duration lease) {
        return jdbc.sql(
                        """
                        update handover.notification set attempts = attempts + 1, due_at = %s
                        where number = (
                            select next.number from handover.notification as next
                            where next.target = ? and next.due_at <= now() and not exists (
                                select from handover.notification as before
                                where before.target = next.target and before.thread = next.thread
                                    and before.number < next.number and before.due_at is not null)
                            order by next.number limit 1 for update skip locked)
                        returning *"""
                                .formatted(SECONDS_FROM_NOW))
                .params(lease.toMillis() / 1000.0, target)
                .query(this::read)
                .optional();
    }

    /** @param to whom it reached */
    void sent(Notification taken, String to) {
        close(taken, "due_at = null, sent_at = now(), last_error = null", "notification.sent", "to", to);
    }

    void notDelivered(Notification taken, String why) {
        close(taken, "due_at = null, given_up_at = now(), last_error = ?", "notification.undelivered", "why", why);
    }

    /** Only by who still has it: whoever has taken it over meanwhile says what came of it. */
    private void close(Notification taken, String set, String kind, String what, String words) {
        newTransaction.executeWithoutResult(status -> {
            JdbcClient.StatementSpec update = jdbc.sql(
                    "update handover.notification set %s where number = ? and attempts = ? and due_at is not null"
                            .formatted(set));
            if (set.contains("?")) {
                update = update.param(words);
            }
            if (update.param(taken.number()).param(taken.attempts()).update() == 1) {
                Map<String, Object> data = Journal.ordered(
                        "id",
                        taken.id().toString(),
                        "target",
                        taken.target(),
                        "about",
                        taken.occasion().word(),
                        "attempts",
                        taken.attempts(),
                        what,
                        words);
                data.putAll(taken.subject().fields());
                ledger.append(taken.subject().chain(), Ledger.ENGINE, kind, data);
            }
        });
    }

    void tryLater(Notification taken, String why, Duration pause) {
        jdbc.sql(
                        "update handover.notification set due_at = %s, last_error = ? where number = ? and attempts = ? and due_at is not null"
                                .formatted(SECONDS_FROM_NOW))
                .params(pause.toMillis() / 1000.0, why, taken.number(), taken.attempts())
                .update();
    }

    /** @return whether it was one that was not delivered */
    boolean tryAgain(UUID id, String actor) {
        return Boolean.TRUE.equals(newTransaction.execute(status -> {
            Optional<Notification> again = jdbc.sql(
                            """
                            update handover.notification set due_at = now(), given_up_at = null, give_up_at = %s
                            where id = ? and given_up_at is not null returning *"""
                                    .formatted(SECONDS_FROM_NOW))
                    .params(giveUpAfter.toSeconds(), id)
                    .query(this::read)
                    .optional();
            again.ifPresent(one -> {
                ledger.append(
                        one.subject().chain(),
                        actor,
                        "notification.retried",
                        Journal.ordered("id", id.toString(), "target", one.target()));
                tellAfterCommit();
            });
            return again.isPresent();
        }));
    }

    /** What became of it: the newest first. */
    List<Notification> list(State state, @Nullable FailoverId failover, int limit, int offset) {
        return jdbc.sql(
                        "select * from handover.notification where %s and %s order by number desc limit :limit offset :offset"
                                .formatted(state.condition, OF_RUN))
                .param("run", failover == null ? null : failover.value())
                .param("limit", limit)
                .param("offset", offset)
                .query(this::read)
                .list();
    }

    long count(State state, @Nullable FailoverId failover) {
        return jdbc.sql("select count(*) from handover.notification where %s and %s".formatted(state.condition, OF_RUN))
                .param("run", failover == null ? null : failover.value())
                .query(Long.class)
                .single();
    }

    /** Where a notification stands, as REST names it. */
    enum State {
        WAITING("due_at is not null"),
        SENT("sent_at is not null"),
        UNDELIVERED("given_up_at is not null");

        private final String condition;

        State(String condition) {
            this.condition = condition;
        }
    }

    private String written(Happening happening) {
        try {
            return json.writeValueAsString(happening);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is to be told cannot be written as JSON.", e);
        }
    }

    private Notification read(ResultSet row, int number) throws SQLException {
        Happening happening;
        try {
            happening = json.readValue(row.getString("happening"), Happening.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is to be told cannot be read.", e);
        }
        return new Notification(
                row.getLong("number"),
                row.getObject("id", UUID.class),
                subject(row),
                row.getString("target"),
                Occasion.of(row.getString("kind")).orElse(Occasion.NOTICE),
                happening,
                row.getTimestamp("at").toInstant(),
                row.getInt("attempts"),
                instant(row, "due_at"),
                row.getTimestamp("give_up_at").toInstant(),
                row.getString("last_error"),
                instant(row, "sent_at"),
                instant(row, "given_up_at"));
    }

    private static Subject subject(ResultSet row) throws SQLException {
        String run = row.getString("failover_id");
        return run == null
                ? new Subject.OfSystem(
                        EstateName.of(row.getString("estate")), SsoSystemName.of(row.getString("sso_system")))
                : new Subject.OfRun(new FailoverId(run), row.getString("incident"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
