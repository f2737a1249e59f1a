package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.handover.app.notify.Receiver;
import org.handover.app.watch.MasterLooks;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystemName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A whole failover of which people hear by mail and another system by webhook, while the mail server hangs. */
@HandoverOnLabTest
@Tag("long")
@DirtiesContext
@TestPropertySource(
        properties = {
            "handover.data=target/test-data/notified",
            "handover.backup-store=target/test-data/notified",
            "logging.file.name=target/test-data/notified.log",
            "handover.url=https://handover.contoso.example/",
            "handover.notifications.attempt-limit=PT1S",
            "handover.notifications.longest-pause=PT1S",
            "handover.notifications.targets.mail.type=mail",
            "handover.notifications.targets.mail.from=handover@contoso.example",
            "handover.notifications.targets.hook.type=webhook",
            "handover.notifications.targets.hook.secret=" + WhoHearsOfAFailoverTest.SECRET,
            "handover.notifications.targets.hook.unreal=true",
            "handover.notifications.targets.pager.type=pagerduty",
            "handover.notifications.targets.pager.from=oncall@contoso.example",
            "handover.notifications.targets.pager.secret=" + WhoHearsOfAFailoverTest.SECRET,
            "spring.mail.host=127.0.0.1",
            "spring.mail.properties.mail.smtp.timeout=1000"
        })
class WhoHearsOfAFailoverTest {

    static final String SECRET = "a-secret-of-this-test";

    private static final ServerSocket SILENT = silent();
    private static final int MAIL_PORT = SILENT.getLocalPort();
    private static final Receiver HOOK = receiver();
    private static final Receiver PAGERDUTY = receiver();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    IdentityService identity;

    @Autowired
    MasterLooks looks;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry settings) {
        settings.add("spring.mail.port", () -> MAIL_PORT);
        settings.add("handover.notifications.targets.hook.url", () -> HOOK.at("/hook?key=in-the-address")
                .toString());
        settings.add("handover.notifications.targets.pager.url", () -> PAGERDUTY.at("/"));
    }

    @AfterAll
    static void close() throws IOException {
        HOOK.close();
        PAGERDUTY.close();
        SILENT.close();
    }

    @Test
    void everybodyHearsOfTheirPartInItsOrderAndAMailServerThatHangsHoldsUpNothing() throws Exception {
        hasMail("olga");
        hasMail("anna");
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            look(estate);
            look(estate);
            String id = drive.start(estate, "SSO02");
            String approval = drive.task(id, "approveChange");
            new Webhook(drive).pagerDuty(estate.value(), "QLATER", "incident.triggered", "triggered", Instant.now());
            drive.decides("anna", id, "approveChange", "approve", "");
            drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "I saw it switched off");
            drive.acceptAndEnd("olga", id);
            look(estate);

            theOtherSystemHeardAllOfIt(id);
            theOtherSystemHeardOfTheMasterWithoutAnyRun(estate);
            theIncidentThatCameLaterHeardThatItIsHandledAndIsResolved(id);
            assertThat(sentBy("mail", id)).as("the mail server says nothing").isEmpty();
            SILENT.close();
            ServerSetup setUp = new ServerSetup(MAIL_PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
            setUp.setServerStartupTimeout(20_000);
            GreenMail server = new GreenMail(setUp);
            server.start();
            try {
                theMailsCome(server, id, approval);
            } finally {
                server.stop();
            }
            theRecordSaysWhoWasTold(id);
        }
    }

    private void theOtherSystemHeardAllOfIt(String id) throws Exception {
        Awaitility.await("the webhook has been told of the end")
                .atMost(Duration.ofSeconds(30))
                .until(() -> HOOK.requests.stream()
                        .anyMatch(request -> request.body().contains("failover.succeeded")));
        List<JsonNode> told = heardByTheHook().stream()
                .filter(body -> body.path("failover").asText().equals(id))
                .toList();
        assertThat(told)
                .extracting(body -> body.path("kind").asText() + " "
                        + body.path("task").path("key").asText())
                .containsExactly(
                        "task.waiting approveChange",
                        "task.waiting giveRestorePassword",
                        "task.waiting confirmFormerMasterIsDown",
                        "task.waiting confirmResult",
                        "task.waiting takeFreshBackup",
                        "failover.succeeded ");
        for (Receiver.Request request : HOOK.requests) {
            assertThat(request.header("webhook-signature")).isEqualTo("v1," + signature(request));
            holdsNoSecret(request.body());
        }
    }

    private static void theOtherSystemHeardOfTheMasterWithoutAnyRun(EstateName estate) {
        Awaitility.await("the webhook has been told of the master")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(heardByTheHook())
                        .filteredOn(body -> body.path("estate").asText().equals(estate.value()))
                        .filteredOn(body -> body.path("failover").isMissingNode())
                        .extracting(body -> body.path("kind").asText() + ": "
                                + body.path("title").asText())
                        .containsExactly(
                                "master.down: REHEARSAL: CONTOSO (%s) is without its master secret server"
                                        .formatted(estate),
                                "master.up: REHEARSAL: CONTOSO (%s) shows a master secret server again"
                                        .formatted(estate)));
    }

    private static List<JsonNode> heardByTheHook() {
        return HOOK.requests.stream()
                .map(Receiver.Request::body)
                .map(WhoHearsOfAFailoverTest::parsed)
                .toList();
    }

    /** As the watch of the masters does it again and again. */
    private void look(EstateName estate) {
        looks.look(estates.find(estate, SsoSystemName.of("CONTOSO")).orElseThrow());
    }

    private static void theIncidentThatCameLaterHeardThatItIsHandledAndIsResolved(String id) {
        String note = "POST /incidents/QLATER/notes";
        Awaitility.await("the incident is resolved")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(PAGERDUTY.requests)
                        .extracting(request -> request.method() + " " + request.path())
                        .filteredOn(call -> call.contains("/incidents/QLATER") && !call.startsWith("GET"))
                        .containsExactly(note, note, "PUT /incidents/QLATER"));
        assertThat(PAGERDUTY.requests)
                .filteredOn(request -> (request.method() + " " + request.path()).equals(note))
                .extracting(Receiver.Request::body)
                .satisfiesExactly(
                        handled -> assertThat(handled)
                                .contains(
                                        id + " (CONTOSO) handles this incident",
                                        "https://handover.contoso.example/board/failovers/" + id),
                        ended -> assertThat(ended).contains(id + " (CONTOSO) succeeded"));
    }

    private void theMailsCome(GreenMail server, String id, String approval) throws Exception {
        Awaitility.await("the mails have come")
                .atMost(Duration.ofSeconds(60))
                .until(() -> sentBy("mail", id).size() == 6);
        String run = "REHEARSAL: %s (CONTOSO) ".formatted(id);
        List<MimeMessage> anna = mailsOf(server, "anna", run);
        assertThat(subjects(anna)).containsExactly(run + "waits for somebody: Approve the change", run + "succeeded");
        assertThat(anna.get(0).getContent().toString())
                .contains("https://handover.contoso.example/camunda/app/tasklist/default/#/?task=" + approval);
        List<MimeMessage> olga = mailsOf(server, "olga", run);
        assertThat(subjects(olga))
                .containsExactly(
                        run + "waits for somebody: Give the restore password",
                        run + "waits for somebody: Confirm that the former master is down",
                        run + "waits for somebody: Confirm the result",
                        run + "waits for somebody: Take a fresh backup",
                        run + "succeeded");
        for (MimeMessage mail : olga) {
            assertThat(mail.getContent().toString()).contains("https://handover.contoso.example/board/failovers/" + id);
            holdsNoSecret(mail.getContent().toString());
        }
    }

    private void theRecordSaysWhoWasTold(String id) {
        assertThat(sentBy("hook", id)).hasSize(6).containsOnly("localhost");
        assertThat(sentBy("mail", id))
                .containsExactly(
                        "anna@contoso.example",
                        "olga@contoso.example",
                        "olga@contoso.example",
                        "olga@contoso.example",
                        "olga@contoso.example",
                        "olga@contoso.example, anna@contoso.example");
        JsonNode journal = drive.journal(id);
        assertThat(journal.path("whole").asBoolean()).isTrue();
        assertThat(journal.toString()).doesNotContain("in-the-address", SECRET);
        String settings =
                drive.call("root", "GET", "/api/configuration", null).body().toString();
        assertThat(settings)
                .contains("handover.notifications.targets.hook.url = http://localhost:")
                .contains("/[masked]")
                .doesNotContain("in-the-address", SECRET);
    }

    private List<String> sentBy(String target, String id) {
        return StreamSupport.stream(drive.journal(id).path("items").spliterator(), false)
                .filter(entry -> entry.path("kind").asText().equals("notification.sent"))
                .map(entry -> entry.path("data"))
                .filter(data -> data.path("target").asText().equals(target))
                .map(data -> data.path("to").asText())
                .toList();
    }

    /** Those of a run, in the order in which they came. */
    private static List<MimeMessage> mailsOf(GreenMail server, String user, String run) throws MessagingException {
        List<MimeMessage> mails = new ArrayList<>();
        for (MimeMessage mail : server.findReceivedMessages(
                        owner -> owner.getEmail().equals(user + "@contoso.example"), any -> true)
                .toList()) {
            if (mail.getSubject().startsWith(run)) {
                mails.add(mail);
            }
        }
        return mails;
    }

    private static List<String> subjects(List<MimeMessage> mails) throws MessagingException {
        List<String> subjects = new ArrayList<>();
        for (MimeMessage mail : mails) {
            subjects.add(mail.getSubject());
        }
        return subjects;
    }

    private static void holdsNoSecret(String text) {
        assertThat(text).doesNotContain(TestLab.RESTORE_PASSWORD, TestLab.REMINDER, "****");
    }

    private void hasMail(String name) {
        User user = identity.createUserQuery().userId(name).singleResult();
        user.setEmail(name + "@contoso.example");
        identity.saveUser(user);
    }

    private static String signature(Receiver.Request request) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed =
                "%s.%s.%s".formatted(request.header("webhook-id"), request.header("webhook-timestamp"), request.body());
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It accepts and says nothing. */
    private static ServerSocket silent() {
        try {
            return new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Receiver receiver() {
        try {
            return new Receiver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
