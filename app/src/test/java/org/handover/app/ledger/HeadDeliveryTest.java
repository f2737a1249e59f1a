package org.handover.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.handover.journal.Ledger;
import org.handover.verify.SignedHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Each place is a real one: a folder, a syslog receiver on a socket, a mail server. */
class HeadDeliveryTest {

    private static final String FORM =
            "<110>1 \\S+Z \\S+ handover \\d+ head - handover-head 1; number %d; .*; signature \\S+";

    @TempDir
    Path folder;

    private final LedgerDatabase database = new LedgerDatabase();
    private SignedLedger signed;

    @BeforeEach
    void twoHeads() {
        signed = new SignedLedger(database, folder.resolve("signing.p12"));
        database.append("FO-000001", 2);
        signed.sign();
        signed.sign();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aFolderGetsEveryHeadInItsOrderAlsoAfterItWasAway() throws Exception {
        Path away = folder.resolve("mounted");
        HeadDelivery delivery = to(new HeadFolder(away));

        delivery.deliver();
        assertThat(delivery.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .startsWith("Signed heads do not arrive at folder " + away));
        assertThat(database.kinds(Ledger.HOUSE)).contains("heads.sent.behind");

        Files.createDirectory(away);
        signed.sign();
        delivery.deliver();
        delivery.deliver();
        assertThat(delivery.trouble()).isEmpty();
        assertThat(delivery.sent()).isEqualTo(3);
        for (SignedHead head : signed.heads()) {
            assertThat(Files.readString(away.resolve(head.fileName()))).isEqualTo(head.text());
        }
        assertThat(away).isDirectoryContaining("glob:**/head-00000003.txt");
    }

    @Test
    void aHeadThatIsThereAlreadyAndIsAnotherOneIsNeverWrittenOver() throws Exception {
        Path file = folder.resolve(signed.heads().get(0).fileName());
        Files.writeString(file, "another head");
        HeadDelivery delivery = to(new HeadFolder(folder));

        delivery.deliver();

        assertThat(Files.readString(file)).isEqualTo("another head");
        assertThat(delivery.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("is there already and is another head"));
    }

    @Test
    void aSyslogReceiverGetsEveryHeadByTcpWithItsLengthBeforeIt() throws Exception {
        ExecutorService receiver = Executors.newSingleThreadExecutor();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Future<List<String>> received = receiver.submit(() -> {
                List<String> messages = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    try (Socket socket = server.accept();
                            InputStream in = socket.getInputStream()) {
                        messages.add(framed(in));
                        assertThat(in.read()).as("nothing follows").isEqualTo(-1);
                    }
                }
                return messages;
            });
            HeadDelivery delivery = to(new HeadSyslog(URI.create("tcp://127.0.0.1:" + server.getLocalPort())));
            delivery.deliver();

            List<String> messages = received.get(20, TimeUnit.SECONDS);
            assertThat(messages.get(0)).matches(FORM.formatted(1));
            assertThat(messages.get(1)).matches(FORM.formatted(2));
            assertThat(headIn(messages.get(1))).isEqualTo(signed.heads().get(1));
            assertThat(delivery.sent()).isEqualTo(2);
        } finally {
            receiver.shutdownNow();
        }
    }

    @Test
    void aSyslogReceiverThatDoesNotListenGetsItLater() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        HeadDelivery delivery = to(new HeadSyslog(URI.create("tcp://127.0.0.1:" + port)));

        delivery.deliver();

        assertThat(delivery.sent()).isZero();
        assertThat(delivery.trouble()).isPresent();
    }

    @Test
    void aSyslogReceiverGetsEveryHeadByUdpInOneMessage() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            to(new HeadSyslog(URI.create("udp://127.0.0.1:" + server.getLocalPort())))
                    .deliver();

            for (SignedHead head : signed.heads()) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                server.receive(packet);
                String message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                assertThat(headIn(message)).isEqualTo(head);
            }
        }
    }

    @Test
    void aMailboxGetsEveryHeadAsTheTextOfAMail() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setHost("127.0.0.1");
            sender.setPort(server.getSmtp().getPort());
            HeadDelivery delivery =
                    to(new HeadMail(sender, "handover@contoso.example", "audit@contoso.example, it@contoso.example"));

            delivery.deliver();

            assertThat(server.getReceivedMessages()).hasSize(4);
            assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("Handover: signed head 1");
            String text =
                    server.getReceivedMessages()[0].getContent().toString().replace("\r\n", "\n");
            assertThat(SignedHead.parse(text.strip() + "\n"))
                    .isEqualTo(signed.heads().get(0));
            server.stop();
            signed.sign();
            delivery.deliver();
            assertThat(delivery.trouble()).isPresent();
            assertThat(delivery.sent()).isEqualTo(2);
        } finally {
            server.stop();
        }
    }

    @Test
    void headsThatAreSignedAreSentAlsoWhereSigningFails() throws Exception {
        HeadDelivery delivery = to(new HeadFolder(folder));
        HeadSigner alwaysDue = new HeadSigner(
                signed.keys,
                database.heads,
                database.ledger,
                database.newTransaction,
                LedgerDatabase.CLOCK,
                Duration.ZERO);
        LedgerUpkeep upkeep = new LedgerUpkeep(
                database.ledger,
                database.node("a"),
                new LedgerCopy(
                        folder.resolve("entries.jsonl"),
                        database.ledger,
                        database.newTransaction,
                        LedgerDatabase.CLOCK),
                alwaysDue,
                mock(LastEntry.class),
                List.of(delivery),
                new ThreadPoolTaskScheduler());
        database.owner
                .sql("revoke insert on handover.signed_head from ledger_app")
                .update();

        assertThatThrownBy(upkeep::lookAtHeads).isInstanceOf(DataAccessException.class);

        assertThat(delivery.sent()).isEqualTo(2);
    }

    private HeadDelivery to(HeadTarget target) {
        return new HeadDelivery(
                target, database.heads, database.app, database.ledger, database.newTransaction, LedgerDatabase.CLOCK);
    }

    private static String framed(InputStream in) throws Exception {
        int length = 0;
        for (int digit = in.read(); digit != ' '; digit = in.read()) {
            length = length * 10 + (digit - '0');
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static SignedHead headIn(String message) throws Exception {
        return SignedHead.parse(
                message.substring(message.indexOf("handover-head")).replace("; ", "\n") + "\n");
    }
}
