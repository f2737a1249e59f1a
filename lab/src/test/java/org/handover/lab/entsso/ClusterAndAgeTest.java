package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.handover.lab.program.System32;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.WindowsServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A clustered ENTSSO and a secret that is older than a year: docs/entsso.md 3.2, 3.5, 6.3, 8, 10.1 #7, 10.2 #40. */
class ClusterAndAgeTest extends OnContoso {

    private static final int A_YEAR_AND_A_DAY = 366 * 24 * 60;

    @BeforeEach
    void prepare() throws Exception {
        System32.installOn(contoso.server("SSO02").windows());
        contoso.promoteSso02();
    }

    private String types(String program, String tail) {
        Program found = contoso.server("SSO02")
                .windows()
                .program(WindowsServer.SYSTEM32 + "\\" + program)
                .orElseThrow()
                .program();
        return TestConsole.run(contoso.server("SSO02"), found, TestSystem.operator(), tail)
                .screen();
    }

    private String powershell(String script) {
        return types("WindowsPowerShell\\v1.0\\powershell.exe", "-c " + script);
    }

    @Test
    void a_clustered_service_is_seen_in_the_registry_the_status_and_under_its_network_name() {
        assertThat(powershell("Get-ClusterResource")).contains("ClusterNotFound");
        faults("SSO02").switchOn("clustered", Map.of("name", "SSOCLU"));

        assertThat(types("reg.exe", "query HKLM\\Cluster\\Resources /s /v ServiceName /reg:64"))
                .contains("    ServiceName    REG_SZ    ENTSSO\r\n");
        await().untilAsserted(() -> assertThat(types("sc.exe", "query ClusSvc")).contains(": 4  RUNNING"));
        assertThat(contoso.ssoconfig("SSO02", "-status").screen())
                .contains("Computer name (cluster)             : SSOCLU\r\n")
                .contains("Computer name (node)                : SSO02\r\n");
        assertThat(contoso.ssomanage("SSO03", "-serverall SSOCLU").exitCode()).isZero();
        assertThat(contoso.nameMaster("SSO02", "SSOCLU").screen()).contains("successfully");

        faults("SSO02").switchOff("clustered");
        assertThat(types("reg.exe", "query HKLM\\Cluster")).startsWith("ERROR");
        assertThat(types("sc.exe", "query ClusSvc")).contains("1060");
        assertThat(powershell("Get-ClusterResource")).contains("ClusterNotFound");
    }

    @Test
    void started_by_hand_it_hands_out_no_secret_until_the_cluster_brings_it_online() throws Exception {
        faults("SSO02").switchOn("clustered", Map.of());
        contoso.nameMaster("SSO02", "SSOCLUSTER");
        contoso.restartEntsso("SSO02");

        assertThat(contoso.newest("SSO02", 10534).recordId()).as("it is master").isPositive();
        await().untilAsserted(() -> {
            contoso.server("SSO03").entsso().poll();
            assertThat(contoso.newest("SSO03", 10532).parameters()).containsExactly("SSOCLUSTER", "0x800706D9");
        });
        assertThat(contoso.ssoconfig("SSO02", "-backupsecret C:\\x.bak", "1234567", "1234567", "r")
                        .screen())
                .contains("(RPC: 0x800706D9: ");

        assertThat(powershell("Stop-ClusterResource ENTSSO")).contains("State        : Offline\r\n");
        assertThat(powershell("(Start-ClusterResource ENTSSO).State")).isEqualTo("Online\r\n");
        await().untilAsserted(() -> {
            contoso.server("SSO03").entsso().poll();
            assertThat(contoso.newest("SSO03", 10533).parameters()).containsExactly("SSOCLUSTER");
        });
        assertThat(powershell("Start-ClusterResource Nosuch")).contains("ClusterResourceNotFound");
    }

    @Test
    void a_master_says_once_a_day_that_its_secret_is_older_than_a_year_and_not_before() {
        int id = EntssoSettings.Inventions.DEFAULT.secretAgeEvent();
        long before = contoso.lastRecord("SSO02");
        contoso.server("SSO02").entsso().poll();
        assertThat(contoso.eventsAfter("SSO02", before)).doesNotContain(id);

        faults("SSO02").switchOn("clock-wrong", Map.of("minutes", String.valueOf(A_YEAR_AND_A_DAY)));
        contoso.server("SSO02").entsso().poll();
        contoso.server("SSO02").entsso().poll();

        assertThat(contoso.eventsAfter("SSO02", before)).containsOnlyOnce(id);
        assertThat(contoso.newest("SSO02", id).parameters()).containsExactly(contoso.msid());
        contoso.server("SSO03").entsso().poll();
        assertThat(contoso.eventsAfter("SSO03", 0))
                .as("a member says nothing of it")
                .doesNotContain(id);
    }

    @Test
    void the_fault_makes_the_secret_old_at_once() {
        faults("SSO02").switchOn("secret-old", Map.of());

        await().untilAsserted(() -> assertThat(contoso.eventsAfter("SSO02", 0))
                .containsOnlyOnce(EntssoSettings.Inventions.DEFAULT.secretAgeEvent()));
    }
}
