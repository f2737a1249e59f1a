package org.handover.app.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

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
