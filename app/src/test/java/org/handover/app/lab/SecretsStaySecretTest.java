package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * Passwords and a master secret that can be recognised go through every path, the failing ones included; afterwards they are
 * in no table, no WAL, no log at DEBUG, no answer, no evidence and no command line, in none of the forms that bytes take.
 */
@Tag("long")
@HandoverOnLabTest
class SecretsStaySecretTest {

    private static final Path DATA = Path.of("target/test-data/on-lab");
    private static final Path LOG = Path.of("target/test-data/on-lab.log");
    private static final String RESTORE_FILE = "C:\\Restore\\SSO01.bak";
    private static final String WRONG = "Canary-wrong & \"guessed\" ßpäß 4711";
    private static final String MEANT_TO_STAY = "Canary-that-may-be-read \"seen\" € 4713";
    private static final String IN_VAIN = "Canary-in-vain \"never wanted\" € 4712";

    /** They log requests with their bodies, and the names that are signed in with; application.yml keeps them quiet whatever else is turned on. */
    private static final Set<String> KEPT_QUIET = Set.of(
            "org.apache.coyote.http11.Http11InputBuffer", "org.camunda.bpm.engine.impl.persistence.entity.UserEntity");

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    LabOfTheTest labOfTheTest;

    @Autowired
    Consoles consoles;

    @Autowired
    Environment environment;

    private final Map<String, Level> levels = new HashMap<>();
    private final List<String> runs = new ArrayList<>();
    private final List<Canary> canaries = new ArrayList<>(List.of(
            Canary.text("the restore password", TestLab.RESTORE_PASSWORD),
            Canary.text("the backup password", TestLab.BACKUP_PASSWORD),
            Canary.text("the wrong password", WRONG),
            Canary.text("the password that nobody wanted", IN_VAIN),
            Canary.text("what may be read", MEANT_TO_STAY)));

    @BeforeEach
    void logEverything() {
        loggers().getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null || logger.getName().equals(Logger.ROOT_LOGGER_NAME))
                .filter(logger -> !KEPT_QUIET.contains(logger.getName()))
                .forEach(logger -> {
                    levels.put(logger.getName(), logger.getLevel());
                    logger.setLevel(Level.DEBUG);
                });
    }

    @AfterEach
    void logAsUsual() {
        levels.forEach((name, level) -> loggers().getLogger(name).setLevel(level));
        labOfTheTest.rehearseIn(null);
    }

    private static LoggerContext loggers() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    @Test
    void noPasswordAndNoMasterSecretIsKeptOrToldAnywhereWhicheverWayARunGoes() throws Exception {
        try (CommandLines seen = new CommandLines()) {
            refusedThenRightThenAFreshBackup();
            damagedThenLeftOpen();
            givenThenAborted();
            plannedWithBackupThenRolledBack();
            byHand();
            rehearsed();
            givenWhereNobodyAsked();

            List<String> found = new ArrayList<>();
            found.addAll(inEveryTable());
            found.addAll(Canary.inFolder(canaries, DATA.resolve("postgres")));
            found.addAll(in("the log", Files.readAllBytes(LOG)));
            found.addAll(inAnswers());
            found.addAll(in("a command line", String.join("\n", seen.all).getBytes(StandardCharsets.UTF_8)));

            Map<Boolean, List<String>> mayBeRead = found.stream()
                    .collect(Collectors.partitioningBy(where -> where.startsWith("what may be read in ")));
            assertThat(mayBeRead.get(false)).isEmpty();
            assertThat(String.join("\n", mayBeRead.get(true)))
                    .as("what is kept is found where it is kept")
                    .contains("in handover.ledger ", "in " + DATA.resolve("postgres"), "/journal at", "/evidence!");
            assertThat(seen.all).as("command lines were seen").hasSizeGreaterThan(3);
            assertThat(Files.readString(LOG)).as("the log was at DEBUG").contains("DEBUG");
        }
    }

    @Test
    void noPasswordIsLeftByAnApplicationThatWasKilledInTheMiddleAndWhoWasSignedInStillIs() throws Exception {
        Path data = Path.of("target", "test-data")
                .toAbsolutePath()
                .resolve("canary-" + ProcessHandle.current().pid());
        String password = "Canary of a killed one € \"2026\" " + UUID.randomUUID();
        Map<String, String> settings = Map.of(
                "HANDOVER_DEMO_RESTORE_PASSWORD", password,
                "LOGGING_LEVEL_ROOT", "debug",
                "LOGGING_LEVEL_ORG_APACHE_SSHD", "debug",
                "LOGGING_LEVEL_ORG_SPRINGFRAMEWORK", "debug",
                "LOGGING_LEVEL_ORG_APACHE_CATALINA", "debug",
                "LOGGING_LEVEL_ORG_CAMUNDA_BPM", "debug");
        List<Canary> killed = List.of(Canary.text("the restore password", password));
        try (CommandLines seen = new CommandLines()) {
            ApplicationProcess first = ApplicationProcess.start(data, ApplicationProcess.freePort(), settings);
            TestLab lab = first.lab();
            String id = "FO-000001";
            HttpClient browser = Browser.signedIn(first.environment(), "operator");
            first.drive().decides("approver", id, "approveChange", "approve", "");
            first.drive().passwordAndContinue("operator", id, password);
            lab.delay("SSO02", "net", Duration.ofSeconds(4));
            first.drive().decides("operator", id, "confirmFormerMasterIsDown", "down", "seen");
            lab.awaitTyped("SSO02", "net stop");
            first.killNine();

            ApplicationProcess second = ApplicationProcess.start(data, ApplicationProcess.freePort(), settings);
            try {
                assertThat(browser.send(
                                        Browser.page(second.environment(), "/api/me")
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body())
                        .contains("\"name\":\"operator\"");
                second.drive().passwordAndContinue("operator", id, password);
                second.drive().acceptAndEnd("operator", id);

                // The lab made the restore file and hands its password to whoever rehearses.
                List<String> found = new ArrayList<>(Canary.inFolder(killed, data, data.resolve("lab")));
                for (Canary canary : killed) {
                    found.addAll(canary.in("the first log", first.output()));
                    found.addAll(canary.in("the second log", second.output()));
                    found.addAll(canary.in("a command line", String.join("\n", seen.all)));
                }
                assertThat(found).isEmpty();
                assertThat(second.output()).contains("DEBUG");
            } finally {
                second.stop();
            }
        }
    }

    private void refusedThenRightThenAFreshBackup() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            canaries.add(Canary.key("the master secret", masterSecret(console(estate, "SSO02"))));
            String id = run(drive.untilTheDatabase(estate, "SSO02", WRONG));
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", MEANT_TO_STAY);
            drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmResult", "accept", "");
            drive.backupPasswordAnd(id, "takeFreshBackup", "done");
            drive.awaitState(id, "succeeded");
        }
    }

    private void damagedThenLeftOpen() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String id = run(drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD));
            RemoteConsole console = console(estate, "SSO02");
            byte[] damaged = console.read(WindowsPath.of(RESTORE_FILE), 1 << 20);
            damaged[damaged.length / 2] ^= 0x55;
            lab.delay("SSO02", "net", Duration.ofSeconds(3));
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            lab.awaitTyped("SSO02", "net stop");
            console.write(WindowsPath.of(RESTORE_FILE), damaged);
            JsonNode asked = Hands.nextTask(
                    drive,
                    id,
                    drive.failover(id).path("tasks").path(0).path("id").asText());
            assertThat(asked.path("key").asText()).isEqualTo("decideHowToGoOn");
            Hands.answer(drive, asked, Map.of("decision", "leaveOpen", "justification", "The file is damaged"));
            drive.awaitState(id, "left-open");
        }
    }

    private void givenThenAborted() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String id = run(drive.untilTheDatabase(estate, "SSO02", IN_VAIN));
            drive.decides("olga", id, "confirmFormerMasterIsDown", "abort", "");
            drive.awaitState(id, "aborted");
        }
    }

    private void plannedWithBackupThenRolledBack() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = run(drive.startPlanned(estate, "SSO02", "command-line"));
            drive.untilThePasswordOfAPlannedOne(id);
            drive.decides("olga", id, "confirmResult", "rollBack", "Not what we wanted");
            drive.awaitState(id, "rolled-back");
        }
    }

    private void byHand() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            Hands hands = new Hands(drive, console(estate, "SSO02"));
            estates.withoutConsole(estate, "SSO02");
            String id = run(drive.start(estate, "SSO02"));
            hands.typeUntil(id, "approveChange");
            drive.decides("anna", id, "approveChange", "approve", "");
            hands.typeUntil(id, "giveRestorePassword");
            drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            hands.typeUntil(id, "confirmResult");
            drive.decides("olga", id, "confirmResult", "accept", "");
            drive.decides("olga", id, "takeFreshBackup", "skip", "");
            drive.awaitState(id, "succeeded");
        }
    }

    private void rehearsed() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            labOfTheTest.rehearseIn(lab);
            Map<String, Object> body = Drive.request(estate, "SSO02");
            body.put("rehearsal", true);
            String id = run(drive.call("olga", "POST", "/api/failovers", body)
                    .body()
                    .path("id")
                    .asText());
            drive.decides("anna", id, "approveChange", "approve", "");
            drive.task(id, "giveRestorePassword");
            JsonNode asked = drive.call("olga", "GET", "/api/failovers/" + id + "/restore-password", null)
                    .body();
            drive.passwordAndContinue(id, WRONG);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "The twin's is dead");
            drive.passwordAndContinue(id, asked.path("rehearsalPassword").asText());
            drive.acceptAndEnd("olga", id);
        }
    }

    /** In bodies that are refused, at times when nobody asked, by people who may not, and where a user name belongs. */
    private void givenWhereNobodyAsked() throws Exception {
        String ended = runs.get(0);
        for (String purpose : List.of("restore", "backup")) {
            String path = "/api/failovers/" + ended + "/" + purpose + "-password";
            for (Object body : List.of(
                    Map.of("password", IN_VAIN, "reminder", IN_VAIN),
                    Map.of("password", IN_VAIN, "unknown", IN_VAIN),
                    Map.of("password", List.of(Map.of("deeper", IN_VAIN))),
                    "{\"password\": \"" + IN_VAIN.replace("\"", "\\\"") + "\", broken",
                    "\"" + IN_VAIN.replace("\"", "\\\"") + "\"",
                    IN_VAIN)) {
                for (String user : List.of("olga", "anna", "pager")) {
                    assertThat(drive.call(user, "PUT", path, body).status()).isGreaterThanOrEqualTo(400);
                }
            }
        }
        forgetWhoTriedToSignIn();
        HttpResponse<String> refused = Browser.signIn(Browser.anew(), environment, IN_VAIN, IN_VAIN);
        assertThat(refused.headers().firstValue("Location").orElse("")).contains("error");
        assertThat(drive.call(null, "GET", "/api/failovers", null, "Authorization", "Bearer in-vain")
                        .status())
                .isEqualTo(401);
    }

    /** Otherwise the brake may refuse before the name is looked at, because of what other tests tried. */
    private void forgetWhoTriedToSignIn() throws SQLException {
        try (Connection owner = asOwner();
                var attempts = owner.createStatement()) {
            attempts.executeUpdate("delete from handover.sign_in_attempt");
        }
    }

    private Connection asOwner() throws SQLException {
        return DriverManager.getConnection(
                environment.getRequiredProperty("spring.flyway.url"),
                environment.getRequiredProperty("spring.flyway.user"),
                environment.getRequiredProperty("spring.flyway.password"));
    }

    private String run(String id) {
        runs.add(id);
        return id;
    }

    private RemoteConsole console(EstateName estate, String server) {
        return consoles.on(estates.address(estate, SsoServerName.of(server)));
    }

    /** What the restore file holds, opened with the lab's own code; nobody but the lab ever has it in the clear. */
    private static byte[] masterSecret(RemoteConsole console) throws Exception {
        Path classes =
                Path.of("..", "lab", "target", "classes").toAbsolutePath().normalize();
        List<URL> path = new ArrayList<>();
        path.add(classes.toUri().toURL());
        for (String library : Files.readString(classes.resolveSibling("lab.classpath"))
                .strip()
                .split(File.pathSeparator, -1)) {
            path.add(Path.of(library).toUri().toURL());
        }
        try (URLClassLoader lab = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Object file = call(
                    lab.loadClass("org.handover.lab.entsso.BackupFile").getDeclaredMethod("read", byte[].class),
                    null,
                    console.read(WindowsPath.of(RESTORE_FILE), 1 << 20));
            Object pair = call(file.getClass().getDeclaredMethod("open", String.class), file, TestLab.RESTORE_PASSWORD);
            Object current = call(pair.getClass().getDeclaredMethod("current"), pair);
            return (byte[]) call(current.getClass().getDeclaredMethod("key"), current);
        }
    }

    private static Object call(Method method, Object on, Object... given) throws ReflectiveOperationException {
        method.setAccessible(true);
        return method.invoke(on, given);
    }

    private List<String> in(String where, byte[] bytes) {
        return canaries.stream()
                .flatMap(canary -> canary.in(where, bytes).stream())
                .toList();
    }

    /** As {@code pg_dump} would write them, by the role that may read everything. */
    private List<String> inEveryTable() throws Exception {
        List<String> found = new ArrayList<>();
        int tables = 0;
        try (Connection connection = asOwner();
                var names = connection.createStatement();
                var rows = connection.createStatement()) {
            ResultSet each = names.executeQuery(
                    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'handover')");
            while (each.next()) {
                tables++;
                String table = each.getString(1);
                ResultSet row = rows.executeQuery("select t::text from %s t".formatted(table));
                while (row.next()) {
                    found.addAll(in(table, row.getString(1).getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        assertThat(tables).isGreaterThan(50);
        return found;
    }

    /** What the interface, the engine's history and the evidence say of these runs. */
    private List<String> inAnswers() throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        HttpClient browser = Browser.signedIn(environment, "audrey");
        for (String id : runs) {
            for (String path : List.of(
                    "/api/failovers/" + id,
                    "/api/failovers/" + id + "/journal",
                    "/api/failovers/" + id + "/evidence",
                    "/engine-rest/history/detail?maxResults=2000",
                    "/engine-rest/history/variable-instance?maxResults=2000")) {
                HttpResponse<byte[]> answer = browser.send(
                        authorized(Browser.page(environment, path)).build(), HttpResponse.BodyHandlers.ofByteArray());
                found.addAll(in(path, answer.body()));
                found.addAll(inZip(path, answer.body()));
            }
        }
        return found;
    }

    private static HttpRequest.Builder authorized(HttpRequest.Builder request) {
        String basic = "audrey:" + HandoverOnLabTest.PASSWORD;
        return request.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> inZip(String where, byte[] bytes) throws IOException {
        List<String> found = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                found.addAll(in(where + "!" + entry.getName(), content));
                if (entry.getName().endsWith(".zip")) {
                    found.addAll(inZip(where + "!" + entry.getName(), content));
                }
            }
        }
        return found;
    }

    /** Every command line that any process of this computer has while this is open. */
    static final class CommandLines implements AutoCloseable {

        final Set<String> all = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean look = new AtomicBoolean(true);
        private final Thread looking = new Thread(this::lookAgainAndAgain, "command-lines");

        CommandLines() {
            looking.setDaemon(true);
            looking.start();
        }

        private void lookAgainAndAgain() {
            while (look.get()) {
                ProcessHandle.allProcesses()
                        .forEach(process -> process.info().commandLine().ifPresent(all::add));
                Awaitility.await().pollDelay(Duration.ofMillis(40)).until(() -> true);
            }
        }

        @Override
        public void close() {
            look.set(false);
            Awaitility.await().until(() -> !looking.isAlive());
        }
    }
}
