package org.handover.journal;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.handover.sso.SsoSystem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds runs, the newest first. What that costs does not grow with the number of runs.
 *
 * <p>Without words, an index has the runs in the order in which they are read. Words that few runs have are looked up in the index of
 * words, in all of history. Words that many runs have would make that index as slow as history is long: the runs are looked
 * through instead, the newest first, and only {@link #LOOKED_THROUGH} of them at a time.
 */
public final class FailoverSearch {

    /** How many runs are looked through at most for one page. */
    public static final int LOOKED_THROUGH = 5000;

    /** Up to so many entries of the index of words are read for one word. */
    private static final int ENTRIES = 20_000;

    /** Up to so many runs that the index of words names are read to be sorted. */
    private static final int RUNS = 2000;

    /** So many blocks of the table, from all over it, say how many runs have a word. */
    private static final int SAMPLED_BLOCKS = 64;

    private static final String HAVE_WORDS = "words @@ to_tsquery('simple', ?)";
    private static final String NEWEST_FIRST = " order by requested_at desc, id desc";

    private final JdbcClient jdbc;

    public FailoverSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a list of runs is narrowed to; null or empty where it is not.
     *
     * @param open whether only runs that have not ended are meant
     * @param since only runs that were asked for then or later
     * @param until only runs that were asked for before that
     * @param words each begins a word of the run's id, estate, SSO system, servers, people, reason or incident
     * @param among only these runs; null where any may be meant
     */
    public record Criteria(
            @Nullable String estate,
            @Nullable String ssoSystem,
            @Nullable String state,
            boolean open,
            SsoSystem.@Nullable Kind kind,
            @Nullable Instant since,
            @Nullable Instant until,
            List<String> words,
            @Nullable List<FailoverId> among) {}

    /**
     * @param next the run behind which the next page begins: the last of these or, where fewer were found than were asked for, the
     *     last one that was looked through; null where no older run is left
     */
    public record Found(List<Failover> runs, @Nullable FailoverId next) {}

    /**
     * The newest runs, or those that are older than one of them.
     *
     * @param olderThan where the page before says that the next one begins
     */
    public Found newest(Criteria criteria, @Nullable FailoverId olderThan, int limit) {
        Conditions conditions = narrowed(criteria)
                .and("requested_at >= ?", timestamp(criteria.since()))
                .and("requested_at < ?", timestamp(criteria.until()))
                .and("id = any (?)", ids(criteria.among()));
        if (criteria.open()) {
            conditions.and("finished_at is null");
        }
        if (olderThan != null) {
            conditions.and(
                    "(requested_at, id) < ((select requested_at from handover.failover where id = ?), ?)",
                    olderThan.value(),
                    olderThan.value());
        }
        List<String> words = beginnings(criteria.words());
        if (words.isEmpty()) {
            return found(
                    read("select * from handover.failover" + conditions.where(), conditions.params(), limit), limit);
        }
        List<String> rare = criteria.open() || criteria.among() != null ? List.of() : rare(criteria, words);
        return rare.isEmpty() ? lookThrough(conditions, words, limit) : lookUp(conditions, rare, words, limit);
    }

    /** The words that lead to few enough runs in the index of words; none where that is not so of any. */
    private List<String> rare(Criteria criteria, List<String> words) {
        Conditions narrowed = narrowed(criteria);
        List<Object> params = new ArrayList<>();
        params.add(SAMPLED_BLOCKS);
        params.add(words.toArray(String[]::new));
        params.addAll(narrowed.params());
        List<Frequency> rare = jdbc
                .sql(
                        """
                        with size as (
                            select greatest(1, pg_relation_size('handover.failover')
                                / current_setting('block_size')::float8 / ?) as times),
                        asked as materialized (
                            select word, to_tsquery('simple', word) as query from unnest(?::text[]) as word),
                        sample as materialized (
                            select id, words, estate, sso_system, state, kind from handover.failover
                                tablesample system ((select 100 / times from size)) repeatable (0))
                        select word, count(id) * times as entries, count(id) filter (%s) * times as runs
                        from size cross join asked left join sample on words @@ query
                        group by word, times"""
                                .formatted(narrowed.isEmpty() ? "where true" : narrowed.where()))
                .params(params)
                .query((row, number) ->
                        new Frequency(row.getString("word"), row.getDouble("entries"), row.getDouble("runs")))
                .list()
                .stream()
                .filter(word -> word.entries() <= ENTRIES)
                .toList();
        return rare.stream().anyMatch(word -> word.runs() <= RUNS)
                ? rare.stream().map(Frequency::word).toList()
                : List.of();
    }

    /**
     * @param entries how many runs have the word
     * @param runs how many of them are left by what the list is narrowed to beside the words
     */
    private record Frequency(String word, double entries, double runs) {}

    private Found lookUp(Conditions conditions, List<String> rare, List<String> words, int limit) {
        conditions.and(HAVE_WORDS, allOf(rare));
        List<Object> params = new ArrayList<>(conditions.params());
        params.add(allOf(words));
        String named = "with named as materialized (select * from handover.failover%s) select * from named where %s";
        return found(read(named.formatted(conditions.where(), HAVE_WORDS), params, limit), limit);
    }

    private Found lookThrough(Conditions conditions, List<String> words, int limit) {
        List<Object> params = new ArrayList<>(conditions.params());
        params.add(LOOKED_THROUGH);
        params.add(allOf(words));
        String through = "select * from (select * from handover.failover%s%s limit ?) as looked_through where %s";
        Found found =
                found(read(through.formatted(conditions.where(), NEWEST_FIRST, HAVE_WORDS), params, limit), limit);
        return found.next() == null ? new Found(found.runs(), lastLookedThrough(conditions)) : found;
    }

    private @Nullable FailoverId lastLookedThrough(Conditions conditions) {
        List<Object> params = new ArrayList<>(conditions.params());
        params.add(LOOKED_THROUGH - 1);
        return jdbc.sql("select id from handover.failover" + conditions.where() + NEWEST_FIRST + " offset ? limit 1")
                .params(params)
                .query(String.class)
                .optional()
                .map(FailoverId::new)
                .orElse(null);
    }

    /** One more than asked for, which says whether there is an older one. */
    private List<Failover> read(String select, List<Object> params, int limit) {
        List<Object> all = new ArrayList<>(params);
        all.add(limit + 1);
        return jdbc.sql(select + NEWEST_FIRST + " limit ?")
                .params(all)
                .query(Failovers::read)
                .list();
    }

    private static Found found(List<Failover> read, int limit) {
        return read.size() > limit
                ? new Found(read.subList(0, limit), read.get(limit - 1).id())
                : new Found(read, null);
    }

    /** What the index of words knows beside them. */
    private static Conditions narrowed(Criteria criteria) {
        SsoSystem.Kind kind = criteria.kind();
        return new Conditions()
                .and("estate = ?", criteria.estate())
                .and("sso_system = ?", criteria.ssoSystem())
                .and("state = ?", criteria.state())
                .and("kind = ?", kind == null ? null : kind.word());
    }

    private static final class Conditions {

        private final List<String> conditions = new ArrayList<>();
        private final List<Object> params = new ArrayList<>();

        void and(String condition) {
            conditions.add(condition);
        }

        /** None where there is no value. */
        Conditions and(String condition, @Nullable Object value, Object... more) {
            if (value != null) {
                conditions.add(condition);
                params.add(value);
                params.addAll(List.of(more));
            }
            return this;
        }

        boolean isEmpty() {
            return conditions.isEmpty();
        }

        String where() {
            return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        }

        List<Object> params() {
            return params;
        }
    }

    private static String @Nullable [] ids(@Nullable List<FailoverId> runs) {
        return runs == null ? null : runs.stream().map(FailoverId::value).toArray(String[]::new);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    /** For each word with a letter or a digit in it, a query for words that begin so. */
    private static List<String> beginnings(List<String> words) {
        return words.stream()
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .map(word -> "'%s':*".formatted(word.replaceAll("['\\\\]", "")))
                .distinct()
                .toList();
    }

    private static String allOf(List<String> queries) {
        return String.join(" & ", queries);
    }
}
