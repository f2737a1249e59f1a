package org.handover.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.handover.app.engine.MailAddresses;
import org.handover.journal.FailoverId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailChannelTest {

    private final Told told = new Told();

    @AfterEach
    void close() {
        told.close();
    }

    @Test
    void aMailSaysWhatItIsAboutBeforeItIsOpenedAndADrillSaysSoFirst() throws Exception {
        ServerSetup setUp = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setUp.setServerStartupTimeout(20_000);
        GreenMail server = new GreenMail(setUp);
        server.start();
        try {
            MailChannel channel = new MailChannel(
                    sender(server.getSmtp().getPort()),
                    users(),
                    "handover@contoso.example",
                    "handover.contoso.example",
                    List.of(),
                    Map.of("sso-approvers", List.of("approvers@contoso.example")));
            FailoverId run = told.run(true, null);
            Message message = message(run);

            assertThat(channel.deliver(message)).isEqualTo("approvers@contoso.example");

            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject())
                    .isEqualTo("REHEARSAL: FO-000001 (CONTOSO) waits for somebody: Approve the change");
            String text = mail.getContent().toString();
            assertThat(text).startsWith("REHEARSAL: no real server is touched.");
            assertThat(text)
                    .contains(
                            "An approver who did not ask for it answers the task 'Approve the change'.",
                            "Change: SSO01 → SSO02, master-lost",
                            "Answer it: " + Told.URL + "/camunda/app/tasklist/default/#/?task=4711",
                            "The run: " + Told.URL + "/board/failovers/FO-000001");
            assertThat(mail.getMessageID()).isEqualTo("<%s@handover.contoso.example>".formatted(message.id()));
            assertThat(mail.getHeader("References")).containsExactly("<FO-000001@handover.contoso.example>");
        } finally {
            server.stop();
        }
    }

    @Test
    void whoCanBeReachedIsToldAlsoWhereAnotherAddressIsRefused() throws Exception {
        try (MailServer server = new MailServer("gone")) {
            assertThat(to(server.port(), "olga@contoso.example", "gone@contoso.example")
                            .deliver(message(told.run())))
                    .isEqualTo("olga@contoso.example; refused: gone@contoso.example");
            assertThat(server.taken).singleElement().asString().contains("olga@contoso.example");

            refusedForGood(true, () -> to(server.port(), "gone@contoso.example").deliver(message(told.run())));
        }
    }

    @Test
    void aMailServerThatIsAwayOrSilentIsTriedLater() throws Exception {
        int free;
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            free = silent.getLocalPort();
            refusedForGood(false, () -> to(silent.getLocalPort(), "olga@contoso.example")
                    .deliver(message(told.run())));
        }
        refusedForGood(false, () -> to(free, "olga@contoso.example").deliver(message(told.run())));
    }

    @Test
    void whereNobodyHasAnAddressThatIsSaid() {
        MailChannel channel = new MailChannel(
                sender(1), users(), "handover@contoso.example", "handover.contoso.example", List.of(), Map.of());
        Message message =
                told.messages.of(notification(told.run(), new Happening("It is said.", List.of(), List.of(), null)));

        assertThatThrownBy(() -> channel.deliver(message)).hasMessageContaining("has a mail address");
    }

    private static void refusedForGood(boolean forGood, ThrowingCallable delivery) {
        assertThatThrownBy(delivery).isInstanceOfSatisfying(UndeliveredException.class, e -> assertThat(e.isForGood())
                .isEqualTo(forGood));
    }

    private static MailChannel to(int port, String... addresses) {
        return new MailChannel(
                sender(port), users(), "handover@contoso.example", "contoso.example", List.of(addresses), Map.of());
    }

    private static MailAddresses users() {
        return new MailAddresses(new IdentityServiceImpl());
    }

    private static JavaMailSenderImpl sender(int port) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        sender.getJavaMailProperties().put("mail.smtp.timeout", "500");
        sender.getJavaMailProperties().put("mail.smtp.sendpartial", "true");
        return sender;
    }

    private Message message(FailoverId run) {
        return told.messages.of(notification(run, Told.waits()));
    }

    private Notification notification(FailoverId run, Happening happening) {
        Outbox outbox = told.outbox(new Target("mail", EnumSet.allOf(Occasion.class), true, null, message -> "nobody"));
        told.database.newTransaction.executeWithoutResult(status -> outbox.put(run, Occasion.TASK_WAITING, happening));
        return outbox.list(Outbox.State.WAITING, run, 1, 0).get(0);
    }
}
