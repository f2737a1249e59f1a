package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.handover.lab.program.System32;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.WindowsServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Given a Config Store application, when a script reaches ISSOConfigStore, then ENTSSO really encrypts and decrypts. */
class ConfigStoreFromPowerShellTest extends OnContoso {

    private static final String APPLICATION =
            """
            <SSO>
              <application name="Probe">
                <description>made for a test</description>
                <appAdminAccount>CONTOSO\\SSO Administrators</appAdminAccount>
                <field ordinal="0" label="reserved" masked="no" />
                <field ordinal="1" label="word" masked="yes" />
                <flags configStoreApp="yes" enableApp="yes" />
              </application>
            </SSO>
            """;
    private static final String SCRIPT =
            """
            $ErrorActionPreference = 'Stop'
            # whichever of the two assemblies is named, the types are in a namespace of its own
            $assembly = Join-Path $env:CommonProgramFiles "Enterprise Single Sign-On\\%s"
            Add-Type -Path $assembly
            Add-Type -ReferencedAssemblies $assembly -TypeDefinition @'
            using System.Collections.Generic;
            using %s;
            public class Properties : IPropertyBag {
              public Dictionary<string, object> Held = new Dictionary<string, object>();
              public void Read(string name, out object value, int log) { Held.TryGetValue(name, out value); }
              public void Write(string name, ref object value) { Held[name] = value; }
            }
            public static class Store {
              static ISSOConfigStore Open() { return (ISSOConfigStore)new SSOConfigStore(); }
              public static void Put(string application, string word) {
                var bag = new Properties();
                object value = word;
                bag.Write("word", ref value);
                bag.Write("nobody asks for this", ref value);
                Open().SetConfigInfo(application, "ConfigProperties", bag);
              }
              public static string Take(string application) {
                var bag = new Properties();
                Open().GetConfigInfo(application, "ConfigProperties", SSOFlag.SSO_FLAG_RUNTIME, bag);
                object value;
                bag.Read("word", out value, 0);
                return value as string;
              }
            }
            '@
            try { %s } catch { 'failed 0x{0:X8}' -f $_.Exception.GetBaseException().HResult }
            """;

    @BeforeEach
    void prepare() {
        System32.installOn(contoso.server("SSO02").windows());
        System32.installOn(contoso.server("SSO03").windows());
        contoso.put("SSO02", "C:\\probe.xml", APPLICATION);
    }

    private String runs(String server, Logon logon, String script) {
        Program powershell = contoso.server(server)
                .windows()
                .program(WindowsServer.SYSTEM32 + "\\WindowsPowerShell\\v1.0\\powershell.exe")
                .orElseThrow()
                .program();
        String encoded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
        return TestConsole.run(
                        contoso.server(server),
                        powershell,
                        logon,
                        "-NoProfile -NonInteractive -EncodedCommand " + encoded)
                .screen();
    }

    private String runs(String server, String acts) {
        return runs(server, TestSystem.operator(), biztalk(acts));
    }

    private static String biztalk(String acts) {
        return SCRIPT.formatted("Microsoft.BizTalk.Interop.SSOClient.dll", "Microsoft.BizTalk.SSOClient.Interop", acts);
    }

    private void makeTheApplication() {
        assertThat(contoso.ssomanage("SSO02", "-createapps C:\\probe.xml").screen())
                .contains("The operation completed successfully.");
    }

    @Test
    void what_was_encrypted_on_the_master_is_decrypted_on_another_server() throws Exception {
        contoso.promoteSso02();
        makeTheApplication();

        assertThat(runs("SSO02", "[Store]::Put('Probe', 'a word'); [Store]::Take('Probe')"))
                .isEqualTo("a word\r\n");
        assertThat(runs("SSO03", "[Store]::Take('Probe')")).isEqualTo("a word\r\n");
        assertThat(contoso.database().credentialsByMsid())
                .as("it lies under the secret in use, beside the fifteen")
                .containsExactly(Map.entry(Msid.parse(contoso.msid()), 16));
        assertThat(contoso.server("SSO02")
                        .configStore()
                        .getConfigInfo(TestSystem.operator(), "Probe", "ConfigProperties"))
                .as("only fields of the application are stored")
                .containsExactly(Map.entry("word", "a word"));
    }

    @Test
    void it_fails_with_the_codes_of_the_state_that_the_server_is_in() throws Exception {
        makeTheApplication();

        assertThat(runs("SSO02", "[Store]::Take('Probe')")).isEqualTo("failed 0xC0002A05\r\n");
        assertThat(runs("SSO02", "[Store]::Take('NoSuch')")).isEqualTo("failed 0xC0002A04\r\n");
        assertThat(runs("SSO02", "[Store]::Put('Probe', 'x')"))
                .as("the master is off: a member encrypts nothing")
                .isEqualTo("failed 0xC0002A5B\r\n");

        contoso.nameMaster("SSO02", "SSO02");
        contoso.restartEntsso("SSO02");
        assertThat(runs("SSO02", "[Store]::Put('Probe', 'x')"))
                .as("a master without its secret")
                .isEqualTo("failed 0xC0002A5B\r\n");
        contoso.server("SSO02").windows().services().stopAndWait(EntssoService.NAME);
        assertThat(runs("SSO02", "[Store]::Take('Probe')")).isEqualTo("failed 0xC0002A0F\r\n");
    }

    @Test
    void a_restore_that_spoilt_the_secret_shows_in_it_and_so_do_broken_transactions() throws Exception {
        contoso.promoteSso02();
        makeTheApplication();
        assertThat(runs("SSO02", "[Store]::Put('Probe', 'before')")).isEmpty();

        contoso.server("SSO02").windows().services().stopAndWait("MSDTC");
        assertThat(runs("SSO02", "[Store]::Put('Probe', 'x')")).isEqualTo("failed 0xC0002A25\r\n");
        contoso.server("SSO02").windows().services().startAndWait("MSDTC");
        faults("SSO02").switchOn("dtc-broken", Map.of());
        assertThat(runs("SSO02", "[Store]::Put('Probe', 'x')")).isEqualTo("failed 0xC0002A25\r\n");
        faults("SSO02").switchAllOff();

        faults("SSO02").switchOn("restore-bug", Map.of());
        contoso.ssoconfig("SSO02", "-restoresecret C:\\Restore\\SSO01.bak", TestSystem.PASSWORD);
        assertThat(runs("SSO02", "[Store]::Take('Probe')")).isEqualTo("failed 0x80090005\r\n");
    }

    @Test
    void whoever_is_no_administrator_of_the_application_writes_nothing() throws Exception {
        contoso.promoteSso02();
        makeTheApplication();
        Logon stranger = new Logon("CONTOSO\\stranger", Logon.Kind.PASSWORD, false, Set.of());

        assertThat(runs("SSO02", stranger, biztalk("[Store]::Put('Probe', 'x')")))
                .isEqualTo("failed 0xC0002A5A\r\n");
    }

    @Test
    void both_assemblies_reach_it_and_a_class_that_is_no_property_bag_does_not_compile() throws Exception {
        contoso.promoteSso02();
        makeTheApplication();
        String newer = SCRIPT.formatted(
                "Microsoft.EnterpriseSingleSignOn.Interop.dll",
                "Microsoft.EnterpriseSingleSignOn.Interop",
                "[Store]::Put('Probe', 'w'); [Store]::Take('Probe')");

        assertThat(runs("SSO02", TestSystem.operator(), newer)).isEqualTo("w\r\n");
        assertThat(runs("SSO02", TestSystem.operator(), newer.replace("void Write", "void Wrote")))
                .contains("#< CLIXML")
                .contains("CS0535")
                .contains("SOURCE_CODE_ERROR");
        assertThat(runs("SSO02", TestSystem.operator(), newer.replace("using Microsoft", "using Macrosoft")))
                .contains("CS0246");
    }

    @Test
    void msdtc_runs_on_every_server_and_entsso_says_so_where_it_does_not() throws Exception {
        assertThat(contoso.service("SSO02", "MSDTC").name()).isEqualTo("RUNNING");
        contoso.server("SSO02").windows().services().stopAndWait("MSDTC");
        long before = contoso.lastRecord("SSO02");

        contoso.restartEntsso("SSO02");

        assertThat(contoso.eventsAfter("SSO02", before)).contains(11049, 10502);
    }
}
