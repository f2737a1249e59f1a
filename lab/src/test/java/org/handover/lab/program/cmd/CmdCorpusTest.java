package org.handover.lab.program.cmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.fuzz.InTime;
import org.handover.lab.program.System32;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The corpus is a table: command line, exit code, what it prints, and {@code !} where it complains on standard error, divided by
 * tabs; {@code \n} is a line's end. Each line is typed as sshd hands it over without a pty, on a disk that is as it was before.
 */
class CmdCorpusTest {
    private static final Logon ADMIN =
            new Logon("CONTOSO\\runbook", Logon.Kind.KEY, true, Set.of(Logon.ADMINISTRATORS));

    @TempDir
    static Path folder;

    private static WindowsServer server;
    private static Set<Path> asInstalled;

    @BeforeAll
    static void install() throws IOException {
        server = WindowsServer.create("SSO02", folder, Clock.systemUTC());
        System32.installOn(server);
        server.install("C:\\Windows\\System32\\args.exe", CmdCorpusTest::args);
        server.install("C:\\Windows\\System32\\code.exe", CmdCorpusTest::code);
        server.install("C:\\Windows\\System32\\both.exe", CmdCorpusTest::both);
        server.install("C:\\Program Files\\Tool Box\\args.exe", CmdCorpusTest::args);
        Files.createDirectories(server.disk().resolve("C:\\Restore", "C:\\"));
        server.homeDirectory(ADMIN);
        asInstalled = filesOnDisk();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @TestFactory
    List<DynamicTest> cmdDoesWithEachLineOfTheCorpusWhatTheTableSays() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = CmdCorpusTest.class.getResourceAsStream("/cmd/corpus.tsv")) {
            assertThat(in).isNotNull();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] cells = line.split("\t", -1);
                    tests.add(dynamicTest(cells[0], () -> check(cells)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(600);
        return tests;
    }

    @Test
    void aLineLongerThan8191CharactersIsNotRunAndOneOfThatLengthIs() throws Exception {
        RecordingConsole most = new RecordingConsole(List.of());
        assertThat(type("echo " + "x".repeat(8191 - 5), most)).isZero();
        assertThat(most.printed()).hasSize(8191 - 5 + 2);

        RecordingConsole tooLong = new RecordingConsole(List.of());
        assertThat(type("echo " + "x".repeat(8192 - 5), tooLong)).isOne();
        assertThat(tooLong.printed()).isEmpty();
        assertThat(tooLong.complained()).isNotEmpty();

        RecordingConsole grown = new RecordingConsole(List.of());
        assertThat(type("echo " + "%OS%".repeat(1000), grown)).isEqualTo(255);
        assertThat(grown.printed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "(, echo x, ), 255",
        "set /a (, 1, ), 1073750989",
        "set /a -, 1, '', 1073750989",
        "'echo x&', echo x, '', 255"
    })
    void aLineThatIsNestedTooDeeplyIsRefused(String begin, String middle, String end, int exitCode) throws Exception {
        RecordingConsole console = new RecordingConsole(List.of());
        int blank = begin.startsWith("set") ? begin.length() - 1 : 0;
        String nested = begin.substring(0, blank) + begin.substring(blank).repeat(1100) + middle + end.repeat(1100);

        assertThat(type(nested, console)).isEqualTo(exitCode);
        assertThat(console.printed()).isEmpty();
        assertThat(console.complained()).isNotEmpty();
    }

    @Test
    void aLineThatCallsItselfWithoutEndEnds() throws Exception {
        RecordingConsole console = new RecordingConsole(List.of());

        assertThat(type("call ".repeat(1600) + "echo x", console)).isBetween(0, 1);
    }

    @Test
    void aNameLongerThanAPathIsNotLookedFor() throws Exception {
        RecordingConsole console = new RecordingConsole(List.of());

        assertThat(InTime.call(() -> type("x" + " /b".repeat(50_000), console))).isOne();
        assertThat(console.complained()).isNotEmpty();
    }

    private static Set<Path> filesOnDisk() throws IOException {
        try (Stream<Path> tree = Files.walk(server.disk().root())) {
            return tree.collect(Collectors.toSet());
        }
    }

    private static void asAtTheBeginning() throws IOException {
        for (Path path :
                filesOnDisk().stream().sorted(Comparator.reverseOrder()).toList()) {
            if (!asInstalled.contains(path)) {
                Files.delete(path);
            }
        }
        Files.writeString(server.disk().resolve("C:\\Restore\\a.txt", "C:\\"), "alpha\r\nbeta\r\n");
    }

    private static int type(String line, RecordingConsole console) throws InterruptedException {
        return server.run(
                server.program("C:\\Windows\\System32\\cmd.exe").orElseThrow(),
                ADMIN,
                " /c \"" + line + "\"",
                "C:\\Restore",
                console,
                server.environment(ADMIN));
    }

    private static void check(String[] cells) throws Exception {
        assertThat(cells).hasSize(4);
        asAtTheBeginning();
        RecordingConsole console = new RecordingConsole(List.of("first", "second"));
        int exit = type(cells[0], console);
        assertThat(console.printed().replace("\r\n", "\\n")).as("printed").isEqualTo(cells[2]);
        assertThat(console.complained().isEmpty() ? "" : "!").as("complained").isEqualTo(cells[3]);
        assertThat(Integer.toString(exit)).as("exit code").isEqualTo(cells[1]);
    }

    private static int args(Invocation invocation) {
        invocation.arguments().forEach(argument -> invocation.console().outLine("[" + argument + "]"));
        return 0;
    }

    private static int code(Invocation invocation) {
        return Integer.parseInt(invocation.arguments().get(0));
    }

    private static int both(Invocation invocation) {
        invocation.console().outLine("out");
        invocation.console().errLine("err");
        return 0;
    }
}
