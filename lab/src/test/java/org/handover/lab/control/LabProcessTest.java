package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.handover.lab.LabMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab as what it is: a process of its own that is started, killed, ended and started again. */
@Tag("long")
class LabProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Path folder;
    private SshUser user;
    private Map<String, String> environment;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void prepare(@TempDir Path temporary) throws Exception {
        folder = temporary;
        user = new SshUser();
        environment = TestLab.environment(folder.resolve("home"), user);
    }

    @AfterEach
    void end() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        user.close();
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("HANDOVER_LAB_"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(output());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private File output() {
        return folder.resolve("output").toFile();
    }

    private String printed() throws IOException {
        return Files.readString(output().toPath(), StandardCharsets.UTF_8);
    }

    private TestLab ready(Process process) throws IOException {
        await().atMost(LIMIT).until(() -> !process.isAlive() || printed().contains("lab ready: "));
        assertThat(process.isAlive()).as(printed()).isTrue();
        return TestLab.read(folder.resolve("home"));
    }

    @Test
    void a_lab_that_is_ready_says_so_in_a_file_for_its_owner_and_tells_no_secret_that_it_was_given() throws Exception {
        Process process = start();
        TestLab lab = ready(process);

        assertThat(lab.file().pid()).isEqualTo(process.pid());
        assertThat(lab.file().ssoSystem()).isEqualTo("CONTOSO");
        assertThat(lab.file().account()).isEqualTo("CONTOSO\\handover");
        assertThat(lab.file().masterSecretServer()).isEqualTo("SSO01");
        assertThat(lab.file().servers()).extracting(LabFile.Server::name).containsExactly("SSO01", "SSO02", "SSO03");
        assertThat(lab.file().servers()).allMatch(server -> server.hostKey().startsWith("ecdsa-sha2-nistp256 AAAA"));
        Path readyFile = folder.resolve("home").resolve(Lab.READY_FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(readyFile)))
                .isEqualTo("rw-------");
        assertThat(printed())
                .doesNotContain(TestLab.PASSWORD)
                .doesNotContain(lab.file().token());
        assertThat(user.type(lab.server("SSO02"), "hostname").screen()).isEqualTo("SSO02\r\n");
        assertThat(lab.state("SSO01").path("poweredOn").asBoolean()).isFalse();
    }

    @Test
    void a_restore_password_that_nobody_gave_is_made_up_and_told_at_the_first_start_only() throws Exception {
        environment.remove("HANDOVER_LAB_RESTORE_PASSWORD");
        Process first = start();
        ready(first);
        assertThat(printed()).containsPattern("restore password, made up for this lab: \\S{15,}");
        first.destroy();
        assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();

        ready(start());

        assertThat(printed()).doesNotContain("restore password");
    }

    @Test
    void sigterm_ends_it_and_the_next_start_has_the_same_ports_keys_and_states() throws Exception {
        Process process = start();
        TestLab before = ready(process);
        var state = before.get("/state");
        long asked = System.nanoTime();

        process.destroy();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
        assertThat(folder.resolve("home").resolve(Lab.READY_FILE)).doesNotExist();
        TestLab after = ready(start());
        assertThat(after.file().servers()).isEqualTo(before.file().servers());
        assertThat(after.file().http()).isEqualTo(before.file().http());
        assertThat(after.get("/state")).isEqualTo(state);
    }

    @Test
    void after_kill_9_the_next_start_finds_everything_too() throws Exception {
        Process process = start();
        TestLab before = ready(process);
        var state = before.get("/state");
        var credentials = before.get("/credentials");

        process.destroyForcibly().waitFor();

        TestLab after = ready(start());
        assertThat(after.get("/state")).isEqualTo(state);
        assertThat(after.get("/credentials")).isEqualTo(credentials);
    }

    @Test
    void it_outlives_its_terminal_and_a_second_lab_in_the_same_folder_says_why_it_does_not_start() throws Exception {
        Process process = start();
        TestLab lab = ready(process);
        assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();

        Process second = start();

        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(2);
        assertThat(printed()).contains("Another lab is running in ");
        assertThat(lab.ask("GET", "/health", "", null).status()).isEqualTo(200);
        assertThat(process.isAlive()).isTrue();
    }
}
