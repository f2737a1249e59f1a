package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Words that many runs have are looked for a part of history at a time; the link on each page leads to the next part. */
@Tag("long")
@HandoverOnLabTest
class LookFurtherBackTest {

    private static final Pattern LINK = Pattern.compile("rel=\"next\"[^>]*>([^<]+)</a>");

    /** Every other run is even; those that are even and odd lie at both ends of history, more than a page of them at the newer. */
    private static final String HISTORY =
            """
            alter table handover.failover disable trigger failover_is_counted;
            insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path, rehearsal,
                demonstration, restore_file, reason, requested_by, requested_at, state, outcome, finished_at, former_judged)
            select 'FO-' || to_char(nextval('handover.failover_number'), 'FM000000'), '%s', 'CONTOSO', 'SSO01', 'SSO02', 'planned',
                'auto', true, false, 'C:\\Restore\\SSO01.bak',
                case when n between 10901 and 10930 or n in (3, 7) then 'even odd' when n %% 2 = 0 then 'even' else 'odd' end,
                'olga', timestamptz '2001-01-01 00:00:00Z' + interval '1 minute' * n, 'withdrawn', 'unchanged',
                timestamptz '2001-01-01 00:01:00Z' + interval '1 minute' * n, true
            from generate_series(1, 11000) as n;
            alter table handover.failover enable trigger failover_is_counted""";

    @Autowired
    Environment environment;

    private final String estate =
            "looked-through-" + UUID.randomUUID().toString().substring(0, 8);
    private JdbcTemplate owner;

    @BeforeEach
    void makeHistory() {
        owner = new JdbcTemplate(new DriverManagerDataSource(
                environment.getRequiredProperty("spring.datasource.url"),
                environment.getRequiredProperty("spring.flyway.user"),
                environment.getRequiredProperty("spring.flyway.password")));
        owner.execute(HISTORY.formatted(estate));
    }

    @AfterEach
    void takeItBack() {
        owner.update("delete from handover.failover where estate = ?", estate);
    }

    @Test
    void fromPageToPageEveryRunIsFoundOnceAndTheLastPageSaysThatAllHaveBeenLookedThrough() throws Exception {
        HttpClient olga = Browser.signedIn(environment, "olga");
        List<String> found = new ArrayList<>();
        List<String> links = new ArrayList<>();
        String page = page(olga, "/board?q=even+odd&system=" + estate + "/CONTOSO");
        found.addAll(BoardPages.runsIn(page));
        while (BoardPages.older(page).isPresent() && links.size() < 10) {
            links.add(link(page));
            assertThat(page).doesNotContain("all have been looked through");
            page = page(olga, BoardPages.older(page).orElseThrow());
            if (links.size() == 2) {
                assertThat(page).contains("None so far.", "5,000");
            }
            found.addAll(BoardPages.runsIn(page));
        }

        assertThat(links).containsExactly("Older runs", "Look further back", "Look further back");
        assertThat(page).contains("No older run is like that: all have been looked through.");
        assertThat(found)
                .containsExactlyElementsOf(owner.queryForList(
                        "select id from handover.failover where estate = ? and reason = 'even odd' order by requested_at desc",
                        String.class,
                        estate))
                .hasSize(32);
    }

    private static String link(String page) {
        Matcher link = LINK.matcher(page);
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private String page(HttpClient browser, String path) throws Exception {
        HttpResponse<String> reply =
                browser.send(Browser.page(environment, path).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(path).isEqualTo(200);
        return reply.body();
    }
}
