package org.handover.app.restraint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handover.app.rest.Utc;
import org.handover.journal.FailoverId;
import org.handover.sso.SsoSystem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps tools from starting too much. All of it is read and written in the transaction of the start, so that it holds on every
 * node; the switch is locked until that transaction ends, so that nothing begins any more once it was thrown.
 */
@Component
@EnableConfigurationProperties(RestraintSettings.class)
public final class Restraint {

    private static final String LOOK =
            """
            select switch.is_on, switch.changed_by, switch.changed_at, switch.reason,
                last.failover_id, last.started_at,
                exists (select from handover.tool_place where failover_id is null and number <= :places) as place,
                exists (select from handover.held_start where state = 'waiting') as others_wait,
                exists (select from handover.reservation where estate = :estate and sso_system = :system) as reserved
            from handover.switch left join lateral (
                select failover_id, started_at from handover.tool_start
                where estate = :estate and sso_system = :system and acknowledged_at is null and started_at > :since
                order by started_at desc limit 1) as last on true
            where switch.name = 'tool-starts'""";

    private final JdbcClient jdbc;
    private final RestraintSettings settings;
    private final Clock clock;

    Restraint(JdbcClient jdbc, RestraintSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What a tool's start finds.
     *
     * @param place whether one is free
     * @param othersWait whether another start waits for one
     * @param reserved whether a run is open on the SSO system
     */
    private record Look(
            ToolSwitch.SwitchState state, @Nullable First first, boolean place, boolean othersWait, boolean reserved) {}

    /** The start of a tool that nobody has acknowledged. */
    private record First(FailoverId run, Instant at) {}

    /** What a tool's start may do now. */
    public sealed interface Verdict {

        record MayStart() implements Verdict {}

        /** As many as are allowed are open, or others were before it. */
        record MustWait() implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    /** Whether nothing but the switch holds it back, because no real server is meant. */
    private static boolean isFree(SsoSystem system) {
        return system.kind() == SsoSystem.Kind.REHEARSAL;
    }

    /**
     * In the start's transaction, before anything is reserved.
     *
     * @param rehearsal held back by the switch only
     * @param itsTurn whether it has waited, and the others come after it
     */
    public Verdict of(SsoSystem system, boolean rehearsal, boolean itsTurn) {
        Look look = look(system, " for share of switch");
        if (!look.state().on()) {
            return new Verdict.Refused(switchedOff(look.state()));
        }
        // Whoever comes while a run is open is told of that run.
        if (rehearsal || isFree(system) || look.reserved()) {
            return new Verdict.MayStart();
        }
        Optional<Refusal> refusal = window(system).or(() -> tooSoon(system, look));
        if (refusal.isPresent()) {
            return new Verdict.Refused(refusal.get());
        }
        boolean hasPlace = look.place() && (itsTurn || !look.othersWait());
        return hasPlace ? new Verdict.MayStart() : new Verdict.MustWait();
    }

    /**
     * Locks the switch as it is until the caller's transaction ends. Whoever locks a start that waits does this first, as who
     * throws the switch does.
     *
     * @return why tools start nothing; empty where they may
     */
    public Optional<Refusal> keepSwitch() {
        ToolSwitch.SwitchState state = jdbc.sql("select * from handover.switch where name = 'tool-starts' for share")
                .query((row, number) -> ToolSwitch.read(row))
                .single();
        return state.on() ? Optional.empty() : Optional.of(switchedOff(state));
    }

    /**
     * In the start's transaction, once the SSO system is reserved.
     *
     * @return false where the last place was taken meanwhile, or another run came and went
     */
    public boolean takePlace(FailoverId id, SsoSystem system) {
        return isFree(system)
                || jdbc.sql(
                                        """
                                        with taken as (
                                            update handover.tool_place set failover_id = :id where number = (
                                                select number from handover.tool_place
                                                where failover_id is null and number <= :places
                                                order by number limit 1 for update skip locked)
                                            returning number)
                                        insert into handover.tool_start (failover_id, estate, sso_system, started_at)
                                        select :id, :estate, :system, :now from taken
                                        where not exists (select from handover.tool_start
                                            where estate = :estate and sso_system = :system
                                                and acknowledged_at is null and started_at > :since)""")
                                .param("id", id.value())
                                .param("places", settings.openAtOnce())
                                .param("estate", system.estate().value())
                                .param("system", system.name().value())
                                .param("now", Timestamp.from(clock.instant()))
                                .param("since", since())
                                .update()
                        == 1;
    }

    /** What a person who starts a failover is told and a tool would be refused for. */
    public List<String> warnings(SsoSystem system) {
        if (isFree(system)) {
            return List.of();
        }
        Look look = look(system, "");
        List<String> warnings = new ArrayList<>();
        if (!look.state().on()) {
            warnings.add(switchedOff(look.state()).sentence());
        }
        window(system).map(Refusal::sentence).ifPresent(warnings::add);
        tooSoon(system, look).map(Refusal::sentence).ifPresent(warnings::add);
        return List.copyOf(warnings);
    }

    /** Whether a start that waits would find a place. */
    public boolean hasPlace() {
        return jdbc.sql(
                        """
                        select exists (select from handover.held_start where state = 'waiting')
                            and exists (select from handover.tool_place where failover_id is null and number <= ?)""")
                .param(settings.openAtOnce())
                .query(Boolean.class)
                .single();
    }

    /**
     * That a tool started a run, and whether a person has said that they have seen it.
     *
     * @param holdsBackUntil until when a tool starts no other one there; absent once it does
     */
    public record ToolStart(
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt,
            @Nullable String words,
            @Nullable Instant holdsBackUntil) {}

    public Optional<ToolStart> of(FailoverId id) {
        return jdbc.sql("select * from handover.tool_start where failover_id = ?")
                .param(id.value())
                .query((row, number) -> {
                    Instant until = row.getTimestamp("started_at").toInstant().plus(settings.againAfter());
                    Instant acknowledged = instant(row, "acknowledged_at");
                    return new ToolStart(
                            row.getString("acknowledged_by"),
                            acknowledged,
                            row.getString("words"),
                            acknowledged == null && until.isAfter(clock.instant()) ? until : null);
                })
                .optional();
    }

    /** In the caller's transaction. False where it was before. */
    public boolean acknowledge(FailoverId id, String who, String words) {
        return jdbc.sql(
                                """
                                update handover.tool_start set acknowledged_by = ?, acknowledged_at = ?, words = ?
                                where failover_id = ? and acknowledged_at is null""")
                        .params(who, Timestamp.from(clock.instant()), words, id.value())
                        .update()
                == 1;
    }

    private Look look(SsoSystem system, String lock) {
        return jdbc.sql(LOOK + lock)
                .param("places", settings.openAtOnce())
                .param("estate", system.estate().value())
                .param("system", system.name().value())
                .param("since", since())
                .query((row, number) -> {
                    String first = row.getString("failover_id");
                    return new Look(
                            ToolSwitch.read(row),
                            first == null
                                    ? null
                                    : new First(
                                            new FailoverId(first),
                                            row.getTimestamp("started_at").toInstant()),
                            row.getBoolean("place"),
                            row.getBoolean("others_wait"),
                            row.getBoolean("reserved"));
                })
                .single();
    }

    private Timestamp since() {
        return Timestamp.from(clock.instant().minus(settings.againAfter()));
    }

    private static Refusal switchedOff(ToolSwitch.SwitchState state) {
        return new Refusal(Refusal.SWITCHED_OFF, state.sentence(), null, null);
    }

    private Optional<Refusal> window(SsoSystem system) {
        Instant now = clock.instant();
        return settings.windows().stream()
                .filter(window -> window.concerns(system))
                .flatMap(window -> window.endWhereOpen(now).stream()
                        .map(end -> new Refusal(
                                Refusal.WINDOW,
                                "There is a maintenance window until %s%s: no tool starts a failover of %s before that. A person can, on the board."
                                        .formatted(
                                                Utc.inWords(end),
                                                window.why() == null ? "" : " (" + window.why() + ")",
                                                system.name()),
                                end,
                                null)))
                .findFirst();
    }

    private Optional<Refusal> tooSoon(SsoSystem system, Look look) {
        First first = look.first();
        if (first == null) {
            return Optional.empty();
        }
        Instant until = first.at().plus(settings.againAfter());
        return Optional.of(new Refusal(
                Refusal.AGAIN_TOO_SOON,
                "A tool has started %s on SSO system %s, and nobody has acknowledged it: until %s no tool starts another one there. An operator or approver looks at %s and acknowledges it on its page; or a person starts this one on the board."
                        .formatted(first.run(), system.name(), Utc.inWords(until), first.run()),
                until,
                first.run()));
    }

    /** How long a tool does well to wait before it asks again. */
    public Duration from(Instant until) {
        Duration wait = Duration.between(clock.instant(), until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
