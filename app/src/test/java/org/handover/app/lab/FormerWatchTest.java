package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.handover.app.watch.FormerProbe;
import org.handover.app.watch.FormerWatch;
import org.handover.console.ConsoleException;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.step.Inventory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Given a dead master that was replaced, when it comes back, then it is shown until a person has settled it. */
@HandoverOnLabTest
class FormerWatchTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    FormerProbe probe;

    @Autowired
    FormerWatch watch;

    @Autowired
    Inventory inventory;

    @Autowired
    Journal journal;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Environment environment;

    @Test
    void aFormerMasterThatComesBackInTheMiddleOfTheRunIsShownUntilAPersonSettlesIt() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            drive.task(id, "confirmResult");
            Awaitility.await("SSO01 is watched")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> formerMasters(estate).size() == 1);
            assertThat(drive.failover(id).has("formerReturned")).isFalse();
            List<String> changed = lab.changes("SSO01");

            lab.power("SSO01", true);
            Awaitility.await("it is shown").atMost(Duration.ofSeconds(20)).until(() -> drive.failover(id)
                    .has("formerReturned"));
            JsonNode shown = drive.failover(id);
            assertThat(shown.path("state").asText()).isEqualTo("awaiting-confirmation");
            assertThat(shown.path("formerReturned").path("server").asText()).isEqualTo("SSO01");
            assertThat(drive.journal(id).toString()).contains("former.returned");
            assertThat(formerMasters(estate).path(0).has("returnedAt")).isTrue();

            drive.acceptAndEnd("olga", id);
            assertThat(drive.failover(id).has("formerReturned")).isTrue();
            assertThat(lab.typed("SSO01"))
                    .allMatch(line -> line.startsWith("sc query") || line.startsWith("reg query") || isALook(line));
            assertThat(lab.changes("SSO01"))
                    .filteredOn(change -> change.contains("stopped"))
                    .isEqualTo(changed.stream()
                            .filter(change -> change.contains("stopped"))
                            .toList());

            assertThat(settle(estate, "olga", " ").status()).isEqualTo(400);
            assertThat(settle(estate, "anna", "done").status()).isEqualTo(403);
            assertThat(settle(estate, "olga", "It is switched off for good").status())
                    .isEqualTo(200);
            assertThat(drive.failover(id).has("formerReturned")).isFalse();
            assertThat(formerMasters(estate)).isEmpty();
            assertThat(settle(estate, "olga", "again").status()).isEqualTo(409);
        }
    }

    @Test
    @Tag("long")
    void aLostMasterThatComesBackBeforeAnythingIsChangedIsShownWithTheSmallerActWhileItAnswers() throws Exception {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.start(estate, "SSO02");
            drive.task(id, "approveChange");

            lab.power("SSO01", true);
            Awaitility.await("it is shown").atMost(Duration.ofSeconds(30)).until(() -> drive.failover(id)
                    .has("formerReturned"));
            assertThat(drive.failover(id).path("formerReturned").path("means").asText())
                    .contains("nothing is changed yet")
                    .contains("withdraw this failover");
            lab.power("SSO01", false);
            Awaitility.await("its silence is said")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> drive.failover(id)
                            .path("formerReturned")
                            .path("means")
                            .asText()
                            .contains("is silent again; nothing is changed yet"));
            assertThat(page("/board/failovers/" + id)).doesNotContain("withdraw this failover and do that");

            assertThat(drive.call("olga", "POST", "/api/failovers/" + id + "/withdraw", null)
                            .status())
                    .isEqualTo(200);
            Awaitility.await("it is no former master")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> formerMasters(estate).isEmpty());
            assertThat(drive.failover(id).path("known").asText()).contains("did not touch the SSO database");
        }
    }

    @Test
    @Tag("long")
    void aFormerMasterThatComesBackAfterTheRunIsShownWithItAlsoWhenItIsSilentAgain() throws Exception {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            drive.acceptAndEnd("olga", id);
            assertThat(drive.failover(id).path("nextAct").asText()).contains("Keep SSO01 from coming back");
            assertThat(drive.failover(id).has("formerReturned")).isFalse();

            lab.power("SSO01", true);
            Awaitility.await("it is shown").atMost(Duration.ofSeconds(30)).until(() -> drive.failover(id)
                    .has("formerReturned"));
            assertThat(drive.failover(id).path("state").asText()).isEqualTo("succeeded");
            assertThat(drive.failover(id).path("formerReturned").path("means").asText())
                    .contains("SSO01 answers");
            lab.power("SSO01", false);
            Awaitility.await("its silence is noted")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> drive.journal(id).toString().contains("former.silent"));
            assertThat(drive.failover(id).has("formerReturned"))
                    .as("it came back once, and nobody has settled it")
                    .isTrue();
            assertThat(drive.failover(id).path("formerReturned").path("means").asText())
                    .startsWith("SSO01 answered until ")
                    .contains("and is silent again", "must not be started")
                    .doesNotContain("SSO01 answers");
            assertThat(formerMasters(estate).path(0).path("answers").asBoolean())
                    .isFalse();
            assertThat(page("/board?q=" + id))
                    .contains("SSO01 was its master before " + id + " and is watched: it answered until ");
            assertThat(page("/board/start?system=" + estate + "/CONTOSO"))
                    .contains("and is watched: it answered until ", " and is silent again.");
        }
    }

    @Test
    void aRunThatEndedIsJudgedOnceAndNotLookedAtAgainHoweverManyEndedBefore() {
        String nowhere = "nowhere-" + UUID.randomUUID().toString().substring(0, 8);
        String judged = ended(nowhere, true);
        String fresh = ended(nowhere, false);

        probe.look();

        assertThat(watched(nowhere)).containsExactly(fresh);
        assertThat(jdbc.sql("select id from handover.failover where not former_judged and finished_at is not null")
                        .query(String.class)
                        .list())
                .doesNotContain(judged, fresh);
        settled(nowhere);
    }

    private void settled(String estate) {
        jdbc.sql("update handover.former_watch set settled_at = now(), settled_by = 'test' where estate = ?")
                .param(estate)
                .update();
    }

    @Test
    void aFormerMasterThatLetsTheLogonInAndGoesNoFurtherIsOneThatAnswers() {
        try (TestLab lab = TestLab.founded()) {
            lab.power("SSO01", false);
            EstateName estate = estates.add(lab);
            String id = ended(estate.value(), false);

            lookingAt(estate, new ConsoleException.Unreachable("It is silent.")).look();
            assertThat(watch.returned(new FailoverId(id))).isEmpty();

            lookingAt(estate, new ConsoleException.Unreachable("It hangs after the logon.", true))
                    .look();
            assertThat(watch.returned(new FailoverId(id))).isPresent();
            assertThat(drive.journal(id).toString()).contains("former.returned", "It hangs after the logon.");
            settled(estate.value());
        }
    }

    private FormerProbe lookingAt(EstateName estate, ConsoleException failure) {
        RemoteConsole console = (RemoteConsole) Proxy.newProxyInstance(
                RemoteConsole.class.getClassLoader(), new Class<?>[] {RemoteConsole.class}, (self, method, with) -> {
                    throw failure;
                });
        return new FormerProbe(watch, inventory, new TheOnlyConsole(estate, console), journal);
    }

    /** Of one estate, whatever server of it is asked for; those of other tests are left alone. */
    private record TheOnlyConsole(EstateName estate, RemoteConsole console) implements Consoles {
        @Override
        public RemoteConsole on(ServerAddress address) {
            if (!address.estate().equals(estate)) {
                throw new IllegalArgumentException("Another estate.");
            }
            return console;
        }

        @Override
        public void allowLogonAgain(EstateName estate, SsoServerName server) {}

        @Override
        public void close() {}
    }

    private String ended(String estate, boolean judged) {
        return jdbc.sql(
                        """
                        insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path,
                            rehearsal, demonstration, restore_file, reason, requested_by, requested_at, state, outcome,
                            finished_at, former_judged)
                        values ('FO-' || lpad(nextval('handover.failover_number')::text, 6, '0'), ?, 'CONTOSO', 'SSO01',
                            'SSO02', 'master-lost', 'command-line', false, false, 'C:\\a.bak', 'a test', 'olga', now(),
                            'succeeded', 'new-proven', now(), ?) returning id""")
                .params(estate, judged)
                .query(String.class)
                .single();
    }

    private List<String> watched(String estate) {
        return jdbc.sql("select failover_id from handover.former_watch where estate = ?")
                .param(estate)
                .query(String.class)
                .list();
    }

    /** Questions of the console itself and of the checks. */
    private static boolean isALook(String line) {
        return !line.contains("net st")
                && !line.contains("-updatedb")
                && !line.contains("-restoresecret")
                && !line.contains("&& ");
    }

    private Drive.Reply settle(EstateName estate, String user, String words) {
        return drive.call(
                user,
                "POST",
                "/api/sso-systems/CONTOSO/former-settled",
                Map.of("estate", estate.value(), "server", "SSO01", "words", words));
    }

    private String page(String path) throws Exception {
        return Browser.signedIn(environment, "olga")
                .send(Browser.page(environment, path).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private JsonNode formerMasters(EstateName estate) {
        for (JsonNode system :
                drive.call("audrey", "GET", "/api/sso-systems", null).body().path("items")) {
            if (system.path("estate").asText().equals(estate.value())) {
                return system.path("formerMasters");
            }
        }
        throw new AssertionError("no estate " + estate);
    }
}
