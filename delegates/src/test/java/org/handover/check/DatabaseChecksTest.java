package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.check.FakeServers.ALL;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
import static org.handover.check.Preflight.assertCannotBeGoneOver;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.planned;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import org.handover.step.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of the SSO database in each of their results. */
class DatabaseChecksTest {
    @Test
    void displaydb_has_to_work_under_the_logon_that_acts() throws InterruptedException {
        String check = "-displaydb works on SSO02";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSO01");
        FakeServers denied =
                FakeServers.healthy().says(SSO02, FakeServers.DISPLAY_DB, 1, "FEHLER: 0xC0002A5A : nein\n");
        assertFinds(planned(denied), check, BLOCKING, "0xC0002A5A");
        assertCannotBeGoneOver(planned(denied), check);
        assertCannotBeGoneOver(
                planned(FakeServers.healthy().says(SSO02, FakeServers.DISPLAY_DB, "SSO-Geheimnisserver : SSO01\n")),
                check);
        assertCannotBeGoneOver(
                planned(FakeServers.healthy()
                        .forgets(
                                SSO02,
                                "reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO /v ImagePath /reg:64")),
                check);
    }

    @Test
    void where_ssomanage_asks_another_computer_it_is_not_known_whether_it_works_here() throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .says(SSO02, FakeServers.DISPLAY_DB, 1, "Using SSO server : SSO03\nERROR: 0x80070005 : no\n")
                .says(SSO02, FakeServers.SHOW_SERVER, "Using SSO server : SSO03\n");

        assertFinds(planned(servers), "-displaydb works on SSO02", NOT_CHECKED, "SSO03");
        assertFinds(planned(servers), "asks that very computer", WARNING, "SSO03");
        assertFinds(planned(FakeServers.healthy()), "asks that very computer", PASSED, "does");
        assertFinds(
                planned(FakeServers.healthy()
                        .forgets(SSO02, FakeServers.DISPLAY_DB)
                        .forgets(SSO02, FakeServers.SHOW_SERVER)),
                "asks that very computer",
                NOT_CHECKED,
                "layout");
    }

    @ParameterizedTest
    @CsvSource({
        "SSO01, SSO01, SSO01, PASSED",
        "SSO02, SSO02, SSO02, WARNING",
        "SSOCLUSTER, SSOCLUSTER, SSOCLUSTER, BLOCKING",
        "SSO01, SSO02, SSO01, BLOCKING",
        "10.0.0.1, 10.0.0.1, 10.0.0.1, BLOCKING"
    })
    void the_database_has_to_name_the_former_master_on_every_server(
            String on01, String on02, String on03, Finding.Result result) throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .displayDb(SSO01, on01, "Yes", "x")
                .displayDb(SSO02, on02, "Yes", "x")
                .displayDb(SSO03, on03, "Yes", "x");

        assertFinds(planned(servers), "The SSO database names SSO01", result, on02);
    }

    @Test
    void whom_the_database_names_is_not_known_where_no_server_shows_it() throws InterruptedException {
        FakeServers servers = FakeServers.healthy();
        ALL.forEach(server -> servers.forgets(server, FakeServers.DISPLAY_DB));

        assertFinds(planned(servers), "The SSO database names SSO01", NOT_CHECKED, "No SSO server");
        assertFinds(planned(servers), "The SSO system is enabled", NOT_CHECKED, "No server");
    }

    @Test
    void a_disabled_sso_system_is_shown_and_never_enabled() throws InterruptedException {
        FakeServers disabled = FakeServers.healthy();
        ALL.forEach(server -> disabled.displayDb(server, "SSO01", "No", "SSO Administrators"));

        assertFinds(planned(disabled), "The SSO system is enabled", WARNING, "disabled");
        assertThat(disabled.typed()).noneMatch(line -> line.contains("-enablesso"));
        assertFinds(planned(FakeServers.healthy()), "The SSO system is enabled", PASSED, "says so");
    }

    @Test
    void a_server_that_lost_the_database_blocks() throws InterruptedException {
        String check = "reaches the SSO database";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSODB on SQL01");
        assertFinds(planned(FakeServers.healthy().event(SSO02, 30, 10590)), check, BLOCKING, "10590");
        assertFinds(planned(FakeServers.healthy().event(SSO02, 30, 10515)), check, WARNING, "shows the settings again");
        assertFinds(
                planned(FakeServers.healthy().event(SSO02, 30, 10515).forgets(SSO02, FakeServers.DISPLAY_DB)),
                check,
                BLOCKING,
                "10515");
        assertFinds(
                planned(FakeServers.healthy().event(SSO02, 30, 10590).event(SSO02, 31, 10591)), check, PASSED, "SSODB");
        assertFinds(
                planned(FakeServers.healthy().forgets(SSO02, FakeServers.DISPLAY_DB)),
                check,
                NOT_CHECKED,
                "no settings");
    }
}
