package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The examples of docs/incidents.md, typed into a shell as they stand there, against the whole application. */
@HandoverOnLabTest
class IncidentExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @Autowired
    Environment environment;

    @TempDir
    Path folder;

    static Stream<String> examples() throws Exception {
        return EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "incidents.md")))
                .results()
                .map(found -> found.group(1));
    }

    @Test
    void thereIsOneWithOpensslAndOneWithPython() throws Exception {
        assertThat(examples())
                .hasSize(2)
                .anyMatch(one -> one.contains("openssl"))
                .anyMatch(one -> one.contains("python3"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatTheExampleSignsIsTaken(String example) throws Exception {
        for (String program : List.of("sh", "curl", example.contains("openssl") ? "openssl" : "python3")) {
            Assumptions.assumeTrue(isInstalled(program), program + " is not installed here");
        }
        String own = UUID.randomUUID().toString();
        Path secret = Files.writeString(folder.resolve("secret"), HandoverOnLabTest.WEBHOOK_SECRET + "\n");
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", example.replaceAll("\"id\":\"47..\"", "\"id\":\"" + own + "\""));
        shell.environment().put("HANDOVER", "http://localhost:" + environment.getProperty("local.server.port"));
        shell.environment().put("SECRET", HandoverOnLabTest.WEBHOOK_SECRET);
        shell.environment().put("SECRET_FILE", secret.toString());

        Process process = shell.redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        JsonNode incident =
                new ObjectMapper().readTree(answer).path("incidents").path(0);
        assertThat(incident.path("id").asText()).as(answer).isEqualTo(own);
        assertThat(incident.path("source").asText()).isEqualTo("nagios");
        assertThat(incident.path("outcome").asText()).isEqualTo("no-rule");
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
