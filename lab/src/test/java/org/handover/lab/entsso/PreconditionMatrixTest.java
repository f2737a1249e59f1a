package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.handover.lab.windows.Logon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/entsso.md 12.2, a row a cell: what lacks, and the code that it is refused with; {@code ok} where nothing is lacking
 * for this command. SSO02 is the master and SSO03 a member; where a cell is changed, it is put back.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PreconditionMatrixTest {

    private TestSystem contoso;

    @BeforeAll
    void found(@TempDir Path home) throws Exception {
        contoso = TestSystem.founded(home);
        contoso.promoteSso02();
        for (String server : new String[] {"SSO02", "SSO03"}) {
            contoso.put(server, "C:\\name.xml", TestSystem.updateFile("SSO02"));
            contoso.put(
                    server,
                    "C:\\account.xml",
                    "<sso><globalInfo><ssoAdminAccount>CONTOSO\\SSO Administrators</ssoAdminAccount></globalInfo></sso>");
            contoso.put(
                    server,
                    "C:\\other.xml",
                    "<sso><globalInfo><ssoAdminAccount>CONTOSO\\SSO Affiliate Administrators</ssoAdminAccount>"
                            + "</globalInfo></sso>");
            contoso.put(server, "C:\\app.xml", "<sso><application name=\"Matrix\"/></sso>");
        }
    }

    @AfterAll
    void end() {
        contoso.close();
    }

    @ParameterizedTest(name = "{0} {1}, lacking {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                // tool, arguments, lacking, answer
                "ssomanage,-displaydb,-,ok",
                "ssomanage,-displaydb,local administrator,ok",
                "ssomanage,-displaydb,SSO administrator,0xC0002A5A",
                "ssomanage,-displaydb,master,ok",
                "ssomanage,-displaydb,service,0xC0002A0F",
                "ssomanage,-displaydb,SSO enabled,ok",
                "ssomanage,-updatedb C:\\name.xml,-,ok",
                "ssomanage,-updatedb C:\\name.xml,local administrator,0xC0002A13",
                "ssomanage,-updatedb C:\\name.xml,SSO administrator,0xC0002A5A",
                "ssomanage,-updatedb C:\\name.xml,master,ok",
                "ssomanage,-updatedb C:\\name.xml,service,0xC0002A0F",
                "ssomanage,-updatedb C:\\name.xml,SSO enabled,ok",
                "ssomanage,-updatedb C:\\account.xml,SSO enabled,ok",
                "ssomanage,-updatedb C:\\account.xml,-,0xC0002A15",
                "ssomanage,-updatedb C:\\account.xml,local administrator,0xC0002A13",
                "ssomanage,-updatedb C:\\account.xml,SSO administrator,0xC0002A5A",
                "ssomanage,-updatedb C:\\account.xml,master,0xC0002A13",
                "ssomanage,-updatedb C:\\account.xml,service,0xC0002A0F",
                "ssomanage,-updatedb C:\\other.xml,SSO enabled,0xC0002A14",
                "ssomanage,-enablesso,-,ok",
                "ssomanage,-enablesso,local administrator,ok",
                "ssomanage,-enablesso,SSO administrator,0xC0002A5A",
                "ssomanage,-enablesso,master,ok",
                "ssomanage,-enablesso,service,0xC0002A0F",
                "ssomanage,-disablesso,local administrator,ok",
                "ssomanage,-disablesso,SSO administrator,0xC0002A5A",
                "ssomanage,-disablesso,master,ok",
                "ssomanage,-disablesso,service,0xC0002A0F",
                "ssomanage,-tickets no yes,SSO administrator,0xC0002A5A",
                "ssomanage,-tickets no yes,local administrator,ok",
                "ssomanage,-tickets no yes,service,0xC0002A0F",
                "ssomanage,-createapps C:\\app.xml,SSO administrator,0xC0002A5A",
                "ssomanage,-createapps C:\\app.xml,service,0xC0002A0F",
                "ssomanage,-server SSO02,local administrator,ok",
                "ssomanage,-server SSO02,SSO administrator,ok",
                "ssomanage,-server SSO02,master,ok",
                "ssomanage,-server SSO02,service,ok",
                "ssomanage,-serverall SSO02,-,ok",
                "ssomanage,-serverall SSO02,local administrator,0x80070005",
                "ssomanage,-serverall SSO02,SSO administrator,ok",
                "ssomanage,-serverall SSO02,service,ok",
                "ssomanage,-showserver,local administrator,ok",
                "ssomanage,-showserver,service,ok",
                "ssoconfig,-setdb SQL01 SSODB,-,ok",
                "ssoconfig,-setdb SQL01 SSODB,local administrator,0xC0002A13",
                "ssoconfig,-setdb SQL01 SSODB,master,ok",
                "ssoconfig,-setdb SQL01 SSODB,service,ok",
                "ssoconfig,-showdb,local administrator,ok",
                "ssoconfig,-showdb,SSO administrator,ok",
                "ssoconfig,-showdb,service,ok",
                "ssoconfig,-status,-,ok",
                "ssoconfig,-status,local administrator,ok",
                "ssoconfig,-status,SSO administrator,0xC0002A5A",
                "ssoconfig,-status,master,ok",
                "ssoconfig,-status,service,0xC0002A0F",
                "ssoconfig,-discover,service,0xC0002A0F",
                "ssoconfig,-backupsecret C:\\b.bak,-,ok",
                "ssoconfig,-backupsecret C:\\b.bak,local administrator,0xC0002A13",
                "ssoconfig,-backupsecret C:\\b.bak,SSO administrator,0xC0002A5A",
                "ssoconfig,-backupsecret C:\\b.bak,master,0xC0002A0E",
                "ssoconfig,-backupsecret C:\\b.bak,service,0xC0002A0F",
                "ssoconfig,-backupsecret C:\\b.bak,SSO enabled,ok",
                "ssoconfig,-generatesecret C:\\g.bak,local administrator,0xC0002A13",
                "ssoconfig,-generatesecret C:\\g.bak,SSO administrator,0xC0002A5A",
                "ssoconfig,-generatesecret C:\\g.bak,master,0xC0002A0E",
                "ssoconfig,-generatesecret C:\\g.bak,service,0xC0002A0F",
                "ssoconfig,-restoresecret C:\\Restore\\SSO01.bak,-,ok",
                "ssoconfig,-restoresecret C:\\Restore\\SSO01.bak,local administrator,0xC0002A13",
                "ssoconfig,-restoresecret C:\\Restore\\SSO01.bak,SSO administrator,0xC0002A5A",
                "ssoconfig,-restoresecret C:\\Restore\\SSO01.bak,master,0xC0002A0E",
                "ssoconfig,-restoresecret C:\\Restore\\SSO01.bak,service,0xC0002A0F",
                "ssoconfig,-restoresecret C:\\Restore\\SSO01.bak,SSO enabled,ok",
                "ssoconfig,-auditlevel 0 1,-,ok",
                "ssoconfig,-auditlevel 0 1,local administrator,0xC0002A13",
                "ssoconfig,-auditlevel 0 1,service,ok",
                "ssoconfig,-auditlevel 4 1,-,0x80070057",
                "ssoconfig,-setssl no,-,ok",
                "ssoconfig,-setssl no,local administrator,0xC0002A13",
                "ssoconfig,-setssl no,service,ok",
                "ssoconfig,-setssl perhaps,-,0x80070057",
            })
    void a_command_is_refused_for_what_lacks_and_for_nothing_else(
            String tool, String arguments, String lacking, String answer) throws Exception {
        String server = "master".equals(lacking) ? "SSO03" : "SSO02";
        boolean local = !"local administrator".equals(lacking);
        boolean sso = !"SSO administrator".equals(lacking);
        var services = contoso.server(server).windows().services();
        if ("service".equals(lacking)) {
            services.stopAndWait(EntssoService.NAME);
        }
        if ("SSO enabled".equals(lacking)) {
            contoso.ssomanage("SSO02", "-disablesso");
        }
        try {
            Logon logon = new Logon(
                    "CONTOSO\\somebody",
                    Logon.Kind.PASSWORD,
                    local,
                    local && sso
                            ? Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS)
                            : local ? Set.of(Logon.ADMINISTRATORS) : Set.of(Logon.SSO_ADMINISTRATORS));
            String screen = tool.equals("ssomanage")
                    ? contoso.ssomanage(server, logon, arguments).screen()
                    : contoso.ssoconfig(server, logon, arguments, answers(arguments))
                            .screen();
            if (answer.equals("ok")) {
                assertThat(screen).doesNotContain("ERROR");
            } else {
                assertThat(screen).contains("ERROR: " + answer + " : ");
            }
        } finally {
            contoso.ssomanage("SSO02", "-server");
            contoso.registry(server).deleteKey(SsoManageProgram.CLIENT_KEY);
            services.startAndWait(EntssoService.NAME);
            contoso.ssomanage("SSO02", "-enablesso");
        }
    }

    private static String[] answers(String arguments) {
        return arguments.startsWith("-restoresecret")
                ? new String[] {TestSystem.PASSWORD}
                : new String[] {"seven77", "seven77", "r"};
    }
}
