package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.client.session.ClientSession;
import org.handover.lab.ssh.LabServer.Answer;
import org.handover.lab.windows.CommandLog;
import org.handover.lab.windows.EventLog.Level;
import org.handover.lab.windows.ServiceBody;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemProgramsTest {
    private static final String HOST = "BTSSvc$BizTalkServerApplication";

    @TempDir
    Path home;

    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile boolean slow;
    private LabServer server;

    @BeforeEach
    void open() {
        server = new LabServer(home).keepingConnections();
        ServiceBody entsso = new ServiceBody() {
            @Override
            public void start() throws InterruptedException {
                if (slow) {
                    ready.await();
                }
            }

            @Override
            public void stop() {}
        };
        ServiceBody host = new ServiceBody() {
            @Override
            public void start() {}

            @Override
            public void stop() {}
        };
        server.windows
                .services()
                .register(
                        "ENTSSO",
                        "Enterprise Single Sign-On Service",
                        "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ENTSSO.exe\"",
                        "CONTOSO\\svc-entsso",
                        List.of(),
                        entsso);
        server.windows
                .services()
                .register(
                        HOST,
                        "BizTalk Application Host",
                        "C:\\BizTalk\\BTSNTSvc64.exe",
                        "CONTOSO\\svc-bts",
                        List.of("ENTSSO"),
                        host);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void netStartsAndStopsAServiceWithAnotherProcessIdEachTime() throws IOException {
        assertThat(server.type("net start entsso").exit()).isZero();
        String first = pid();
        assertThat(server.type("sc query ENTSSO").out()).contains("STATE              : 4  RUNNING");
        assertThat(server.type("net stop ENTSSO").exit()).isZero();
        assertThat(server.type("sc queryex ENTSSO").out())
                .contains("STATE              : 1  STOPPED")
                .contains("PID                : 0");
        assertThat(server.type("net start \"Enterprise Single Sign-On Service\"")
                        .exit())
                .isZero();
        assertThat(pid()).isNotEqualTo(first).isNotEqualTo("0");
        assertThat(server.windows.commandLog().changes())
                .extracting(CommandLog.Change::what)
                .containsExactly("ENTSSO started", "ENTSSO stopped", "ENTSSO started");
    }

    @Test
    void netSaysWithANumberWhyItDidNothing() {
        assertThat(server.type("net stop ENTSSO")).satisfies(answer -> failed(answer, "NET HELPMSG 3521"));
        assertThat(server.type("net start nosuch")).satisfies(answer -> failed(answer, "NET HELPMSG 2185"));
        server.type("net start ENTSSO");
        assertThat(server.type("net start ENTSSO")).satisfies(answer -> failed(answer, "NET HELPMSG 2182"));
        assertThat(server.type("sc config ENTSSO start= disabled").exit()).isZero();
        server.type("net stop ENTSSO");
        assertThat(server.type("net start ENTSSO")).satisfies(answer -> failed(answer, "System error 1058"));
    }

    @Test
    void onlyAnElevatedAdministratorStartsAndStops() {
        for (String account : List.of("user", "filtered")) {
            assertThat(server.typeAs(account, "net start ENTSSO"))
                    .satisfies(answer -> failed(answer, "System error 5"));
            assertThat(server.typeAs(account, "sc start ENTSSO").exit()).isEqualTo(5);
        }
        assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.STOPPED);
        server.type("net start ENTSSO");
        assertThat(server.typeAs("filtered", "net stop ENTSSO /y"))
                .satisfies(answer -> failed(answer, "System error 5"));
        assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.RUNNING);
    }

    @Test
    void netStopAsksBeforeItStopsWhatDependsOnTheService() throws IOException {
        server.type("net start \"" + HOST + "\"");
        assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.RUNNING);
        try (ClientSession session = server.connect("runbook")) {
            Answer refused = LabServer.type(session, "net stop ENTSSO", "n\r\n");
            assertThat(refused.out()).contains("BizTalk Application Host").endsWith("(Y/N) [N]: ");
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(LabServer.type(session, "net stop ENTSSO", "").exit()).isEqualTo(2);
            assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.RUNNING);

            assertThat(LabServer.type(session, "net stop ENTSSO", "Y\r\n").exit())
                    .isZero();
        }
        assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.STOPPED);
        assertThat(server.windows.services().state(HOST)).isEqualTo(State.STOPPED);

        server.type("net start \"" + HOST + "\"");
        assertThat(server.type("sc enumdepend ENTSSO").out())
                .contains("SERVICE_NAME: " + HOST)
                .contains("STATE              : 4  RUNNING");
        assertThat(server.type("net stop ENTSSO /y").exit()).isZero();
        assertThat(server.windows.commandLog().changes())
                .extracting(CommandLog.Change::what)
                .endsWith(HOST + " stopped", "ENTSSO stopped");
    }

    @Test
    void netStartReportsAFailureThoughTheServiceComesUp() {
        slow = true;
        server.windows.settings().netPatience(Duration.ofMillis(200));
        assertThat(server.type("net start ENTSSO")).satisfies(answer -> failed(answer, "NET HELPMSG 2186"));
        assertThat(server.type("sc query ENTSSO").out()).contains("STATE              : 2  START_PENDING");
        assertThat(server.type("net stop ENTSSO")).satisfies(answer -> failed(answer, "NET HELPMSG 2189"));
        ready.countDown();
        await().untilAsserted(() ->
                assertThat(server.type("sc query ENTSSO").out()).contains("STATE              : 4  RUNNING"));
    }

    @Test
    void scAnswersWithTheWindowsErrorAsItsExitCode() {
        Answer unknown = server.type("sc query nosuch");
        assertThat(unknown.exit()).isEqualTo(1060);
        assertThat(unknown.out()).contains("FAILED 1060:");
        assertThat(server.type("sc \\\\SSO01 query ENTSSO").exit()).isEqualTo(1722);
        assertThat(server.type("sc qc ENTSSO").out())
                .contains("START_TYPE         : 2   AUTO_START")
                .contains(
                        "BINARY_PATH_NAME   : \"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ENTSSO.exe\"")
                .contains("SERVICE_START_NAME : CONTOSO\\svc-entsso");
        assertThat(server.type("sc query ENTSSO").out()).contains("WIN32_EXIT_CODE    : 1077  (0x435)");
    }

    @Test
    void theRegistryShowsWhatAServiceIsConfiguredWith() {
        Answer answer = server.type("reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO /v ImagePath /reg:64");
        assertThat(answer.out())
                .isEqualTo("\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO\r\n"
                        + "    ImagePath    REG_EXPAND_SZ    "
                        + "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ENTSSO.exe\"\r\n\r\n");
        assertThat(server.type("reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\" + HOST)
                        .out())
                .contains("    DependOnService    REG_MULTI_SZ    ENTSSO\r\n")
                .contains("    Start    REG_DWORD    0x2\r\n");
    }

    @Test
    void onlyAdministratorsReadWhatStandsUnderSsoss() {
        String secrets = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS";
        String msid = "{0A1B2C3D-0000-1111-2222-333344445555}";
        server.windows.registry().setBinary(secrets + "\\" + msid, "Data", new byte[] {1, (byte) 0xAB});
        assertThat(server.type("reg query " + secrets + " /s").out())
                .contains("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS\\" + msid)
                .contains("    Data    REG_BINARY    01AB");
        for (String account : List.of("user", "filtered")) {
            assertThat(server.typeAs(account, "reg query " + secrets)).satisfies(answer -> {
                assertThat(answer.exit()).isEqualTo(1);
                assertThat(answer.out()).isEmpty();
            });
            assertThat(server.typeAs(account, "reg query " + secrets + "\\" + msid)
                            .exit())
                    .isEqualTo(1);
            assertThat(server.typeAs(account, "reg query HKLM\\SOFTWARE\\Microsoft\\ENTSSO")
                            .out())
                    .endsWith("ENTSSO\\SSOSS\r\n");
            assertThat(server.typeAs(account, "reg query HKLM\\SOFTWARE /s").out())
                    .doesNotContain(msid);
        }
    }

    @Test
    void aKeyOrValueThatIsNotThereEndsWithExitCode1() {
        assertThat(server.type("reg query HKLM\\SOFTWARE\\Nowhere").exit()).isEqualTo(1);
        assertThat(server.type("reg query HKCU\\Software").exit()).isEqualTo(1);
        server.windows.registry().setString("HKLM\\SOFTWARE\\There", "a", "b");
        assertThat(server.type("reg query HKLM\\SOFTWARE\\There /v nosuch").exit())
                .isEqualTo(1);
        assertThat(server.type("reg query HKLM\\SOFTWARE\\There /reg:32").exit())
                .isEqualTo(1);
        assertThat(server.type("reg query HKLM\\software\\there /v A").out()).contains("    a    REG_SZ    b");
    }

    @Test
    void whoamiShowsIntegrityAndGroupsBySid() {
        assertThat(server.type("whoami /groups /fo csv").out())
                .contains("\"Group Name\",\"Type\",\"SID\",\"Attributes\"\r\n")
                .contains("\"S-1-16-12288\"")
                .contains("\"S-1-5-32-544\",\"Mandatory group, Enabled by default, Enabled group\"");
        assertThat(server.typeAs("filtered", "whoami /groups /fo csv").out())
                .contains("\"S-1-16-8192\"")
                .doesNotContain("S-1-16-12288")
                .contains("\"S-1-5-32-544\",\"Group used for deny only\"");
        assertThat(server.typeAs("user", "whoami /groups /fo csv").out()).doesNotContain("S-1-5-32-544");
    }

    @Test
    void wevtutilFindsEventsByIdSourceAndRecord() {
        server.windows.applicationLog().write("ENTSSO", 10520, Level.WARNING, "nothing there", List.of());
        server.windows.applicationLog().write("Other", 10523, Level.INFORMATION, "not this", List.of());
        long third = server.windows
                .applicationLog()
                .write("ENTSSO", 10523, Level.INFORMATION, "restored <&>", List.of("{A}", "it's"));
        String query = "*[System[Provider[@Name='ENTSSO'] and (EventID=10523 or EventID=10520) and EventRecordID>1]]";
        Answer answer = server.type("wevtutil qe Application \"/q:" + query + "\" /f:RenderedXml");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out().lines()).singleElement().satisfies(event -> assertThat(event)
                .startsWith("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
                        + "<Provider Name='ENTSSO'/><EventID Qualifiers='16384'>10523</EventID>")
                .contains("<EventRecordID>" + third + "</EventRecordID>")
                .contains("<Level>4</Level>")
                .contains("<Channel>Application</Channel><Computer>SSO02</Computer>")
                .contains("<EventData><Data>{A}</Data><Data>it&apos;s</Data></EventData>")
                .contains("<Message>restored &lt;&amp;&gt;</Message>")
                .endsWith("</RenderingInfo></Event>"));
        Answer newest = server.type("wevtutil qe Application /c:1 /rd:true /f:XML");
        assertThat(newest.out())
                .contains("<EventRecordID>3</EventRecordID>")
                .doesNotContain("RenderingInfo")
                .doesNotContain("<EventRecordID>2<");
    }

    @Test
    void wevtutilRefusesWhatWindowsRefuses() {
        assertThat(server.type("wevtutil qe Nowhere").exit()).isEqualTo(15007);
        assertThat(server.type("wevtutil qe Application /q:\"*[System[\"").exit())
                .isEqualTo(15001);
        assertThat(server.type("wevtutil qe Application /q:\"*[contains(System/Provider/@Name,'E')]\"")
                        .exit())
                .isEqualTo(15001);
    }

    @Test
    void tasklistShowsServicesAndProgramsThatRun() {
        server.type("net start ENTSSO");
        assertThat(server.type("tasklist /fi \"imagename eq entsso.exe\" /fo csv /nh")
                        .out())
                .startsWith("\"ENTSSO.exe\",\"" + pid() + "\",");
        assertThat(server.type("tasklist /fo csv").out())
                .startsWith("\"Image Name\",\"PID\",")
                .contains("\"tasklist.exe\",")
                .contains("\"cmd.exe\",");
        Answer none = server.type("tasklist /fi \"imagename eq ssoconfig.exe\" /fo csv /nh");
        assertThat(none.exit()).isZero();
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).startsWith("INFO: ");
    }

    @Test
    void certutilGivesTheDigestOnItsSecondLine() throws IOException {
        Path file = server.windows.disk().resolve("C:\\Restore\\SSO01.bak", "C:\\");
        Files.createDirectories(file.getParent());
        Files.write(file, "abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(server.type("certutil -hashfile \"C:\\Restore\\SSO01.bak\" SHA256")
                        .out()
                        .lines()
                        .toList())
                .hasSize(3)
                .element(1)
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void certutilCarriesAFileOfAnyBytesThroughText() throws IOException {
        byte[] bytes = new byte[300];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Path file = server.windows.disk().resolve("C:\\Restore\\any.bin", "C:\\");
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);

        String out = server.type("cd /d C:\\Restore & certutil -f -encode any.bin any.b64 & type any.b64")
                .out();
        assertThat(out)
                .startsWith("Input Length = 300\r\nOutput Length = 470\r\n")
                .contains("\r\n-----BEGIN CERTIFICATE-----\r\nAAECAwQF")
                .endsWith("\r\n-----END CERTIFICATE-----\r\n");
        assertThat(server.type("cd /d C:\\Restore & certutil -decode any.b64 back.bin")
                        .exit())
                .isZero();
        assertThat(Files.readAllBytes(file.resolveSibling("back.bin"))).isEqualTo(bytes);

        assertThat(server.type("certutil -decode C:\\Restore\\any.b64 C:\\Restore\\back.bin")
                        .out())
                .as("a file that is there stays unless -f says otherwise")
                .contains("FAILED: 0x80070050");
        assertThat(server.type("(echo aGVsbG8=)> C:\\Restore\\t.b64 & certutil -f -decode C:\\Restore\\t.b64"
                                + " C:\\Restore\\t.txt & type C:\\Restore\\t.txt")
                        .out())
                .as("bare base64 will do")
                .endsWith("hello");
        assertThat(server.type("(echo no base64!)> C:\\Restore\\t.b64 & certutil -f -decode C:\\Restore\\t.b64"
                                + " C:\\Restore\\t.txt")
                        .out())
                .contains("FAILED: 0x8007000d");
        assertThat(server.type("certutil -encode C:\\nosuch C:\\x").out()).contains("FAILED: 0x80070002");
    }

    @Test
    void regSearchesKeysAndValuesForAText() {
        String uninstall = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall";
        server.windows.registry().setString(uninstall + "\\KB3062831", "DisplayName", "An update");
        server.windows.registry().setString(uninstall + "\\Other", "DisplayName", "Fix for KB3062831");
        server.windows.registry().setString(uninstall + "\\Third", "DisplayName", "Something else");

        Answer found = server.type("reg query " + uninstall + " /s /f 3062831 /reg:64");
        assertThat(found.exit()).isZero();
        assertThat(found.out())
                .contains("\\Uninstall\\KB3062831\r\n")
                .contains("\\Uninstall\\Other\r\n    DisplayName    REG_SZ    Fix for KB3062831\r\n")
                .doesNotContain("Third")
                .endsWith("End of search: 2 match(es) found.\r\n");
        assertThat(server.type("reg query " + uninstall + " /s /f nothing").exit())
                .isOne();
    }

    @Test
    void servicesThatRanAreRememberedWhenTheLabEndsAndForgottenWhenThePowerFails() throws Exception {
        server.windows.services().startAndWait("ENTSSO");
        server.close();
        open();
        assertThat(server.windows.services().wasRunning("ENTSSO")).isTrue();
        assertThat(server.windows.services().wasRunning(HOST)).isFalse();
        assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.STOPPED);

        server.windows.services().startAndWait("ENTSSO");
        server.windows.powerOff();
        assertThat(server.windows.services().state("ENTSSO")).isEqualTo(State.STOPPED);
        assertThat(server.windows.services().wasRunning("ENTSSO")).isFalse();
        assertThat(server.windows.applicationLog().events()).isEmpty();

        server.windows.powerOn();
        await().until(() -> server.windows.services().state(HOST) == State.RUNNING);
        assertThat(server.windows.commandLog().changes()).isEmpty();
    }

    private String pid() {
        return server.type("sc queryex ENTSSO")
                .out()
                .lines()
                .filter(line -> line.contains("PID"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static void failed(Answer answer, String number) {
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains(number);
    }
}
