package org.handover.app.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.app.engine.PathTaken;
import org.handover.app.engine.Pictures;
import org.handover.app.ledger.HeadSigner;
import org.handover.app.ledger.LedgerDatabase;
import org.handover.app.ledger.SignedHeads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

class AuditPageTest {

    private final LedgerDatabase database = new LedgerDatabase();
    private final HeadSigner signer = mock(HeadSigner.class);
    private final AuditPage page =
            new AuditPage(database.app, mock(PathTaken.class), new Pictures(), mock(SignedHeads.class), signer);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNodeThatSignsNothingSaysWhy() {
        assertThat(drawn()).doesNotContain("cannot sign");
        when(signer.problem()).thenReturn(Optional.of("This node cannot sign the ledger."));

        assertThat(drawn()).contains("<p class=\"problem\">This node cannot sign the ledger.</p>");
    }

    @Test
    void aListThatIsCutOffSaysSo() {
        assertThat(drawn()).contains("No run has ended yet.");
        runs(1, 50, "3 years");
        assertThat(drawn())
                .contains("No run has ended that was asked for in the last 24 months.", "FO-0000001")
                .doesNotContain("These are the newest", "These are the last");

        runs(51, 51, "0 years");

        assertThat(drawn())
                .contains("These are the last 24 months.", "FO-0000051")
                .doesNotContain("FO-0000001")
                .containsSubsequence(
                        "Who approved what",
                        "These are the newest 50.",
                        "Runs that went on with one person",
                        "These are the newest 50.",
                        "Steps that a person said were done",
                        "These are the newest 50.",
                        "Faults met",
                        "These are the newest 50.");
    }

    /** Each with an answer, a broken glass, a step that a person said was done, and a fault. */
    private void runs(int first, int last, String ago) {
        database.owner
                .sql(
                        """
                        insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path, rehearsal,
                            demonstration, restore_file, reason, requested_by, requested_at, state, outcome, finished_at, former_judged)
                        select 'FO-' || to_char(n, 'FM0000000'), 'production', 'CONTOSO', 'SSO01', 'SSO02', 'master-lost', 'command-line',
                            false, false, 'C:\\Restore\\SSO01.bak', 'A test', 'olga', now() - cast(:ago as interval) + interval '1 second' * n,
                            'succeeded', 'new-proven', now(), true
                        from generate_series(:first, :last) as n""")
                .params(Map.of("first", first, "last", last, "ago", ago))
                .update();
        for (String table : List.of(
                "plan (failover_id, digest, body, made_at) select id, 'digest', '', requested_at",
                "approval select id, 'digest', 'anna', 'approve', 'Yes', requested_at, requested_at",
                "break_glass select id, 'digest', 'olga', 'Alone', requested_at, requested_at",
                "proven select id, 'digest', 'restoreSecret', 'asserted', requested_at",
                """
                intent (failover_id, plan_digest, step, attempt, server, kind, command_line, claim, noted, opened_at, worker, closed_at, outcome)
                select id, 'digest', 'restoreSecret', 1, 'SSO02', 'change', '', '', '', requested_at, 'a', requested_at, 'unknown'""")) {
            database.owner
                    .sql("insert into handover.%s from handover.failover where id >= 'FO-' || to_char(%d, 'FM0000000')"
                            .formatted(table, first))
                    .update();
        }
    }

    private String drawn() {
        ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver();
        templates.setPrefix("templates/");
        templates.setSuffix(".html");
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        MockServletContext servlets = new MockServletContext();
        return engine.process(
                "board/audit",
                new WebContext(
                        JakartaServletWebApplication.buildApplication(servlets)
                                .buildExchange(new MockHttpServletRequest(servlets), new MockHttpServletResponse()),
                        Locale.ROOT,
                        Map.of("audit", page.shown(), "say", new Say(), "me", new Viewer("audrey", Set.of()))));
    }
}
