package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Given a run that moves, when somebody looks at whatever moment, then there is a page and never an error. */
@Tag("long")
@HandoverOnLabTest
class PagesOfAMovingRunTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    @Test
    void whoeverLooksWhileARunMovesGetsAPageEveryTime() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String run = drive.start(estate, "SSO02");
            AtomicBoolean ended = new AtomicBoolean();
            AtomicInteger looked = new AtomicInteger();
            Queue<String> errors = new ConcurrentLinkedQueue<>();
            List<CompletableFuture<Void>> watchers = List.of("olga", "anna", "audrey").stream()
                    .map(who -> CompletableFuture.runAsync(() -> watch(who, run, ended, looked, errors)))
                    .toList();

            drive.decides("anna", run, "approveChange", "approve", "");
            drive.passwordAndContinue(run, TestLab.RESTORE_PASSWORD);
            drive.decides("olga", run, "confirmFormerMasterIsDown", "down", "seen");
            drive.acceptAndEnd("olga", run);
            ended.set(true);
            watchers.forEach(CompletableFuture::join);

            assertThat(errors).isEmpty();
            assertThat(looked).as("pages that were looked at").hasPositiveValue();
        }
    }

    private void watch(String who, String run, AtomicBoolean ended, AtomicInteger looked, Queue<String> errors) {
        try {
            HttpClient browser = Browser.signedIn(environment, who);
            while (!ended.get()) {
                for (String path : List.of("/board/failovers/" + run, "/board", "/api/failovers/" + run)) {
                    HttpResponse<String> reply =
                            browser.send(Browser.page(environment, path).build(), HttpResponse.BodyHandlers.ofString());
                    looked.incrementAndGet();
                    if (reply.statusCode() != 200) {
                        errors.add("%s, %s: %d %s".formatted(who, path, reply.statusCode(), reply.body()));
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
