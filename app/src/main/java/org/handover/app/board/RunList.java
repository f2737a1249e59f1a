package org.handover.app.board;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.handover.app.engine.PathTaken;
import org.handover.app.failover.FailoverView;
import org.handover.app.failover.FailoverViews;
import org.handover.app.failover.SsoSystemViews;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverSearch;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.sso.SsoSystem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** All runs, and the SSO systems that they are about. */
@Component
final class RunList {

    private static final int PAGE_SIZE = 25;
    private static final String OPEN = "open";
    private static final String WORD_BORDERS = "[\\s\\-_./\\\\:@\"]+";

    private final Failovers failovers;
    private final FailoverSearch search;
    private final FailoverViews views;
    private final SsoSystemViews systems;
    private final PathTaken paths;
    private final Situations situations;

    RunList(
            Failovers failovers,
            FailoverSearch search,
            FailoverViews views,
            SsoSystemViews systems,
            PathTaken paths,
            Situations situations) {
        this.failovers = failovers;
        this.search = search;
        this.views = views;
        this.systems = systems;
        this.paths = paths;
        this.situations = situations;
    }

    /**
     * What the list is narrowed to, as it stands in the address.
     *
     * @param system estate and name, as in {@code production/CONTOSO}
     * @param state one of the run's states, or {@code open}
     * @param kind {@code real}, {@code demonstration} or {@code rehearsal}
     * @param month in which they were asked for, in UTC, as in {@code 2026-11}
     * @param q words to be found
     * @param step process and element, as in {@code roll-back/proveFormer}: only the runs of which the audit has a time there
     * @param before the last run of the page before
     */
    record Asked(
            @Nullable String system,
            @Nullable String state,
            @Nullable String kind,
            @Nullable String month,
            @Nullable String q,
            @Nullable String step,
            @Nullable String before) {

        private FailoverSearch.Criteria criteria(@Nullable List<FailoverId> among) {
            Optional<YearMonth> asked = yearMonth();
            String[] named = given(system).split("/", 2);
            String wanted = given(state);
            return new FailoverSearch.Criteria(
                    named.length == 2 ? named[0] : null,
                    named.length == 2 ? named[1] : null,
                    wanted.isEmpty() || wanted.equals(OPEN) ? null : wanted,
                    wanted.equals(OPEN),
                    kindOf(given(kind)),
                    asked.map(Asked::begin).orElse(null),
                    asked.map(one -> begin(one.plusMonths(1))).orElse(null),
                    Arrays.stream(given(q).split(WORD_BORDERS))
                            .filter(word -> !word.isEmpty())
                            .toList(),
                    among);
        }

        private static SsoSystem.@Nullable Kind kindOf(String word) {
            return Arrays.stream(SsoSystem.Kind.values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElse(null);
        }

        /** The step's name in words; empty where no step is asked for. */
        public String stepInWords() {
            return Say.words(given(step).replaceFirst("^.*/", ""));
        }

        private Optional<YearMonth> yearMonth() {
            try {
                return given(month).matches("\\d{4}-\\d{2}")
                        ? Optional.of(YearMonth.parse(given(month)))
                        : Optional.empty();
            } catch (DateTimeParseException noMonth) {
                return Optional.empty();
            }
        }

        private static Instant begin(YearMonth month) {
            return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        private @Nullable FailoverId olderThan() {
            return before != null && FailoverId.isValid(before) ? new FailoverId(before) : null;
        }

        public boolean isNarrowed() {
            return Stream.of(system, state, kind, month, q, step)
                    .anyMatch(one -> !given(one).isEmpty());
        }

        private String before(String id) {
            UriComponentsBuilder address = UriComponentsBuilder.fromPath("/board");
            add(address, "system", system);
            add(address, "state", state);
            add(address, "kind", kind);
            add(address, "month", month);
            add(address, "q", q);
            add(address, "step", step);
            return address.queryParam("before", id).encode().build().toUriString();
        }

        private static void add(UriComponentsBuilder address, String name, @Nullable String value) {
            if (!given(value).isEmpty()) {
                address.queryParam(name, Objects.requireNonNull(value));
            }
        }

        private static String given(@Nullable String value) {
            return value == null ? "" : value.strip();
        }
    }

    /**
     * One run in the list.
     *
     * @param notice what stands above it where it is not the real thing
     * @param nextAct of a run that has not ended
     */
    record Row(
            String id,
            String ssoSystem,
            String estate,
            String notice,
            String state,
            String tone,
            String says,
            @Nullable String nextAct,
            String requestedBy,
            Instant requestedAt,
            @Nullable Instant finishedAt) {}

    /**
     * An SSO system with what runs on it.
     *
     * @param running what is true of the run that holds it; null where none does
     */
    record SystemRow(SsoSystemViews.SsoSystemView system, @Nullable Row running) {}

    /**
     * @param older the address of the next page; null on the last one
     * @param lookedBackTo when the oldest run was asked for that was looked through for the words, where older ones were not
     * @param whyEmpty why the list has no run
     * @param end said below the runs of the last of several pages
     * @param state changes whenever anything in the list does
     */
    record Shown(
            List<SystemRow> systems,
            List<Row> runs,
            @Nullable String older,
            @Nullable Instant lookedBackTo,
            String whyEmpty,
            @Nullable String end,
            List<String> states,
            List<String> kinds,
            String state) {

        public int lookedThrough() {
            return FailoverSearch.LOOKED_THROUGH;
        }
    }

    Shown of(Asked asked) {
        FailoverSearch.Found found = search.newest(criteria(asked), asked.olderThan(), PAGE_SIZE);
        FailoverId next = found.next();
        List<Row> rows = found.runs().stream().map(this::row).toList();
        List<SystemRow> shown = systems.all().stream().map(this::row).toList();
        return new Shown(
                shown,
                rows,
                next == null ? null : asked.before(next.value()),
                next == null || rows.size() == PAGE_SIZE
                        ? null
                        : failovers.get(next).requestedAt(),
                whyEmpty(asked),
                next == null && asked.olderThan() != null && !rows.isEmpty() ? whyEmpty(asked) : null,
                Arrays.stream(FailoverState.values()).map(FailoverState::word).toList(),
                Arrays.stream(SsoSystem.Kind.values()).map(SsoSystem.Kind::word).toList(),
                Integer.toHexString(31 * rows.hashCode() + shown.hashCode()));
    }

    FailoverSearch.Criteria criteria(Asked asked) {
        String[] step = Asked.given(asked.step()).split("/", 2);
        if (step[0].isEmpty()) {
            return asked.criteria(null);
        }
        return asked.criteria(step.length == 2 ? paths.behind(step[0], step[1]) : List.of());
    }

    private SystemRow row(SsoSystemViews.SsoSystemView system) {
        return new SystemRow(
                system,
                system.openFailover() == null ? null : row(failovers.get(new FailoverId(system.openFailover()))));
    }

    private Row row(Failover run) {
        String notice = views.notice(run);
        if (run.finishedAt() != null) {
            boolean settled = situations.isSettled(run);
            String tone = Situation.tone(run.state().word(), settled);
            return row(run, notice, tone, Situation.says(run, settled), null);
        }
        FailoverView view = views.of(run);
        Situation now = situations.of(run, view);
        return row(run, notice, now.tone(), now.says(), view.nextAct());
    }

    private static Row row(Failover run, String notice, String tone, String says, @Nullable String nextAct) {
        return new Row(
                run.id().value(),
                run.ssoSystem().value(),
                run.estate().value(),
                notice,
                run.state().word(),
                tone,
                says,
                nextAct,
                run.requestedBy(),
                run.requestedAt(),
                run.finishedAt());
    }

    private static String whyEmpty(Asked asked) {
        if (asked.isNarrowed()) {
            return asked.olderThan() == null
                    ? "No run is like that. Choose less above, or look for other words: each has to begin a word of the run's number, its servers, its people, its reason or its incident."
                    : "No older run is like that: all have been looked through.";
        }
        return asked.olderThan() == null
                ? "Nobody has asked for a failover yet. An operator starts one on the start page; incident tooling does by POST /api/failovers. It then looks at the servers, and waits for approval before it changes anything."
                : "There is no older run.";
    }
}
