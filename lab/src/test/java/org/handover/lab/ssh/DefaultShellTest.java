package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.sshd.client.session.ClientSession;
import org.handover.lab.ssh.LabServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultShellTest {

    @TempDir
    Path home;

    private LabServer server;

    @BeforeEach
    void open() {
        server = new LabServer(home);
        server.windows.install("C:\\Program Files\\Tool Box\\args.exe", invocation -> {
            invocation.arguments().forEach(argument -> invocation.console().outLine("[" + argument + "]"));
            return 5;
        });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void powerShellIsTheDefaultShell() {
        server.windows
                .registry()
                .setString(
                        "HKLM\\SOFTWARE\\OpenSSH",
                        "DefaultShell",
                        "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
    }

    @Test
    void aHarmlessLineTellsWhichShellAnswers() {
        assertThat(server.type("echo %OS%").out()).isEqualTo("Windows_NT\r\n");
        powerShellIsTheDefaultShell();
        assertThat(server.type("echo %OS%").out()).isEqualTo("%OS%\r\n");
        assertThat(server.type("echo $env:OS").out()).isEqualTo("Windows_NT\r\n");
    }

    @Test
    void powerShellStartsCmdWithACommandLineInSingleQuotes() {
        powerShellIsTheDefaultShell();
        assertThat(server.type("cmd.exe /d /s /c 'md C:\\claim && echo acted'").out())
                .isEqualTo("acted\r\n");
        assertThat(server.type("cmd.exe /d /s /c 'md C:\\claim && echo acted'; exit $LASTEXITCODE")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void theExitCodeOfAProgramIsOnlyPassedOnWhenAskedFor() {
        powerShellIsTheDefaultShell();
        assertThat(server.type("cmd.exe /d /s /c 'exit 5'").exit()).isEqualTo(1);
        assertThat(server.type("cmd.exe /d /s /c 'exit 5'; exit $LASTEXITCODE").exit())
                .isEqualTo(5);
    }

    @Test
    void quotesInsideOfAnArgumentAreNotEscapedOnTheWayToAProgram() {
        powerShellIsTheDefaultShell();
        String args = "\"C:\\Program Files\\Tool Box\\args.exe\" \"x y\" z";
        assertThat(server.type("cmd.exe /d /s /c '" + args + "'; exit $LASTEXITCODE"))
                .isEqualTo(new Answer("[x y]\r\n[z]\r\n", "", 5));
        assertThat(server.type("cmd.exe /d /s /c '\"" + args + "\"'; exit $LASTEXITCODE")
                        .err())
                .contains("'\"\"C:\\Program' is neither");
        assertThat(server.type("cmd.exe --% /d /s /c \"" + args + "\"").out()).isEqualTo("[x y]\r\n[z]\r\n");
    }

    @Test
    void theCallOperatorRunsAQuotedPathAndWithoutItTheTextIsPrinted() {
        powerShellIsTheDefaultShell();
        assertThat(server.type("& \"C:\\Program Files\\Tool Box\\args.exe\" 'x y'")
                        .out())
                .isEqualTo("[x y]\r\n");
        assertThat(server.type("\"C:\\Program Files\\Tool Box\\args.exe\"").out())
                .isEqualTo("C:\\Program Files\\Tool Box\\args.exe\r\n");
    }

    @Test
    void anAndBetweenCommandsIsAnErrorThatRunsNeither() {
        powerShellIsTheDefaultShell();
        Answer answer = server.type("hostname && hostname");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void onAPtyTheQuotesOfACommandAreEatenBeforePowerShellReadsIt() throws IOException {
        powerShellIsTheDefaultShell();
        try (ClientSession session = server.connect("runbook");
                Terminal terminal =
                        LabServer.onPty(session, "echo \"a  b\"", 200).answering()) {
            terminal.awaitEnd();
            assertThat(terminal.text()).isEqualTo("a\r\nb\r\n");
        }
        assertThat(server.type("echo \"a  b\"").out()).isEqualTo("a  b\r\n");
    }
}
