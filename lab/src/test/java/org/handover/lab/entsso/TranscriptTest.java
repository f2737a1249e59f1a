package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.handover.lab.windows.Program;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every transcript of docs/entsso.md 3, replayed. A file of {@code transcripts/} begins with lines that say what is so before
 * ({@code @source}, {@code @on}, {@code @master}, {@code @fault}, {@code @stopped}, {@code @file}); then come commands behind
 * {@code >}, the answers that are typed at their prompts behind {@code ?}, and what stands on the screen, line by line. In
 * that, {@code <guid>}, {@code <number>} and {@code <text>} stand for what differs from time to time; {@code <text>} also for
 * sentences, which are the lab's own.
 */
class TranscriptTest {

    private record Exchange(String command, List<String> answers, List<String> screen) {}

    static Stream<Path> transcripts() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts"))
                .toURI());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(10);
        return files.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void a_transcript_comes_out_as_it_stands_in_the_dossier(Path file, @TempDir Path home) throws Exception {
        List<String> lines = Files.readAllLines(file);
        List<Exchange> exchanges = exchanges(lines);
        assertThat(exchanges).isNotEmpty();
        try (TestSystem contoso = TestSystem.founded(home)) {
            String server = prepare(contoso, lines);
            for (Exchange exchange : exchanges) {
                TestConsole.Result result = type(contoso, server, exchange);
                assertThat(result.screen()).as(exchange.command()).matches(pattern(exchange.screen()));
            }
        }
    }

    private static String prepare(TestSystem contoso, List<String> lines) throws Exception {
        String server = "SSO02";
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "@on" -> server = words[1];
                case "@master" -> contoso.promoteSso02();
                case "@named" -> {
                    contoso.nameMaster(words[1], words[1]);
                    contoso.restartEntsso(words[1]);
                }
                case "@fault" -> contoso.faults(server).switchOn(words[1], Map.of());
                case "@stopped" -> contoso.server(server).windows().services().stopAndWait(EntssoService.NAME);
                case "@file" -> contoso.put(server, words[1], words[2]);
                case "@source" -> assertThat(words[1]).isEqualTo("docs/entsso.md");
                default -> assertThat(line).as("a line that nobody understands").doesNotStartWith("@");
            }
        }
        return server;
    }

    private static List<Exchange> exchanges(List<String> lines) {
        List<Exchange> exchanges = new ArrayList<>();
        Exchange open = null;
        for (String line : lines) {
            if (line.startsWith("> ")) {
                open = new Exchange(line.substring(2), new ArrayList<>(), new ArrayList<>());
                exchanges.add(open);
            } else if (open != null && line.startsWith("? ")) {
                open.answers().add(line.substring(2));
            } else if (open != null) {
                open.screen().add(line);
            }
        }
        return exchanges;
    }

    private static TestConsole.Result type(TestSystem contoso, String server, Exchange exchange) {
        String[] words = exchange.command().split(" ", 2);
        SsoServer on = contoso.server(server);
        Program program = on.windows()
                .program(SsoServer.DIRECTORY + "\\" + words[0] + ".exe")
                .orElseThrow()
                .program();
        return TestConsole.run(
                on,
                program,
                TestSystem.operator(),
                words.length > 1 ? words[1] : "",
                exchange.answers().toArray(String[]::new));
    }

    private static Pattern pattern(List<String> lines) {
        StringBuilder pattern = new StringBuilder();
        for (String line : lines) {
            pattern.append(Pattern.quote(line)
                            .replace("<guid>", "\\E[0-9a-f-]{36}\\Q")
                            .replace("<number>", "\\E[0-9]+\\Q")
                            .replace("<text>", "\\E[^\r\n]+\\Q"))
                    .append("\r\n");
        }
        return Pattern.compile(pattern.toString());
    }
}
