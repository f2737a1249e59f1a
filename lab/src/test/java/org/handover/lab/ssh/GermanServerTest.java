package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.handover.lab.ssh.LabServer.Answer;
import org.handover.lab.windows.Language;
import org.handover.lab.windows.ServiceBody;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose language is set speaks German; numbers, ids and SIDs are the same. */
class GermanServerTest {
    private static final ServiceBody QUIET = new ServiceBody() {
        @Override
        public void start() {}

        @Override
        public void stop() {}
    };

    @TempDir
    static Path home;

    private static LabServer english;
    private static LabServer german;

    @BeforeAll
    static void open() {
        english = new LabServer(home.resolve("english")).keepingConnections();
        german = new LabServer(home.resolve("german")).keepingConnections();
        german.windows.language(Language.GERMAN);
        for (LabServer server : List.of(english, german)) {
            server.windows
                    .services()
                    .register("ENTSSO", "Enterprise SSO", "C:\\e.exe", "CONTOSO\\svc", List.of(), QUIET);
            server.windows
                    .services()
                    .register("BTSSvc$A", "Host A", "C:\\b.exe", "CONTOSO\\svc", List.of("ENTSSO"), QUIET);
        }
    }

    @AfterAll
    static void close() {
        english.close();
        german.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sc query nosuch",
                "sc start ENTSSO & sc start ENTSSO",
                "sc qc ENTSSO",
                "net start nosuch",
                "net stop ENTSSO",
                "net helpmsg 2186",
                "tasklist /fi \"imagename eq nosuch.exe\"",
                "tasklist /fo csv",
                "taskkill /f /im nosuch.exe",
                "reg query HKLM\\SOFTWARE\\NoSuch",
                "whoami /groups /fo csv",
                "dir C:\\Nowhere",
                "dir C:\\",
                "cd C:\\Nowhere",
                "type nosuch",
                "copy nosuch x",
                "del nosuch",
                "rd nosuch",
                "md C:\\Windows",
                "nosuch",
                "echo a >C:\\Nowhere\\x",
                "if",
                "echo",
                "set nosuch",
                "set /a 1/0",
                "echo %DATE%",
                "vol",
                "icacls nosuch",
                "fsutil fsinfo volumeinfo C:",
                "fsutil volume diskfree C:",
                "chcp",
                "timeout /t 1",
                "wevtutil qe NoSuch",
                "where nosuch"
            })
    void aGermanServerUsesOtherWordsAndTheSameExitCode(String line) {
        Answer inEnglish = english.type(line);
        Answer inGerman = german.type(line);
        assertThat(inGerman.exit()).isEqualTo(inEnglish.exit());
        assertThat(inGerman.out() + inGerman.err()).isNotEqualTo(inEnglish.out() + inEnglish.err());
    }

    @Test
    void statesErrorNumbersAndSidsAreTheSameInEachLanguage() {
        assertThat(german.type("sc queryex ENTSSO").out()).contains(": 1  STOPPED", "PID");
        assertThat(german.type("sc query nosuch").out())
                .startsWith("[SC] EnumQueryServicesStatus:OpenService FEHLER 1060:");
        assertThat(german.type("net start nosuch").err()).contains("NET HELPMSG 2185");
        assertThat(german.type("whoami /groups /fo csv /nh").out())
                .contains("\"VORDEFINIERT\\Administratoren\",\"Alias\",\"S-1-5-32-544\"", "\"S-1-16-12288\"");
        assertThat(german.type("tasklist /fo csv").out()).startsWith("\"Abbildname\",\"PID\",");
    }

    @Test
    void umlautsComeInTheOemCodePage() {
        assertThat(german.type("type nosuch").err()).isEqualTo("Diese Datei gibt es nicht.\r\n");
        assertThat(german.type("whoami /groups /fo csv").out()).contains("\"NT-AUTORITÄT\\NETZWERK\"");
    }

    @Test
    void netStopAsksForAnotherLetter() throws Exception {
        german.windows.services().startAndWait("BTSSvc$A");
        try (ClientSession session = german.connect("runbook")) {
            Answer no = LabServer.type(session, "net stop ENTSSO", "y\r\n");
            assertThat(no.out()).contains("(J/N)");
            assertThat(no.exit()).isEqualTo(2);
            assertThat(LabServer.type(session, "net stop ENTSSO", "j\r\n").exit())
                    .isZero();
        }
    }

    @Test
    void theLanguageIsKeptOverARestartOfTheLab() {
        try (LabServer first = new LabServer(home.resolve("restarted"))) {
            first.windows.language(Language.GERMAN);
        }
        try (LabServer again = new LabServer(home.resolve("restarted"))) {
            assertThat(again.windows.language()).isEqualTo(Language.GERMAN);
            assertThat(again.type("echo").out()).isEqualTo("ECHO ist eingeschaltet (ON).\r\n");
        }
    }
}
