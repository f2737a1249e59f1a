package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_APPLICABLE;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.handover.app.inventory.LabHandOver;
import org.handover.check.PreflightRow;
import org.handover.console.ConsoleException;
import org.handover.console.ConsoleLimits;
import org.handover.console.Credential;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.console.ssh.SshConsoles;
import org.handover.sso.EstateName;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;
import org.handover.step.Finding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Given one thing that is not as it has to be on servers over SSH, when they are checked, then its row says so and what to do. */
@Tag("long")
class PreflightRowsOnLabTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TOOLS =
            "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssomanage.exe\" ";
    private static final String VERSIONS = "\"HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\ENTSSO\"";
    private static final String UNINSTALL = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall";
    private static final String DATABASE = "\"HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SQL\"";

    private static TestLab lab;

    @BeforeAll
    static void startTheLab() {
        lab = TestLab.start();
        lab.withItsMaster();
    }

    @AfterAll
    static void endTheLab() {
        lab.close();
    }

    /** Something that is done to the lab, or undone. */
    @FunctionalInterface
    private interface Act {
        void on(TestLab lab) throws Exception;
    }

    /**
     * One state of the lab, and one row that tells it.
     *
     * @param change whom it promotes, and why
     */
    private record Given(String state, Act on, Act off, Change change, Expected expected) {

        Given finds(String row, Finding.Result result, String seen, String whatToDo) {
            return new Given(state, on, off, change, new Expected(row, result, seen, whatToDo, true));
        }

        Given nobodyGoesOn() {
            return new Given(
                    state,
                    on,
                    off,
                    change,
                    new Expected(expected.row, expected.result, expected.seen, expected.whatToDo, false));
        }

        Given when(Change other) {
            return new Given(state, on, off, other, expected);
        }

        @Override
        public String toString() {
            return "given %s, '%s' is %s".formatted(state, expected.row, expected.result.word());
        }
    }

    private record Expected(String row, Finding.Result result, String seen, String whatToDo, boolean mayBeGoneOver) {}

    private record Change(boolean masterLost, String master, String newMaster, LabHandOver.BackupFile file) {}

    private static final Change PLANNED = new Change(false, "SSO01", "SSO02", null);
    private static final Change LOST = new Change(true, "SSO01", "SSO02", null);

    private static Given given(String state, Act on, Act off) {
        return new Given(state, on, off, PLANNED, new Expected("", PASSED, "", "", true));
    }

    private static Given fault(String server, String fault) {
        return fault(server, fault, Map.of());
    }

    private static Given fault(String server, String fault, Map<String, String> settings) {
        return given(
                "%s on %s %s"
                        .formatted(fault, server, settings.isEmpty() ? "" : settings)
                        .strip(),
                lab -> lab.fault(server, fault, settings),
                lab -> lab.noFault(server, fault));
    }

    /** A state that only comes with the next start of ENTSSO; the fault is off again before the service is started anew. */
    private static Given faultAtStart(String server, String fault, Map<String, String> settings) {
        return given(
                "%s on %s when ENTSSO starts".formatted(fault, server),
                lab -> {
                    lab.fault(server, fault, settings);
                    lab.service(server, "ENTSSO", "stop");
                    lab.service(server, "ENTSSO", "start");
                    settled(lab, server);
                },
                lab -> {
                    lab.noFault(server, fault);
                    lab.service(server, "ENTSSO", "stop");
                    lab.service(server, "ENTSSO", "start");
                    lab.awaitEntsso(server, "RUNNING");
                });
    }

    private static void settled(TestLab lab, String server) {
        Awaitility.await("ENTSSO on " + server + " has started or failed")
                .atMost(LIMIT)
                .until(() ->
                        !TestLab.of(lab.state(), server).path("entsso").asText().contains("PENDING"));
    }

    private static Given off(String server) {
        return given("%s without power".formatted(server), lab -> lab.power(server, false), lab -> {
            lab.power(server, true);
            lab.awaitEntsso(server, "RUNNING");
        });
    }

    private static Given stopped(String server, String service) {
        return given(
                "%s stopped on %s".formatted(service, server), lab -> lab.service(server, service, "stop"), lab -> {
                    lab.service(server, service, "start");
                    if (service.equals("ENTSSO")) {
                        lab.awaitEntsso(server, "RUNNING");
                    }
                });
    }

    /** What somebody typed on a server. */
    private static Given typed(String state, String server, String command, String undo) {
        return given(state, lab -> type(server, command), lab -> type(server, undo));
    }

    private static Given registry(String state, String key, String name, String value, String before) {
        String set = "reg add %s /v %s /t REG_SZ /d %s /f";
        return typed(state, "SSO02", set.formatted(key, name, value), set.formatted(key, name, before));
    }

    /** The version with the known bug, and one thing among the installed programs. */
    private static Given affected(String installed) {
        String program = "\"%s\\%s\"".formatted(UNINSTALL, installed);
        String version = "reg add %s /v Server /t REG_SZ /d %s /f";
        return typed(
                "the affected version on SSO02 and the program %s".formatted(installed),
                "SSO02",
                "reg add %s /v DisplayName /t REG_SZ /d Installed /f & %s"
                        .formatted(program, version.formatted(VERSIONS, "9.0.2096.0")),
                "reg delete %s /f & %s".formatted(program, version.formatted(VERSIONS, version())));
    }

    /** The version with the known bug where the installed programs are not listed. */
    private static Given unlisted() {
        String version = "reg add %s /v Server /t REG_SZ /d %s /f";
        return typed(
                "the affected version on SSO02 and no list of installed programs",
                "SSO02",
                "reg delete %s /f & %s".formatted(UNINSTALL, version.formatted(VERSIONS, "9.0.2096.0")),
                "reg add %s\\ENTSSO /v DisplayName /t REG_SZ /d ENTSSO /f & %s"
                        .formatted(UNINSTALL, version.formatted(VERSIONS, version())));
    }

    static Stream<Given> states() {
        return Stream.of(
                // the logon
                off("SSO02").finds("SSO02 can be logged on to", BLOCKING, "does not answer", "Make it reachable"),
                off("SSO03").finds("other SSO servers can be logged on to", WARNING, "SSO03", "a person has to look"),
                fault("SSO02", "key-logon-refused")
                        .finds(
                                "SSO02 can be logged on to",
                                BLOCKING,
                                "refused",
                                "Put the account or its credential right"),
                fault("SSO02", "not-elevated")
                        .finds("logon on SSO02 is an elevated", BLOCKING, "S-1-16-12288", "not filtered"),
                fault("SSO01", "not-elevated")
                        .finds("logon on SSO01 is an elevated", BLOCKING, "S-1-16-12288", "not filtered"),
                given("an alias for SSO02 in the inventory", lab -> {}, lab -> {})
                        .when(new Change(false, "SSO01", "SSOALIAS", null))
                        .finds("computer's own name", BLOCKING, "calls itself SSO02", "It is an alias"),
                // the former master
                off("SSO01")
                        .when(LOST)
                        .finds("SSO01, the master secret server, is lost", PASSED, "does not answer", ""),
                given("SSO01 answers", lab -> {}, lab -> {})
                        .when(LOST)
                        .finds("SSO01, the master secret server, is lost", BLOCKING, "It answers", "Do not promote")
                        .nobodyGoesOn(),
                stopped("SSO01", "ENTSSO")
                        .when(LOST)
                        .finds("SSO01, the master secret server, is lost", BLOCKING, "STOPPED", "Start ENTSSO there")
                        .nobodyGoesOn(),
                fault("SSO01", "key-logon-refused")
                        .when(LOST)
                        .finds(
                                "SSO01, the master secret server, is lost",
                                WARNING,
                                "Something answers",
                                "Find out what"),
                given("no server that misses SSO01", lab -> {}, lab -> {})
                        .when(LOST)
                        .finds("miss the master secret server", BLOCKING, "newest event 10533", "wait a minute")
                        .nobodyGoesOn(),
                given(
                                "SSO01 missed by the others",
                                lab -> {
                                    lab.power("SSO01", false);
                                    awaitEvent("SSO02", 10532);
                                },
                                lab -> {
                                    lab.withItsMaster();
                                    awaitEvent("SSO02", 10533);
                                })
                        .when(LOST)
                        .finds("miss the master secret server", PASSED, "10532", ""),
                stopped("SSO01", "ENTSSO")
                        .finds("answers and holds the secret in use", BLOCKING, "STOPPED", "Start ENTSSO there first"),
                off("SSO01")
                        .finds("answers and holds the secret in use", BLOCKING, "does not answer", "Make it reachable"),
                // the SSO database
                fault("SSO02", "group-missing", Map.of("who", "caller"))
                        .finds("-displaydb works on SSO02", BLOCKING, "0xC0002A5A", "ssomanage has to work")
                        .nobodyGoesOn(),
                given("another master in the inventory", lab -> {}, lab -> {})
                        .when(new Change(false, "SSO03", "SSO02", null))
                        .finds("The SSO database names SSO03", BLOCKING, "It names SSO01", "names another master"),
                typed("ssomanage pointed at SSO03", "SSO02", TOOLS + "-server SSO03", TOOLS + "-server SSO02")
                        .finds("asks that very computer", WARNING, "It asks SSO03", "points it at this computer first"),
                fault("SSO01", "sso-disabled")
                        .finds("The SSO system is enabled", WARNING, "It is disabled", "nothing here does"),
                given(
                                "SSO02 lost its SQL server",
                                lab -> {
                                    lab.fault("SSO02", "database-away", Map.of("seconds", "0"));
                                    awaitEvent("SSO02", 10515);
                                },
                                lab -> lab.noFault("SSO02", "database-away"))
                        .finds("reaches the SSO database", BLOCKING, "it lost the database", "Get the SQL server up"),
                given("SSO02 got its SQL server back", lab -> {}, lab -> {
                            lab.service("SSO02", "ENTSSO", "stop");
                            lab.service("SSO02", "ENTSSO", "start");
                            lab.awaitEntsso("SSO02", "RUNNING");
                        })
                        .finds("reaches the SSO database", WARNING, "shows the settings again", "Find out why"),
                // the service
                stopped("SSO02", "ENTSSO").finds("ENTSSO runs on SSO02", BLOCKING, "STOPPED", "Start it there"),
                registry("SSO02 joined to another database", DATABASE, "Database", "OTHERDB", "SSODB")
                        .finds("is joined to the same SSO system", BLOCKING, "otherdb", "Correct the inventory"),
                fault("SSO02", "wrong-account")
                        .finds("is joined to the same SSO system", WARNING, "svc-entsso2", "the same account"),
                faultAtStart("SSO02", "group-missing", Map.of("who", "service"))
                        .finds("is an SSO administrator", BLOCKING, "10550", "Put the account into"),
                // versions
                faultAtStart("SSO02", "version-too-new", Map.of())
                        .finds("fits the other servers", BLOCKING, "10728", "the same release"),
                registry("a build of its own on SSO02", VERSIONS, "Server", "10.0.9999.0", version())
                        .finds("fits the other servers", WARNING, "10.0.9999.0", "bring them to one"),
                unlisted().finds("not affected by the bug", NOT_CHECKED, "cannot be told", "install KB 3062831"),
                affected("{90150000}")
                        .finds("not affected by the bug", BLOCKING, "KB 3062831 is not", "install KB 3062831"),
                affected("{90150000}.KB3062831").finds("not affected by the bug", PASSED, "KB 3062831 is among", ""),
                // secrets
                fault("SSO02", "wrong-secret")
                        .finds(
                                "No other secret lies ready",
                                BLOCKING,
                                "The secret in use is",
                                "Choose another SSO server")
                        .nobodyGoesOn(),
                given("the backup of another secret", lab -> {}, lab -> {})
                        .when(new Change(false, "SSO01", "SSO02", unrelated()))
                        .finds("restore file holds the secret in use", BLOCKING, "Recorded for the file", "older than"),
                fault("SSO01", "re-encryption-running")
                        .finds("No re-encryption", BLOCKING, "It runs", "Wait for event 10528"),
                // the restore file
                given("a restore file that is not there", lab -> {}, lab -> {})
                        .when(new Change(
                                false,
                                "SSO01",
                                "SSO02",
                                new LabHandOver.BackupFile(
                                        "C:\\Restore\\GONE.bak",
                                        lab.handedOver().restoreFile().sha256(),
                                        lab.handedOver().restoreFile().msid())))
                        .finds("restore file lies on SSO02", BLOCKING, "it is not there", "Put the backup file there"),
                given("a restore file with another digest", lab -> {}, lab -> {})
                        .when(new Change(
                                false,
                                "SSO01",
                                "SSO02",
                                new LabHandOver.BackupFile(
                                        lab.handedOver().restoreFile().path(),
                                        "ab".repeat(32),
                                        lab.handedOver().restoreFile().msid())))
                        .finds("restore file lies on SSO02", BLOCKING, "recorded is", "another file or a damaged one"),
                fault("SSO02", "fat-volume").finds("can be secured", BLOCKING, "FAT32", "put it on an NTFS drive"),
                fault("SSO02", "disk-full").finds("has room", BLOCKING, "0 MB", "Make room"),
                fault("SSO02", "disk-full", Map.of("bytes", "500000000"))
                        .finds("has room", WARNING, "MB are free", "Make room soon"),
                // what depends on ENTSSO
                given("a BizTalk host on SSO03", lab -> {}, lab -> {})
                        .when(new Change(false, "SSO01", "SSO03", null))
                        .finds("Nothing else stops on SSO03", WARNING, "BTSSvc$", "Nothing would stop on SSO02"),
                given("a BizTalk host on SSO03", lab -> {}, lab -> {})
                        .finds("Who uses this SSO system", WARNING, "BizTalk group", "Tell their owners"),
                // the computers
                fault("SSO03", "clock-wrong", Map.of("minutes", "2"))
                        .finds("clocks", WARNING, "SSO03 +120 s", "synchronised"),
                fault("SSO03", "clock-wrong", Map.of("minutes", "-12"))
                        .finds("clocks", BLOCKING, "SSO03 -720 s", "Kerberos"),
                stopped("SSO02", "MSDTC").finds("MSDTC runs on SSO02", WARNING, "STOPPED", "11049"),
                fault("SSO02", "rpc-blocked").finds("reach each other", WARNING, "Port 135 is not reached", "open 135"),
                // what a server that is away leaves open
                off("SSO03").finds("clocks", NOT_CHECKED, "SSO03 does not answer", "w32tm"),
                off("SSO03").finds("fits the other servers", NOT_CHECKED, "not known of SSO03", "Compare the versions"),
                off("SSO03").finds("is joined to the same SSO system", NOT_CHECKED, "Database", "could be compared"),
                off("SSO03").finds("ENTSSO is not clustered", NOT_CHECKED, "SSO03", "failover cluster manager"),
                off("SSO02")
                        .finds("No other secret lies ready", NOT_CHECKED, "does not answer", "")
                        .nobodyGoesOn(),
                off("SSO01").finds("No re-encryption", NOT_CHECKED, "does not answer", ""),
                // last, because what was clustered has to be started anew
                faultAtStart("SSO03", "clustered", Map.of())
                        .finds("ENTSSO is not clustered", BLOCKING, "On SSO03 a cluster owns", "moved by its cluster")
                        .nobodyGoesOn());
    }

    @ParameterizedTest
    @MethodSource("states")
    void aRowTellsWhatIsWrongAndWhatToDo(Given given) throws Exception {
        given.on.on(lab);
        try {
            Finding finding = row(given.change, given.expected.row);

            assertThat(finding.result()).as("%s", finding).isEqualTo(given.expected.result);
            assertThat(finding.seen()).contains(given.expected.seen);
            assertThat(finding.whatToDo()).contains(given.expected.whatToDo);
            assertThat(finding.mayBeGoneOver()).as("%s", finding).isEqualTo(given.expected.mayBeGoneOver);
        } finally {
            given.off.on(lab);
        }
    }

    @Test
    void onServersThatAreAsTheyHaveToBeNothingBlocksAndEveryRowSaysWhatWasSeen() throws Exception {
        try (SshConsoles consoles = consoles()) {
            List<Finding> findings = rows(consoles, PLANNED).all();

            assertThat(findings).noneMatch(Finding::blocks).allMatch(finding -> !finding.seen()
                    .isBlank());
            assertThat(findings)
                    .filteredOn(finding -> finding.result() == PASSED)
                    .extracting(Finding::check)
                    .contains(
                            "SSO02 can be logged on to",
                            "The other SSO servers can be logged on to",
                            "The logon on SSO02 is an elevated administrator's",
                            "The logon on SSO01 is an elevated administrator's",
                            "SSO02 is the computer's own name",
                            "SSO01, the master secret server, answers and holds the secret in use",
                            "ssomanage -displaydb works on SSO02 under the logon that acts",
                            "The SSO database names SSO01",
                            "ssomanage on SSO02 asks that very computer",
                            "The SSO system is enabled",
                            "ENTSSO on SSO02 reaches the SSO database",
                            "ENTSSO runs on SSO02",
                            "SSO02 is joined to the same SSO system as the others, under the same account",
                            "The version of ENTSSO on SSO02 fits the other servers and the database",
                            "No other secret lies ready under SSOSS on SSO02",
                            "The restore file holds the secret in use",
                            "No re-encryption of the SSO database is running",
                            "The restore file lies on SSO02, unaltered, with a recorded MSID",
                            "Drive C: of SSO02 can be secured: NTFS",
                            "Drive C: of SSO02 has room",
                            "The clocks of the SSO servers agree",
                            "ENTSSO is not clustered");
            assertThat(findings)
                    .filteredOn(finding -> finding.result() == NOT_APPLICABLE)
                    .extracting(Finding::check)
                    .containsExactlyInAnyOrder(
                            "SSO01, the master secret server, is lost",
                            "The other SSO servers miss the master secret server",
                            "SSO02 is not affected by the bug that spoils a restored secret");
        }
    }

    private static String version() {
        return "10.0.1000.0";
    }

    private static LabHandOver.BackupFile unrelated() {
        return lab.restoreFile("SSO02", "C:\\Restore\\OTHER.bak", "unrelated");
    }

    private static Finding row(Change change, String row) throws Exception {
        try (SshConsoles consoles = consoles()) {
            return rows(consoles, change).of(row);
        }
    }

    private static SshConsoles consoles() {
        return new SshConsoles(ConsoleLimits.usual(), Clock.systemUTC());
    }

    private static PreflightRow rows(SshConsoles consoles, Change change) {
        Map<SsoServerName, ServerAddress> addresses = new HashMap<>();
        List<SsoServerName> servers = new ArrayList<>();
        for (LabHandOver.Server server : lab.handedOver().servers()) {
            String name = change.newMaster.equals("SSOALIAS") && server.name().equals("SSO02")
                    ? change.newMaster
                    : server.name();
            servers.add(SsoServerName.of(name));
            addresses.put(SsoServerName.of(name), address(name, server));
        }
        LabHandOver.BackupFile file = change.file == null ? lab.handedOver().restoreFile() : change.file;
        SsoSystem system = new SsoSystem(
                EstateName.of("rows"),
                SsoSystem.Kind.REHEARSAL,
                SsoSystemName.of(lab.handedOver().ssoSystem()),
                SsoServerName.of(change.master),
                List.copyOf(servers),
                List.of(new SsoSystem.RestoreFile(
                        WindowsPath.of(file.path()), Sha256.of(file.sha256()), Msid.of(file.msid()))),
                1,
                Duration.ofMinutes(15));
        return new PreflightRow(
                system,
                change.masterLost,
                SsoServerName.of(change.newMaster),
                Optional::empty,
                server -> consoles.on(addresses.get(server)));
    }

    private static ServerAddress address(String name, LabHandOver.Server server) {
        return new ServerAddress(
                EstateName.of("rows"),
                SsoServerName.of(name),
                server.host(),
                server.port(),
                server.hostKey(),
                lab.handedOver().account(),
                new Credential.KeyFile(lab.privateKey()));
    }

    private static String type(String server, String command) throws ConsoleException, InterruptedException {
        LabHandOver.Server there = lab.handedOver().servers().stream()
                .filter(one -> one.name().equals(server))
                .findFirst()
                .orElseThrow();
        try (SshConsoles consoles = consoles()) {
            RemoteConsole console = consoles.on(address(server, there));
            return console.type(command, LIMIT).output();
        }
    }

    private static void awaitEvent(String server, int id) {
        Awaitility.await("event %d on %s".formatted(id, server)).atMost(LIMIT).until(() -> type(
                        server,
                        "wevtutil qe Application /q:\"*[System[(EventID=10515 or EventID=10532 or EventID=10533)]]\""
                                + " /rd:true /c:1 /f:xml")
                .contains(Integer.toString(id)));
    }
}
