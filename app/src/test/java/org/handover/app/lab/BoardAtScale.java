package org.handover.app.lab;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.handover.app.HandoverApplication;
import org.handover.app.engine.Groups;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Measures how long the board's pages take with few runs, with more and with many: {@code bench/board.mjs} starts it and
 * docs/measured.md has its table. The runs are made in the database, ended long ago; journals and the engine's history for the
 * newest ten thousand.
 */
final class BoardAtScale {

    private static final int FEW = 10_000;
    private static final int MORE = 100_000;
    private static final int LINES_OF_A_JOURNAL = 60;
    private static final int WARM_UP = 10;
    private static final int REQUESTS = 50;

    private static final String RUNS =
            """
            insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path, rehearsal,
                demonstration, restore_file, reason, requested_by, requested_at, state, outcome, finished_at, former_judged)
            select 'FO-' || to_char(n, 'FM0000000'), 'production-' || n % 20, 'CONTOSO', 'SSO0' || n % 3 + 1, 'SSO0' || (n + 1) % 3 + 1,
                case when n % 4 = 0 then 'planned' else 'master-lost' end, 'command-line', n % 3 = 0, false, 'C:\\Restore\\SSO01.bak',
                'Rack ' || n % 500 || ' is patched in night ' || n, 'operator-' || n % 40,
                timestamptz '2026-01-01 00:00:00Z' - interval '1 minute' * (? - n),
                (array['succeeded', 'succeeded', 'succeeded', 'succeeded', 'succeeded', 'succeeded', 'rolled-back', 'withdrawn', 'rejected', 'left-open'])[n % 10 + 1],
                'new-proven', timestamptz '2026-01-01 00:25:00Z' - interval '1 minute' * (? - n), true
            from generate_series(?, ?) as n""";

    private static final List<String> OF_THE_NEWEST = List.of(
            """
            insert into handover.ledger (chain, seq, body, hash)
            select id, line, convert_to('{"at":"2026-01-01T00:00:00Z","actor":"engine","kind":"step.typed","data":{"step":"lookAtEstate","server":"SSO02",'
                || '"account":"handover","command":"sc queryex ENTSSO","exitCode":0,"answer":"' || repeat('A line of a console. ', 15) || '"}}', 'UTF8'),
                sha256(convert_to(id || line, 'UTF8'))
            from newest cross join generate_series(1, %d) as line"""
                    .formatted(LINES_OF_A_JOURNAL),
            """
            insert into handover.plan (failover_id, digest, body, made_at) select id, repeat('0', 64), '', requested_at from newest""",
            """
            insert into handover.approval (failover_id, plan_digest, approver, decision, decided_at, expires_at)
            select id, repeat('0', 64), 'approver', 'approve', requested_at, finished_at from newest""",
            """
            insert into public.act_hi_procinst (id_, proc_inst_id_, business_key_, proc_def_key_, proc_def_id_, start_time_)
            select id, id, id, 'change-master-secret-server', 'change-master-secret-server:1', requested_at from newest""",
            """
            insert into public.act_hi_actinst (id_, proc_def_key_, proc_def_id_, proc_inst_id_, execution_id_, act_id_, act_name_,
                act_type_, start_time_, end_time_, duration_, sequence_counter_)
            select id || '-' || step, 'change-master-secret-server', 'change-master-secret-server:1', id, id, 'step' || step, 'Step ' || step,
                'serviceTask', requested_at, finished_at, 1000 * step, step
            from newest cross join generate_series(1, 40) as step""");

    private BoardAtScale() {}

    /** @param args how many runs there are in the end, and the folder for the data */
    public static void main(String[] args) throws Exception {
        int many = Integer.parseInt(args[0]);
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(HandoverApplication.class)
                .run(
                        "--server.port=0",
                        "--handover.data=" + args[1],
                        "--handover.lab.enabled=false",
                        "--logging.level.root=warn")) {
            Environment environment = application.getEnvironment();
            HttpClient audrey = signedIn(application, environment);
            JdbcTemplate owner = new JdbcTemplate(new DriverManagerDataSource(
                    environment.getRequiredProperty("spring.datasource.url"),
                    environment.getRequiredProperty("spring.flyway.user"),
                    environment.getRequiredProperty("spring.flyway.password")));
            owner.execute("alter table handover.failover disable trigger failover_is_counted");
            List<Map<String, Cost>> histories = new ArrayList<>();
            int there = 0;
            for (int wanted : new int[] {FEW, MORE, many}) {
                make(owner, many, there, wanted);
                if (there == 0) {
                    journals(owner, many - wanted);
                    count(owner);
                    measure(environment, audrey, owner, many); // while Java warms up
                }
                count(owner);
                histories.add(measure(environment, audrey, owner, many));
                System.err.printf("measured with %,d runs%n", wanted);
                there = wanted;
            }
            System.out.printf("| page | %,d runs: median, p95 ms; blocks | %,d runs | %,d runs |%n", FEW, MORE, many);
            System.out.println("| --- | ---: | ---: | ---: |");
            histories
                    .get(0)
                    .keySet()
                    .forEach(page -> System.out.printf(
                            "| `%s` | %s |%n",
                            page,
                            histories.stream()
                                    .map(history -> String.valueOf(history.get(page)))
                                    .collect(Collectors.joining(" | "))));
        }
    }

    /**
     * What a page costs.
     *
     * @param blocks how many blocks of tables and indexes the database reads for it, from memory or from disk; unlike the times it
     *     does not depend on what else the machine does
     */
    private record Cost(long median, long p95, long blocks) {

        static Cost of(long[] sorted, long blocks) {
            return new Cost(sorted[sorted.length / 2], sorted[(int) (sorted.length * 95L / 100)], blocks);
        }

        @Override
        public String toString() {
            return "%d, %d; %d".formatted(median, p95, blocks);
        }
    }

    private static HttpClient signedIn(ConfigurableApplicationContext application, Environment environment)
            throws Exception {
        IdentityService identity = application.getBean(IdentityService.class);
        User user = identity.newUser("audrey");
        user.setPassword(HandoverOnLabTest.PASSWORD);
        identity.saveUser(user);
        identity.createMembership("audrey", Groups.AUDITORS);
        return Browser.signedIn(environment, "audrey");
    }

    /** Makes the older ones of so many runs, where the newest are there: indexes are quicker made at once. */
    private static void make(JdbcTemplate owner, int many, int there, int wanted) {
        List<String> indexes = owner.queryForList(
                """
                select indexrelid::regclass::text from pg_index
                where indrelid = 'handover.failover'::regclass and not indisunique""",
                String.class);
        List<String> definitions = indexes.stream()
                .map(index -> owner.queryForObject("select pg_get_indexdef(?::regclass)", String.class, index))
                .toList();
        indexes.forEach(index -> owner.execute("drop index " + index));
        for (int done = there; done < wanted; done += 100_000) {
            owner.update(RUNS, many, many, Math.max(many - wanted, many - done - 100_000) + 1, many - done);
        }
        definitions.forEach(definition -> owner.execute("set maintenance_work_mem = '512MB'; " + definition));
    }

    private static void journals(JdbcTemplate owner, int after) {
        String newest =
                "with newest as (select id, requested_at, finished_at from handover.failover where id > 'FO-%07d') "
                        .formatted(after);
        OF_THE_NEWEST.forEach(sql -> owner.update(sql.replaceFirst("\\bselect\\b", newest + "select")));
    }

    private static void count(JdbcTemplate owner) {
        owner.update("delete from handover.failover_count");
        owner.update(
                """
                insert into handover.failover_count (month, kind, state, runs)
                select date_trunc('month', requested_at at time zone 'UTC')::date, kind, state, count(*)
                from handover.failover where finished_at is not null group by 1, 2, 3""");
        owner.execute("vacuum analyze");
    }

    private static Map<String, Cost> measure(Environment environment, HttpClient browser, JdbcTemplate owner, int many)
            throws Exception {
        Map<String, Cost> all = new LinkedHashMap<>();
        for (String page : List.of(
                "/board",
                "/board?before=FO-%07d".formatted(many - FEW / 2),
                "/board?state=left-open",
                "/board?system=production-7/CONTOSO&state=rolled-back",
                "/board?system=production-7/CONTOSO&kind=demonstration",
                "/board?state=left-open&kind=demonstration",
                "/board?system=production-7/CONTOSO&state=rolled-back&kind=real",
                "/board?month=2025-12",
                "/board?month=2025-12&state=rolled-back&kind=rehearsal",
                "/board?q=operator&system=production-7/CONTOSO&state=rolled-back",
                "/board?q=rack+123&state=left-open&kind=rehearsal",
                "/board?q=operator+13&system=production-7/CONTOSO",
                "/board?step=change-master-secret-server/step7",
                "/board?q=rack+123",
                "/board?q=operator",
                "/board?q=FO-%07d".formatted(many - 77),
                "/board?q=no+such+words",
                "/board?q=%d".formatted(many - 77),
                "/board/failovers/FO-%07d".formatted(many),
                "/board/audit")) {
            for (int i = 0; i < WARM_UP; i++) {
                took(environment, browser, page);
            }
            long[] took = new long[REQUESTS];
            long before = blocksRead(environment, browser, owner, page);
            for (int i = 0; i < REQUESTS; i++) {
                took[i] = took(environment, browser, page);
            }
            long blocks = blocksRead(environment, browser, owner, page) - before;
            Arrays.sort(took);
            all.put(page, Cost.of(took, blocks / (REQUESTS + 1)));
        }
        return all;
    }

    private static long took(Environment environment, HttpClient browser, String page) throws Exception {
        long began = System.nanoTime();
        HttpResponse<String> reply =
                browser.send(Browser.page(environment, page).build(), HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new IllegalStateException(page + " answered " + reply.statusCode());
        }
        return (System.nanoTime() - began) / 1_000_000;
    }

    /**
     * A connection tells what it has read once a second at most, with its next transaction. Blocks of the ledger are left out: its
     * copy looks at every chain of it in the meantime.
     */
    private static long blocksRead(Environment environment, HttpClient browser, JdbcTemplate owner, String page)
            throws Exception {
        Thread.sleep(1100);
        took(environment, browser, page);
        return Objects.requireNonNull(owner.queryForObject(
                """
                select sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0))
                from pg_statio_user_tables where relname <> 'ledger'""",
                Long.class));
    }
}
