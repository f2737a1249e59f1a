package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.planned;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import org.handover.sso.LetterCase;
import org.handover.step.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of ENTSSO on the new master in each of their results. */
class ServiceChecksTest {
    @Test
    void entsso_has_to_run_on_the_new_master() throws InterruptedException {
        String check = "ENTSSO runs on SSO02";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "RUNNING");
        assertFinds(planned(FakeServers.healthy().service(SSO02, "ENTSSO", 1)), check, BLOCKING, "STOPPED");
        assertFinds(planned(FakeServers.healthy().noService(SSO02, "ENTSSO")), check, BLOCKING, "not installed");
        assertFinds(planned(FakeServers.healthy().forgets(SSO02, "sc queryex ENTSSO")), check, NOT_CHECKED, "layout");
    }

    @Test
    void the_new_master_has_to_be_joined_to_the_same_sso_system() throws InterruptedException {
        String check = "joined to the same SSO system";
        String other =
                FakeServers.key("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL", "Server", "REG_SZ", "SQL01")
                        + "    Database    REG_SZ    SSODB_TEST\n";
        String empty = "\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL\n";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "ssodb on sql01");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.DATABASE, other)), check, BLOCKING, "ssodb_test");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.DATABASE, empty)),
                check,
                BLOCKING,
                "no SSO database");
        assertFinds(
                planned(FakeServers.healthy().settings(SSO03, "CONTOSO\\another", "0x2", true)),
                check,
                WARNING,
                "another");
        assertFinds(planned(FakeServers.healthy().forgets(SSO02, FakeServers.DATABASE)), check, NOT_CHECKED, "reg");
        assertFinds(planned(FakeServers.healthy().forgets(SSO03, FakeServers.DATABASE)), check, NOT_CHECKED, "SSO02");
    }

    @ParameterizedTest
    @CsvSource({
        "sql01.contoso.example, NOT_CHECKED",
        "SQL01.contoso.example\\BTS, BLOCKING",
        "SQL02.contoso.example, BLOCKING",
        "10.0.0.5, BLOCKING"
    })
    void an_sql_server_that_is_written_with_its_domain_is_not_taken_for_another(String sqlServer, Finding.Result result)
            throws InterruptedException {
        String named =
                FakeServers.key("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL", "Server", "REG_SZ", sqlServer)
                        + "    Database    REG_SZ    SSODB\n";

        assertFinds(
                planned(FakeServers.healthy().says(SSO03, FakeServers.DATABASE, named)),
                "joined to the same SSO system",
                result,
                "on %s (SSO03)".formatted(LetterCase.lower(sqlServer)));
    }

    @Test
    void entssos_account_has_to_be_an_sso_administrator() throws InterruptedException {
        String check = "is an SSO administrator";
        String group = "net localgroup \"SSO Administrators\"";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "local group");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, group, FakeServers.localGroup("CONTOSO\\other"))),
                check,
                WARNING,
                "does not stand in");
        assertFinds(planned(FakeServers.healthy().event(SSO02, 40, 10550, "x", "y")), check, BLOCKING, "10550");
        assertFinds(
                planned(FakeServers.healthy().settings(SSO02, "LocalSystem", "0x2", true)),
                check,
                BLOCKING,
                "LocalSystem");
        assertFinds(
                planned(FakeServers.healthy().displayDb(SSO02, "SSO01", "Yes", "CONTOSO\\svc-entsso")),
                check,
                PASSED,
                "itself");
        assertFinds(
                planned(FakeServers.healthy().forgets(SSO02, FakeServers.SETTINGS)), check, NOT_CHECKED, "registry");
    }

    @Test
    void a_group_of_the_domain_is_known_only_as_of_the_last_start() throws InterruptedException {
        FakeServers servers = FakeServers.healthy().displayDb(SSO02, "SSO01", "Yes", "CONTOSO\\SSO Administrators");

        assertFinds(planned(servers), "is an SSO administrator", NOT_CHECKED, "It was one when ENTSSO last started.");
        assertThat(servers.typed()).noneMatch(line -> line.contains("/domain"));
    }
}
