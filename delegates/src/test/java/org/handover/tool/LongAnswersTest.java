package org.handover.tool;

import java.util.List;
import java.util.stream.Stream;
import org.handover.console.MaskedText;
import org.handover.console.PromptScript;
import org.handover.fuzz.InTime;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server may print up to eight megabytes, all of it in one line or nothing but line ends: every reader still answers at once. */
class LongAnswersTest {
    private static final int LONG = 200_000;
    private static final String BLANKS = " ".repeat(LONG);
    private static final WindowsPath FILE = WindowsPath.of("C:\\Restore\\SSO01.bak");
    private static final InstallDirectory INSTALLED = new InstallDirectory(WindowsPath.of("C:\\SSO"));
    private static final String KEY = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL\n";

    static Stream<String> longAnswers() {
        return Stream.of(
                BLANKS + "x",
                "x" + BLANKS + "x",
                "  x" + BLANKS + "x :",
                "x :" + BLANKS + "x" + BLANKS + "y",
                "Server : <" + BLANKS + "x",
                KEY + "    x" + BLANKS + "x",
                KEY + "    x    REG_SZ    x" + BLANKS + "x",
                "\n".repeat(LONG),
                " \n".repeat(LONG / 2) + "x",
                "[SC]".repeat(LONG / 4),
                "[SC] " + "1 ".repeat(LONG / 2),
                "x : 1" + ".000".repeat(LONG / 4),
                "\"x\",\"x\",\"S-1" + "-1".repeat(LONG / 2) + "\"",
                "\"".repeat(LONG),
                ":".repeat(LONG),
                "\0".repeat(LONG),
                "HELPMSG ".repeat(LONG / 8),
                "<a>".repeat(LONG / 3),
                "\u0130".repeat(LONG),
                "\u0130".repeat(LONG) + ": \u00DF" + "\u00DF".repeat(LONG),
                KEY + "    " + "\u0130".repeat(LONG) + "    REG_SZ    " + "\u00DF".repeat(LONG),
                '"' + "\u0130".repeat(LONG) + "\",\"x\",\"S-1-1-0\"");
    }

    private static List<ToolCommand<?>> readers() {
        SsoManage ssomanage = new SsoManage(INSTALLED);
        return List.of(
                ssomanage.displayDb(),
                ssomanage.updateDb(FILE),
                ssomanage.showServer(),
                ssomanage.displayApp("x"),
                new SsoConfig(INSTALLED).status(),
                Services.query(Services.ENTSSO),
                Services.dependents(Services.ENTSSO),
                Services.stop(Services.ENTSSO),
                StartType.ofEntsso(),
                RegistryQuery.msids(),
                RegistryQuery.installDirectory(),
                RegistryValues.of(RegistryValues.SSO_DATABASE),
                Cluster.services(),
                Updates.restoreFix(),
                EventQuery.latest(),
                TaskList.running("ssoconfig.exe"),
                Volume.fileSystemOf(FILE),
                Volume.freeOn(FILE),
                Clocks.read(),
                WhoAmI.groups(),
                GroupSid.of("x"),
                LocalGroup.members("x"),
                HostName.ask(),
                FileHash.sha256(FILE),
                MakeDirectory.claim(FILE),
                Port.reaches(SsoServerName.of("SSO02"), Port.RPC),
                ConfigStore.get());
    }

    @ParameterizedTest
    @MethodSource("longAnswers")
    void every_reader_answers_at_once(String printed) throws Exception {
        for (ToolCommand<?> command : readers()) {
            InTime.<Object>call(() -> Answers.read(command, 0, printed));
        }
        PromptScript script = SsoConfig.answering(() -> new char[0], reminder -> {});
        InTime.call(() -> MaskedText.of(printed + "\nPassword :", script).text());
    }
}
