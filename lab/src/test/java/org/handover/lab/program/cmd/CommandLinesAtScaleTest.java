package org.handover.lab.program.cmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;
import org.handover.lab.program.System32;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;
import org.springframework.util.FileSystemUtils;

/** Whatever is typed at the lab's cmd.exe, it is carried out or refused with an exit code, in time. */
class CommandLinesAtScaleTest {
    private static final Logon ADMIN =
            new Logon("CONTOSO\\runbook", Logon.Kind.KEY, true, Set.of(Logon.ADMINISTRATORS));

    /** What waits because it was told to, or goes round very often. */
    private static final Pattern TAKES_ITS_TIME = Pattern.compile("(?i)timeout|ping|(?s:for.*for)");

    /** Its step may be 0; the lab then goes round a hundred thousand times. */
    private static final Pattern COUNTS = Pattern.compile("(?i)for\\s*/l");

    private static final List<String> PIECES = List.of(
            "&",
            "&&",
            "|",
            "||",
            "(",
            ")",
            "^",
            "\"",
            "<",
            ">",
            ">>",
            "2>&1",
            "1>&2",
            "3>nul",
            ">nul",
            "<nul",
            ">&",
            "> ",
            "@",
            "%",
            "!",
            "%OS%",
            "%CD%",
            "%OS:~1,2%",
            "%OS:~-1%",
            "%OS:~2147483647,2147483647%",
            "%OS:~1,2147483647%",
            "%OS:~-2147483648%",
            "%OS:W=%",
            "%OS:*n=x%",
            "%OS:=%",
            "%%",
            "!OS!",
            "if ",
            "if not ",
            "if /i ",
            "exist ",
            "defined OS ",
            "errorlevel 1 ",
            "==",
            " EQU ",
            " else ",
            "for %i in (1 2) do ",
            "for /l %i in (1,1,3) do ",
            "for /f \"tokens=1,2* delims=,\" %i in ('echo a,b,c') do ",
            "%~dpnxi",
            "%i",
            "call ",
            "set /a ",
            "set /p x=",
            "set x=",
            "cd ",
            "..",
            "\\",
            "C:\\",
            "nul",
            "rem ",
            ":",
            "::",
            "echo ",
            "echo.",
            "exit /b ",
            "cmd /c ",
            "cmd /v:on /c ",
            "powershell -c ",
            "dir ",
            "type ",
            "copy ",
            "del /q ",
            "md ",
            "rd /s /q ",
            "*",
            "?",
            "findstr /r ",
            "2147483648",
            "-2147483648",
            "0x80000000",
            "08",
            "<<",
            "~",
            ",",
            "/",
            " / 0",
            " % 0");

    private static final List<String> SUMS = List.of(
            "1+2*3",
            "(1+2)*3",
            "-7/2",
            "7%4",
            "x=y=5,x+y",
            "1<<31",
            "x+=08",
            "~0^5|6&3",
            "!x",
            "0x7fffffff+1",
            "2147483648",
            "1/0",
            "((1))");

    private static final List<String> LINES = new ArrayList<>();
    private static Path folder = Path.of("");
    private static Optional<WindowsServer> server = Optional.empty();

    @BeforeContainer
    static void install() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CommandLinesAtScaleTest.class.getResourceAsStream("/cmd/corpus.tsv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .filter(line -> !TAKES_ITS_TIME.matcher(line).find())
                    .forEach(LINES::add);
        }
        folder = Files.createTempDirectory("lab");
        WindowsServer made = WindowsServer.create("SSO02", folder, Clock.systemUTC());
        System32.installOn(made);
        Files.createDirectories(made.disk().resolve("C:\\Restore", "C:\\"));
        made.homeDirectory(ADMIN);
        server = Optional.of(made);
    }

    @AfterContainer
    static void close() throws IOException {
        server.ifPresent(WindowsServer::close);
        FileSystemUtils.deleteRecursively(folder);
    }

    private static List<Mutation> mutations(List<String> originals) {
        List<Mutation> kinds = new ArrayList<>(TextMutations.with(originals));
        for (int often = 0; often < 20; often++) {
            kinds.add(CommandLinesAtScaleTest::insertPiece);
            kinds.add((text, chance) -> join(text, originals, chance));
        }
        return kinds;
    }

    private static void insertPiece(StringBuilder text, SplittableRandom chance) {
        int times = chance.nextInt(20) == 0 ? Math.min(8_000, TextMutations.many(chance)) : 1;
        text.insert(
                TextMutations.place(text, chance),
                TextMutations.one(PIECES, chance).repeat(times));
    }

    private static void join(StringBuilder text, List<String> originals, SplittableRandom chance) {
        text.append(TextMutations.one(List.of(" & ", " && ", " || ", " | ", "&", "|"), chance))
                .append(TextMutations.one(originals, chance));
    }

    @Provide
    Arbitrary<Mangled> lines() {
        return Mangled.anyOf(LINES, mutations(LINES));
    }

    @Provide
    Arbitrary<Mangled> sums() {
        return Mangled.anyOf(SUMS, mutations(SUMS));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        environment.putAll(server.orElseThrow().environment(ADMIN));
        return environment;
    }

    @Fuzzed
    void a_line_is_read_or_refused(@ForAll("lines") Mangled line) throws Exception {
        String text = line.text();
        InTime.call(() -> {
            try {
                Map<String, String> variables = Map.of("OS", "Windows_NT", "x", "(");
                return CmdParser.parse(Expansion.expand(text, name -> Optional.ofNullable(variables.get(name))));
            } catch (CmdSyntaxException refused) {
                return refused;
            }
        });
    }

    @Fuzzed
    void a_sum_is_computed_or_refused(@ForAll("sums") Mangled sum) throws Exception {
        String text = sum.text();
        InTime.call(() -> {
            try {
                return Arithmetic.evaluate(text, new TreeMap<>(Map.of("x", "7", "y", "nothing")));
            } catch (Arithmetic.ArithmeticFailure refused) {
                return refused;
            }
        });
    }

    @Fuzzed
    void a_line_is_carried_out_or_refused(@ForAll("lines") Mangled line) throws Exception {
        String text = line.text();
        if (TAKES_ITS_TIME.matcher(text).find() || COUNTS.matcher(text).find()) {
            return;
        }
        String options = line.chance().nextBoolean() ? " /c \"" : " /v:on /s /c \"";
        RecordingConsole console = new RecordingConsole(List.of("first", "second"));
        Integer exitCode = InTime.call(() -> new CmdExe()
                .run(
                        new Invocation(
                                server.orElseThrow(), ADMIN, List.of(), options + text + "\"", "C:\\Restore", console),
                        environment()));
        assertThat(exitCode).isNotNull();
    }
}
