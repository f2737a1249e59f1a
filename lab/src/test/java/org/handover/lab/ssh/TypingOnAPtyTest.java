package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.handover.lab.windows.ProcessTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TypingOnAPtyTest {

    @TempDir
    Path home;

    private final BlockingQueue<String> passwords = new LinkedBlockingQueue<>();
    private LabServer server;
    private ClientSession session;

    @BeforeEach
    void open() throws IOException {
        server = new LabServer(home);
        server.windows.install("C:\\Program Files\\Tool Box\\ask.exe", invocation -> {
            invocation.console().outLine("Password reminder : the usual");
            passwords.add(invocation.console().readConsoleLine("Password : ", true));
            invocation.console().outLine("thank you");
            return 3;
        });
        session = server.connect("runbook");
    }

    @AfterEach
    void close() throws IOException {
        session.close();
        server.close();
    }

    static List<String> hardPasswords() {
        return List.of(
                "Quote \" and ' and `", "ä€ß漢字🔑 blanks  within ", "%OS% ^& | > nul \\ ; [c", "x".repeat(255) + "€");
    }

    @ParameterizedTest
    @MethodSource("hardPasswords")
    void aHardPasswordGetsThroughAndIsSeenAsAsterisksOnly(String password) throws Exception {
        try (Terminal terminal = LabServer.onPty(session, "\"\"C:\\Program Files\\Tool Box\\ask.exe\"\"", 1000)
                .answering()) {
            terminal.awaitText("Password : ");
            terminal.type(password + "\r");
            assertThat(terminal.awaitEnd()).isEqualTo(3);
            assertThat(passwords.poll(20, TimeUnit.SECONDS)).isEqualTo(password);
            int characters = password.codePointCount(0, password.length());
            assertThat(terminal.text())
                    .contains("Password : " + "*".repeat(characters) + "\r\nthank you")
                    .doesNotContain(password.substring(0, 5));
        }
    }

    @Test
    void backspaceTakesBackWhatWasTypedAndLineFeedIsNoEnter() throws Exception {
        try (Terminal terminal = LabServer.onPty(session, "\"\"C:\\Program Files\\Tool Box\\ask.exe\"\"", 1000)
                .answering()) {
            terminal.awaitText("Password : ");
            terminal.type("wrong\u007f\u007f\u007f\u007f\u007fri\nght\r");
            terminal.awaitEnd();
            assertThat(passwords.poll(20, TimeUnit.SECONDS)).isEqualTo("ri\nght");
        }
    }

    @Test
    void theScreenIsClearedAndNamedOnlyAfterTheTerminalHasAnswered() throws Exception {
        server.windows.settings().terminalPatience(Duration.ofMinutes(1));
        try (Terminal terminal = LabServer.onPty(session, "echo drawn", 1000)) {
            terminal.awaitRaw("\u001b[c");
            assertThat(terminal.raw()).doesNotContain("\u001b[2J").doesNotContain("drawn");
            terminal.type("\u001b[?1;0c");
            assertThat(terminal.awaitEnd()).isZero();
            assertThat(terminal.raw())
                    .contains("\u001b[2J\u001b[m\u001b[H\u001b]0;C:\\Windows\\System32\\cmd.exe\u0007\u001b[?25h");
            assertThat(terminal.text()).isEqualTo("drawn\r\n");
        }
    }

    @Test
    void aTerminalThatNeverAnswersIsNotWaitedForLongerThanThePatience() throws Exception {
        server.windows.settings().terminalPatience(Duration.ofMillis(200));
        try (Terminal terminal = LabServer.onPty(session, "echo drawn", 1000)) {
            assertThat(terminal.awaitEnd()).isZero();
            assertThat(terminal.text()).contains("drawn");
        }
    }

    @Test
    void aLineIsBrokenHardAtTheWidthOfTheWindow() throws Exception {
        String line = "0123456789".repeat(10);
        try (Terminal terminal = LabServer.onPty(session, "echo " + line, 80).answering()) {
            terminal.awaitEnd();
            assertThat(terminal.text()).isEqualTo(line.substring(0, 80) + "\r\n" + line.substring(80) + "\r\n");
        }
        try (Terminal terminal = LabServer.onPty(session, "echo " + line, 1000).answering()) {
            terminal.awaitEnd();
            assertThat(terminal.text()).isEqualTo(line + "\r\n");
        }
    }

    @Test
    void aLongRunOfBlanksIsMovedOverInsteadOfPrinted() throws Exception {
        try (Terminal terminal =
                LabServer.onPty(session, "echo a            b", 1000).answering()) {
            terminal.awaitEnd();
            assertThat(terminal.raw()).contains("a\u001b[12X\u001b[12Cb");
        }
    }

    @Test
    void aPtyTakesTheCommandWithoutQuotesAroundItSoThatTwoQuotedPathsBreakIt() throws Exception {
        String ask = "\"C:\\Program Files\\Tool Box\\ask.exe\" \"x y\"";
        try (Terminal terminal = LabServer.onPty(session, ask, 1000).answering()) {
            assertThat(terminal.awaitEnd()).isEqualTo(1);
            assertThat(terminal.text()).contains("'C:\\Program' is neither");
        }
    }

    @Test
    void aProcessOnAPtyEndsWithItsChannel() throws Exception {
        try (Terminal terminal = LabServer.onPty(session, "\"\"C:\\Program Files\\Tool Box\\ask.exe\"\"", 1000)
                .answering()) {
            terminal.awaitText("Password : ");
            assertThat(running()).contains("ask.exe");
        }
        await().until(() -> !running().contains("ask.exe") && !running().contains("cmd.exe"));
        assertThat(Optional.ofNullable(passwords.poll())).isEmpty();
    }

    @Test
    void ctrlCEndsTheProgramAndTheRestOfTheLine() throws Exception {
        try (Terminal terminal = LabServer.onPty(
                        session, "\"\"C:\\Program Files\\Tool Box\\ask.exe\" & echo after\"", 1000)
                .answering()) {
            terminal.awaitText("Password : ");
            terminal.type("half\u0003");
            assertThat(terminal.awaitEnd()).isEqualTo(0xC000013A);
            assertThat(terminal.text()).doesNotContain("after");
        }
    }

    @Test
    void anInteractiveShellPromptsAndKeepsItsDirectory() throws Exception {
        try (Terminal terminal = LabServer.shellOnPty(session, 120).answering()) {
            terminal.awaitText("contoso\\runbook@SSO02 C:\\Users\\runbook>");
            terminal.type("cd \\Windows\r");
            terminal.awaitText("contoso\\runbook@SSO02 C:\\Windows>");
            terminal.type("\"C:\\Program Files\\Tool Box\\ask.exe\"\r");
            terminal.awaitText("Password : ");
            terminal.type("\u0003");
            terminal.type("exit 4\r");
            assertThat(terminal.awaitEnd()).isEqualTo(4);
        }
        assertThat(server.windows.commandLog().typed())
                .extracting(typed -> typed.commandLine())
                .containsExactly("cd \\Windows", "\"C:\\Program Files\\Tool Box\\ask.exe\"", "exit 4");
    }

    private List<String> running() {
        return server.windows.processes().list().stream()
                .map(ProcessTable.Entry::image)
                .toList();
    }
}
