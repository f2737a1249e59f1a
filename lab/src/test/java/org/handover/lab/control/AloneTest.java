package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.lab.LabMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab as somebody starts it who has nothing but Java: no environment, no database. */
@Tag("long")
class AloneTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void prepare(@TempDir Path temporary) {
        folder = temporary;
    }

    @AfterEach
    void end() throws Exception {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HANDOVER_LAB_"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String printed() throws IOException {
        return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
    }

    private TestLab ready(Process process) throws IOException {
        await().atMost(LIMIT).until(() -> !process.isAlive() || printed().contains("lab ready: "));
        assertThat(process.isAlive()).as(printed()).isTrue();
        return TestLab.read(folder.resolve("lab-data"));
    }

    private String refusal(Process process) throws Exception {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed()).isEqualTo(2);
        return printed();
    }

    private static String word(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void it_starts_without_any_environment_and_tells_what_one_needs_to_log_on_and_finds_it_all_after_kill_9()
            throws Exception {
        Process first = start();
        TestLab lab = ready(first);
        String text = printed();
        String password = word(text, "console password, made up for this lab: (\\S{15,})");
        assertThat(text).containsPattern("restore password, made up for this lab: \\S{15,}");
        assertThat(text).contains(lab.file().http() + "/#token=" + lab.file().token());
        assertThat(word(text, "SSO02 +localhost:(\\d+)"))
                .isEqualTo(Integer.toString(lab.server("SSO02").port()));
        try (SshUser user = new SshUser()) {
            assertThat(user.typeWithPassword(lab.server("SSO02"), password, "echo kept> C:\\mark.txt")
                            .exitCode())
                    .isZero();

            first.destroyForcibly().waitFor();
            Process second = start();
            TestLab again = ready(second);

            assertThat(printed()).doesNotContain("password, made up");
            assertThat(again.file().servers()).isEqualTo(lab.file().servers());
            assertThat(again.get("/state").path("masterSecretServer").asText()).isEqualTo("SSO01");
            assertThat(user.typeWithPassword(again.server("SSO02"), password, "type C:\\mark.txt")
                            .screen())
                    .startsWith("kept");
            second.destroy();
            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("lab-data/postgres/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void a_wrong_topology_file_ends_it_with_one_sentence() throws Exception {
        Files.writeString(folder.resolve("wrong.yml"), "systems:\n- name: A\n  master: M1\n");

        assertThat(refusal(start("wrong.yml")).strip())
                .endsWith("wrong.yml cannot be used, see line 2: An SSO system has to have members.")
                .doesNotContain("\n");
    }

    @Test
    void a_port_that_is_taken_a_key_and_a_password_that_cannot_be_used_are_told_in_a_sentence() throws Exception {
        environment.put("HANDOVER_LAB_DB_URL", "jdbc:postgresql://127.0.0.1:1/none");
        environment.put("HANDOVER_LAB_DB_USER", "nobody");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("HANDOVER_LAB_PORTS", Integer.toString(taken.getLocalPort()));
            assertThat(refusal(start())).contains("which is for the control interface, is taken.");
        }
        environment.remove("HANDOVER_LAB_PORTS");
        environment.put("HANDOVER_LAB_CONSOLE_PUBLIC_KEY", "no key at all");
        assertThat(refusal(start())).startsWith("HANDOVER_LAB_CONSOLE_PUBLIC_KEY cannot be used: ");
        environment.remove("HANDOVER_LAB_CONSOLE_PUBLIC_KEY");
        environment.put("HANDOVER_LAB_RESTORE_PASSWORD", "short");
        assertThat(refusal(start())).startsWith("HANDOVER_LAB_RESTORE_PASSWORD cannot be used: ");
    }
}
