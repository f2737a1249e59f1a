package org.handover.lab.program.powershell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.handover.lab.program.System32;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.ServiceBody;
import org.handover.lab.windows.WindowsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Given a Windows server, when a script of the corpus runs on it, then it prints and ends as Windows PowerShell does. */
class PowerShellCorpusTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T08:15:30.123456700Z"), ZoneOffset.UTC);
    private static final Logon OPERATOR =
            new Logon("CONTOSO\\runbook", Logon.Kind.KEY, true, Set.of(Logon.ADMINISTRATORS));

    @TempDir
    Path home;

    private record Case(String script, int exit, String out, String errors) {}

    private static final class Screen implements ProcessConsole {
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder err = new StringBuilder();

        @Override
        public void out(String text) {
            out.append(text);
        }

        @Override
        public void err(String text) {
            err.append(text);
        }

        @Override
        public String readConsoleLine(String prompt, boolean mask) {
            return "";
        }

        @Override
        public String readStandardInput(String prompt) {
            return "";
        }
    }

    @Test
    void everyScriptPrintsAndEndsAsItSays() throws Exception {
        try (WindowsServer server = WindowsServer.create("SSO02", home, CLOCK)) {
            System32.installOn(server);
            server.services()
                    .register("Spooler", "Print Spooler", "spoolsv.exe", "LocalSystem", List.of(), ServiceBody.IDLE);
            List<Case> cases = corpus();
            assertThat(cases).hasSizeGreaterThan(100);
            assertSoftly(softly -> cases.forEach(each -> {
                Screen screen = new Screen();
                int exit = run(server, each.script(), screen);
                softly.assertThat(screen.out.toString()).as(each.script()).isEqualTo(each.out());
                softly.assertThat(exit).as(each.script() + screen.err).isEqualTo(each.exit());
                if (each.errors().isEmpty()) {
                    softly.assertThat(screen.err.toString()).as(each.script()).isEmpty();
                } else {
                    softly.assertThat(screen.err.toString()).as(each.script()).contains(each.errors());
                }
            }));
        }
    }

    @ParameterizedTest
    @CsvSource({"(, )", "!, ''", "if (1) { , }", "'', +1"})
    void aScriptThatIsNestedTooDeeplyIsRefused(String begin, String end) throws Exception {
        try (WindowsServer server = WindowsServer.create("SSO02", home, CLOCK)) {
            Screen screen = new Screen();

            int exit = run(server, begin.repeat(50_000) + "1" + end.repeat(50_000), screen);

            assertThat(exit).isOne();
            assertThat(screen.err.toString()).contains("deeper");
        }
    }

    @Test
    void aSourceThatIsNestedTooDeeplyIsRefused() throws Exception {
        try (WindowsServer server = WindowsServer.create("SSO02", home, CLOCK)) {
            for (String value :
                    List.of("(a)".repeat(60) + "?", "(".repeat(50_000), "\"" + "a".repeat(50_000) + "\" ?")) {
                Screen screen = new Screen();

                int exit = run(server, "Add-Type 'class A { int n = " + value + "; }'", screen);

                assertThat(exit).isOne();
                assertThat(screen.err.toString()).contains("error CS");
            }
        }
    }

    private static int run(WindowsServer server, String script, ProcessConsole console) {
        try {
            return new PowerShell()
                    .run(
                            new Invocation(server, OPERATOR, List.of("-Command", script), "", "C:\\Windows", console),
                            Map.copyOf(server.environment(OPERATOR)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Case> corpus() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PowerShellCorpusTest.class.getResourceAsStream("/powershell/corpus.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Case(cells[0], Integer.parseInt(cells[1]), printed(cells[2]), cells[3]))
                    .toList();
        }
    }

    private static String printed(String text) {
        return text.replace("\\\\", "\0")
                .replace("\\n", "\r\n")
                .replace("\\t", "\t")
                .replace("\0", "\\");
    }
}
