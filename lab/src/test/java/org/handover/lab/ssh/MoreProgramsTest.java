package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.session.ClientSession;
import org.handover.lab.ssh.LabServer.Answer;
import org.handover.lab.windows.EventLog.Level;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ServiceBody;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoreProgramsTest {

    @TempDir
    Path home;

    private final AtomicBoolean killed = new AtomicBoolean();
    private LabServer server;

    @BeforeEach
    void open() throws InterruptedException {
        server = new LabServer(home).keepingConnections();
        ServiceBody body = new ServiceBody() {
            @Override
            public void start() {}

            @Override
            public void stop() {}

            @Override
            public void killed() {
                killed.set(true);
            }
        };
        server.windows.services().register("ENTSSO", "Enterprise SSO", "C:\\e.exe", "CONTOSO\\svc", List.of(), body);
        server.windows.services().register("BTSSvc$A", "Host A", "C:\\b.exe", "CONTOSO\\svc", List.of("ENTSSO"), body);
        server.windows.services().startAndWait("ENTSSO");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void taskkillEndsAServiceByItsProcessIdWithoutAGoodbyeAndOnlyForAnAdministrator() {
        int id = server.windows.services().processId("ENTSSO");
        assertThat(server.typeAs("user", "taskkill /f /pid " + id).exit()).isOne();
        assertThat(server.type("taskkill /pid " + id).exit()).isOne();
        assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.RUNNING);
        assertThat(server.type("taskkill /f /pid " + id).out()).startsWith("SUCCESS");
        assertThat(killed).isTrue();
        assertThat(server.type("sc query ENTSSO").out()).contains("1  STOPPED", "1067");
        assertThat(server.type("taskkill /f /pid " + id).exit()).isEqualTo(128);
    }

    @Test
    void regAddsAndDeletesForAnElevatedAdministratorAndAsksBeforeItOverwrites() throws IOException {
        assertThat(server.type("reg add HKLM\\SOFTWARE\\Lab /v Name /d one").exit())
                .isZero();
        assertThat(server.type("reg query HKLM\\SOFTWARE\\Lab /v Name").out()).contains("    Name    REG_SZ    one");
        try (ClientSession session = server.connect("runbook")) {
            LabServer.type(session, "reg add HKLM\\SOFTWARE\\Lab /v Name /d two", "n\r\n");
            assertThat(server.type("reg query HKLM\\SOFTWARE\\Lab").out()).contains("one");
            LabServer.type(session, "reg add HKLM\\SOFTWARE\\Lab /v Name /d two", "Yes\r\n");
            assertThat(server.type("reg query HKLM\\SOFTWARE\\Lab").out()).contains("two");
        }
        server.type("reg add HKLM\\SOFTWARE\\Lab /v Number /t REG_DWORD /d 0x1f /f");
        assertThat(server.type("reg query HKLM\\SOFTWARE\\Lab /v Number").out()).contains("REG_DWORD    0x1f");
        assertThat(server.typeAs("filtered", "reg delete HKLM\\SOFTWARE\\Lab /f")
                        .exit())
                .isOne();
        assertThat(server.type("reg delete HKLM\\SOFTWARE\\Lab /v Number /f").exit())
                .isZero();
        assertThat(server.type("reg query HKLM\\SOFTWARE\\Lab /v Number").exit())
                .isOne();
        assertThat(server.type("reg delete HKLM\\SOFTWARE\\Lab /f").exit()).isZero();
        assertThat(server.type("reg delete HKLM\\SOFTWARE\\Lab /f").exit()).isOne();
        assertThat(server.type("reg add HKLM\\SOFTWARE\\Lab /v X /t REG_DWORD /d abc /f")
                        .exit())
                .isOne();
    }

    @Test
    void scSetsEachStartTypeAndShowsIt() {
        for (String[] pair : new String[][] {
            {"disabled", "4   DISABLED"},
            {"demand", "3   DEMAND_START"},
            {"delayed-auto", "2   AUTO_START  (DELAYED)"},
            {"auto", "2   AUTO_START\r\n"}
        }) {
            assertThat(server.type("sc config ENTSSO start= " + pair[0]).exit()).isZero();
            assertThat(server.type("sc qc ENTSSO").out()).contains(pair[1]);
        }
        assertThat(server.type("sc config ENTSSO start= sometimes").exit()).isEqualTo(87);
        server.type("sc config ENTSSO start= disabled & net stop ENTSSO");
        assertThat(server.type("sc start ENTSSO").exit()).isEqualTo(1058);
    }

    @Test
    void netShowsWhoIsInAGroupWhateverTheirTokensHave() {
        assertThat(server.type("net localgroup Administrators").out())
                .contains("CONTOSO\\runbook", "CONTOSO\\filtered")
                .doesNotContain("CONTOSO\\user");
        assertThat(server.type("net localgroup \"SSO Administrators\"").out())
                .contains("\r\n" + "-".repeat(79) + "\r\nCONTOSO\\runbook\r\nThese are all.\r\n");
        assertThat(server.type("net localgroup NoSuch").exit()).isEqualTo(2);
        assertThat(server.type("net user user /domain").exit()).isZero();
        assertThat(server.type("net user nosuch").exit()).isEqualTo(2);
    }

    @Test
    void aKeyLogonHasNothingToShowToAnotherServerAndAPasswordLogonFindsNobodyThere() throws IOException {
        try (ClientSession session = server.connectWithoutLogon("runbook")) {
            session.addPublicKeyIdentity(server.key);
            session.auth().verify(LabServer.LIMIT);
            assertThat(LabServer.type(session, "net use \\\\SSO01\\c$", "").err())
                    .contains("1312");
            assertThat(LabServer.type(session, "dir \\\\SSO01\\c$", "").exit()).isOne();
        }
        assertThat(server.type("net use \\\\SSO01\\c$").err()).contains("53");
        assertThat(server.type("sc \\\\SSO01 query ENTSSO").exit()).isEqualTo(1722);
    }

    @Test
    void wevtutilListsLogsAndTellsHowManyRecordsThereAre() {
        server.windows.applicationLog().write("ENTSSO", 10500, Level.INFORMATION, "a", List.of());
        server.windows.applicationLog().write("ENTSSO", 10501, Level.INFORMATION, "b", List.of());
        assertThat(server.type("wevtutil el").out()).contains("Application\r\n");
        assertThat(server.type("wevtutil gli Application").out())
                .contains("numberOfLogRecords: 2", "oldestRecordNumber: 1");
        assertThat(server.type("wevtutil gli NoSuch").exit()).isEqualTo(15007);
    }

    @Test
    void utf8ComesAfterTheCodePageWasChanged() {
        assertThat(server.type("chcp 850 & echo a").out()).contains("850", "a");
        assertThat(server.type("chcp 12 & echo a").err()).isNotBlank();
    }

    @Test
    void powerShellRunsWhatAnsibleEncodes() {
        String script = "hostname; exit 3";
        String encoded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
        Answer answer = server.type("chcp.com 65001 > nul && PowerShell -NoProfile -NonInteractive"
                + " -ExecutionPolicy Unrestricted -EncodedCommand " + encoded);
        assertThat(answer.out()).isEqualTo("SSO02\r\n");
        assertThat(answer.exit()).isEqualTo(3);
    }

    @Test
    void powerShellShowsAndRestartsServices() throws Exception {
        assertThat(server.type("powershell -c Get-Service ENTSSO").out())
                .contains("Status   Name               DisplayName", "Running  ENTSSO             Enterprise SSO");
        server.windows.services().startAndWait("BTSSvc$A");
        int before = server.windows.services().processId("ENTSSO");
        Answer refused = server.type("powershell -c Restart-Service ENTSSO");
        assertThat(refused.exit()).isOne();
        assertThat(refused.err()).contains("ServiceHasDependentServices");
        assertThat(server.type("powershell -c \"Restart-Service ENTSSO -Force\"")
                        .exit())
                .isZero();
        assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.RUNNING);
        assertThat(server.windows.services().processId("ENTSSO")).isNotEqualTo(before);
        assertThat(server.typeAs("user", "powershell -c Stop-Service ENTSSO -Force")
                        .err())
                .contains("CouldNotStopService");
        assertThat(server.type("powershell -c Get-Service nosuch").exit()).isOne();
        Answer unknown = server.type("powershell -c Get-Nonsense");
        assertThat(unknown.exit()).isOne();
        assertThat(unknown.err()).contains("CommandNotFoundException");
    }

    @Test
    void aServiceAccountIsNoAdministratorAndHasItsGroupsAllTheSame() {
        server.windows.accounts().add("CONTOSO\\svc", null, java.util.Set.of(Logon.SSO_ADMINISTRATORS), false);
        Logon service = server.windows.accounts().ofService("CONTOSO\\svc").orElseThrow();
        assertThat(service.isLocalAdministrator()).isFalse();
        assertThat(service.isSsoAdministrator()).isTrue();
        assertThat(service.kind()).isEqualTo(Logon.Kind.SERVICE);
    }

    @Test
    void pingAnswersForThisServerOnly() {
        assertThat(server.type("ping -n 1 127.0.0.1 >nul && echo up").out()).isEqualTo("up\r\n");
        assertThat(server.type("ping -n 1 SSO01").exit()).isOne();
    }
}
