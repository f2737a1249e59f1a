package org.handover.lab.program.powershell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
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
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.WindowsServer;
import org.springframework.util.FileSystemUtils;

/** Whatever is given to the lab's PowerShell and the C# in it, it is carried out or refused with an exit code, in time. */
class ScriptsAtScaleTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T08:15:30.123456700Z"), ZoneOffset.UTC);
    private static final Logon OPERATOR =
            new Logon("CONTOSO\\runbook", Logon.Kind.KEY, true, Set.of(Logon.ADMINISTRATORS));

    /** What waits because it was told to, goes round for ever, or is cmd.exe's, which has a test of its own. */
    private static final Pattern TAKES_ITS_TIME =
            Pattern.compile("(?i)while|sleep|wait\\(|test-n|tcp|timeout|ping|cmd|powershell|match|replace|split");

    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "$",
            "$(",
            "@(",
            "@'",
            "'@",
            "'",
            "\"",
            "`",
            "#",
            "<#",
            "#>",
            ";",
            "|",
            "||",
            "&&",
            "&",
            ",",
            "..",
            "1..2147483647",
            "1..99",
            " -f ",
            "'{0}' -f 1",
            "'{99999999999}' -f 1",
            "'{0:X0}' -f 1",
            "'{0:F99999999999}' -f 1",
            "'{0,2147483647}' -f 1",
            "'{0,-0}' -f 1",
            ".ToString('X0')",
            ".ToString('qqqq')",
            ".AddHours(1e300)",
            ".Length",
            ".Count",
            "[int]",
            "[string]",
            "[bool]",
            "[DateTime]::UtcNow",
            "[string[]]",
            "[]",
            "-not ",
            "!",
            "- ",
            "-1",
            "+ 1",
            "* 2147483647",
            "/ 0",
            "% 0",
            "1e999",
            "0xFFFFFFFFFF",
            "99999999999999999999",
            "1.5",
            " -eq ",
            " -like '*\\E['",
            " -contains ",
            " -join ',' ",
            " -as [int]",
            "$null",
            "$true",
            "$_",
            "$?",
            "$env:OS",
            "${x}",
            "$x = ",
            "$x += ",
            "if (1) { ",
            " } else { ",
            "foreach ($i in 1..3) { ",
            "try { ",
            " } catch { $_ }",
            " } finally { }",
            "throw ",
            "exit ",
            "return ",
            "2>$null",
            "> $null",
            "2>&1",
            "--%",
            "-join",
            "% { $_ }",
            "| ForEach-Object { $_ }",
            "| Where-Object { $_ }",
            "| Select-Object -First 99999999999",
            "Get-Date -Format 'qqqq'",
            "Write-Host ");

    private static final List<String> CODE_PIECES = List.of(
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "<",
            ">",
            "\"",
            "'",
            ";",
            ",",
            ".",
            "//",
            "/*",
            "*/",
            "\\",
            "=",
            "==",
            "!",
            "-",
            "(a)",
            "(int)",
            "99999999999",
            "new ",
            "new B()",
            "return ",
            "throw ",
            "if (true) ",
            "foreach (var x in y) ",
            "out ",
            "ref ",
            "static ",
            "class ",
            "namespace a { ",
            "using a; ",
            "this.",
            "null",
            "is ",
            "as ",
            "??",
            "? 1 : ",
            "&&",
            "string s = ",
            "T.Twice(1)",
            "1 / 0",
            "\0");

    private static final List<String> SCRIPTS = new ArrayList<>();
    private static final List<String> SOURCES = List.of(
            "public static class T { public static int Twice(int n) { return n + n; } }",
            "using System.Collections.Generic; public class B { Dictionary<string, object> d = new Dictionary<string, object>();"
                    + " public void Put(string k, ref object v) { d[k] = v; }"
                    + " public object Take(string k) { object v; return d.TryGetValue(k, out v) ? v : \"none\"; } }\n"
                    + "public static class T { public static string Twice(string s) { var b = new B(); object o = s; b.Put(\"k\", ref o);"
                    + " return (string)b.Take(\"k\") + b.Take(\"z\"); } }",
            "public class T { int n = 1; /* one */ public static int Twice(int n) { if (n > 2) return n; else return 0 - 1; }\n"
                    + "// no\npublic static bool Is(object o) { foreach (var x in o) { if (!(x is string)) throw new System.Exception(\"no\"); }"
                    + " return (o as string) == null && true; } }");

    private static Path folder = Path.of("");
    private static Optional<WindowsServer> server = Optional.empty();

    private static final class Nowhere implements ProcessConsole {
        @Override
        public void out(String text) {}

        @Override
        public void err(String text) {}

        @Override
        public String readConsoleLine(String prompt, boolean mask) {
            return "";
        }

        @Override
        public String readStandardInput(String prompt) {
            return "";
        }
    }

    @BeforeContainer
    static void install() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ScriptsAtScaleTest.class.getResourceAsStream("/powershell/corpus.tsv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .filter(line -> !TAKES_ITS_TIME.matcher(line).find())
                    .forEach(SCRIPTS::add);
        }
        folder = Files.createTempDirectory("lab");
        WindowsServer made = WindowsServer.create("SSO02", folder, CLOCK);
        System32.installOn(made);
        server = Optional.of(made);
    }

    @AfterContainer
    static void close() throws IOException {
        server.ifPresent(WindowsServer::close);
        FileSystemUtils.deleteRecursively(folder);
    }

    private static List<Mutation> mutations(List<String> originals, List<String> pieces) {
        List<Mutation> kinds = new ArrayList<>(TextMutations.with(originals));
        for (int often = 0; often < 40; often++) {
            kinds.add((text, chance) -> insertPiece(text, pieces, chance));
        }
        return kinds;
    }

    private static void insertPiece(StringBuilder text, List<String> pieces, SplittableRandom chance) {
        int times = chance.nextInt(20) == 0 ? Math.min(8_000, TextMutations.many(chance)) : 1;
        text.insert(
                TextMutations.place(text, chance),
                TextMutations.one(pieces, chance).repeat(times));
    }

    @Provide
    Arbitrary<Mangled> scripts() {
        return Mangled.anyOf(SCRIPTS, mutations(SCRIPTS, PIECES));
    }

    @Provide
    Arbitrary<Mangled> sources() {
        return Mangled.anyOf(SOURCES, mutations(SOURCES, CODE_PIECES));
    }

    private static int run(String script) throws InterruptedException {
        WindowsServer on = server.orElseThrow();
        return InTime.call(() -> new PowerShell()
                .run(
                        new Invocation(on, OPERATOR, List.of("-Command", script), "", "C:\\Windows", new Nowhere()),
                        Map.copyOf(on.environment(OPERATOR))));
    }

    @Fuzzed
    void a_script_is_read_or_refused(@ForAll("scripts") Mangled script) throws Exception {
        String text = script.text();
        InTime.call(() -> {
            try {
                return ScriptReader.read(text);
            } catch (ParseException refused) {
                return refused;
            }
        });
    }

    @Fuzzed
    void a_script_is_carried_out_or_refused(@ForAll("scripts") Mangled script) throws Exception {
        String text = script.text();
        if (!TAKES_ITS_TIME.matcher(text).find()) {
            run(text);
        }
    }

    @Fuzzed
    void a_source_is_compiled_and_carried_out_or_refused(@ForAll("sources") Mangled source) throws Exception {
        run("Add-Type -TypeDefinition '" + source.text().replace("'", "''") + "'; [T]::Twice(21)");
    }
}
