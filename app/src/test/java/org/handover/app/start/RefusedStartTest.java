package org.handover.app.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.handover.app.lab.ApplicationProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What keeps the application from starting is said in a sentence with a way on, not as a stack trace. */
class RefusedStartTest {

    private static final String NOBODY_LISTENS = "jdbc:postgresql://127.0.0.1:1/handover";

    @TempDir
    Path folder;

    /** When it was stopped it took PostgreSQL and the lab away from the first one. */
    @Test
    void aSecondApplicationWithTheSameFolderIsRefused() throws Exception {
        Path data = folder.resolve("data");
        try (FileChannel first = new DataFolder(data).claim()) {
            assertThat(first.isOpen()).isTrue();
            assertThat(said(data, Map.of()))
                    .contains("Another Handover is running with the folder " + data, "HANDOVER_DATA")
                    .doesNotContain("\tat ");
        }
        assertThat(data.resolve("postgres")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path data = Files.createFile(folder.resolve("data"));

        assertThat(said(data, Map.of()))
                .contains("Cannot make the folder " + data + " (FileAlreadyExistsException)", "HANDOVER_DATA")
                .doesNotContain("\tat ");
    }

    @Test
    void aPortThatThereIsNotIsRefused() throws Exception {
        assertThat(said(folder.resolve("data"), 99999, Map.of()))
                .contains("server.port is 99999; the highest port is 65535")
                .doesNotContain("\tat ");
    }

    @Test
    void aSettingWithAValueThatItCannotHaveIsNamed() throws Exception {
        String database = "SPRING_DATASOURCE_URL";

        assertThat(said(folder.resolve("one"), Map.of(database, NOBODY_LISTENS, "HANDOVER_DRAIN", "soon")))
                .contains("handover.drain is 'soon', which it cannot be", "not a valid duration")
                .doesNotContain("\tat ");
        assertThat(said(folder.resolve("two"), Map.of(database, NOBODY_LISTENS, "SERVER_SSL_BUNDLE", "nowhere")))
                .contains("server.ssl.bundle names 'nowhere'")
                .doesNotContain("\tat ");
    }

    @Test
    void aSentenceAboutASettingIsSaidAsItIs() {
        IllegalArgumentException refused =
                new IllegalArgumentException("handover.retention is PT1H; it has to be longer.");
        IllegalArgumentException another = new IllegalArgumentException("No enum constant org.handover.step.Nothing");

        assertThat(new UnusableSettingAnalyzer().analyze(new IllegalStateException("No bean.", refused)))
                .extracting(FailureAnalysis::getDescription)
                .isEqualTo(refused.getMessage());
        assertThat(new UnusableSettingAnalyzer().analyze(another)).isNull();
    }

    @Test
    void aDatabaseThatIsAwayIsSaidToBeAwayWhoeverMeetsItFirst() {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(NOBODY_LISTENS);
        Throwable migrating = catchThrowable(() -> Flyway.configure()
                .dataSource(NOBODY_LISTENS, "owner", "secret")
                .load()
                .migrate());
        Throwable running = catchThrowable(() -> new HikariDataSource(pool));

        for (Throwable away : new Throwable[] {migrating, running}) {
            assertThat(new DatabaseAnalyzer().analyze(new IllegalStateException("No bean.", away)))
                    .extracting(FailureAnalysis::getDescription)
                    .asString()
                    .startsWith("The database cannot be used: ")
                    .contains("127.0.0.1:1 refused");
        }
    }

    /** As on a computer that is busy with starting everything at once. */
    @Test
    @Tag("long")
    void aPostgresThatAKilledApplicationLeftRunningIsFoundWhereItIsSlowToAnswer() throws Exception {
        DataFolder data = new DataFolder(folder.resolve("data"));
        OwnPostgres first = new OwnPostgres(data);
        try {
            String pid = Files.readAllLines(data.path("postgres").resolve("postmaster.pid"))
                    .get(0);
            signal("STOP", pid);
            CompletableFuture<Void> later = CompletableFuture.runAsync(
                    () -> signal("CONT", pid), CompletableFuture.delayedExecutor(8, TimeUnit.SECONDS));

            assertThat(new OwnPostgres(data).url("postgres")).isEqualTo(first.url("postgres"));
            later.join();
        } finally {
            first.close();
        }
    }

    @Test
    @Tag("long")
    void aPostgresWhoseDataAreOfAnotherVersionSaysSo() throws Exception {
        DataFolder data = new DataFolder(folder.resolve("data"));
        new OwnPostgres(data).close();
        Files.writeString(data.path("postgres").resolve("PG_VERSION"), "9.6\n");

        assertThatThrownBy(() -> new OwnPostgres(data))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("initialized by PostgreSQL version 9.6");
    }

    private String said(Path data, Map<String, String> settings) throws IOException, InterruptedException {
        return said(data, ApplicationProcess.freePort(), settings);
    }

    private String said(Path data, int port, Map<String, String> settings) throws IOException, InterruptedException {
        Path log = folder.resolve("said.log");
        Process process = ApplicationProcess.process(data, port, log, settings);
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isNotZero();
        return Files.readString(log);
    }

    private static void signal(String name, String pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
