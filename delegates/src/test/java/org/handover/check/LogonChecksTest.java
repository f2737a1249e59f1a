package org.handover.check;

import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
import static org.handover.check.Preflight.assertCanBeGoneOver;
import static org.handover.check.Preflight.assertCannotBeGoneOver;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.lost;
import static org.handover.check.Preflight.planned;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_APPLICABLE;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import org.handover.console.ConsoleException;
import org.junit.jupiter.api.Test;

/** The checks of the logon in each of their results. */
class LogonChecksTest {
    @Test
    void a_new_master_that_cannot_be_logged_on_to_blocks_and_nobody_goes_on_without_displaydb()
            throws InterruptedException {
        Surroundings surroundings = lost(
                FakeServers.masterLost().fails(SSO02, new ConsoleException.LogonRefused("The logon was refused.")));

        assertFinds(surroundings, "SSO02 can be logged on to", BLOCKING, "The logon was refused.");
        assertCannotBeGoneOver(surroundings, "-displaydb works");
    }

    @Test
    void another_server_that_cannot_be_logged_on_to_is_a_warning() throws InterruptedException {
        FakeServers servers = FakeServers.healthy().fails(SSO03, new ConsoleException.Unreachable("SSO03 is gone."));

        assertFinds(planned(servers), "other SSO servers can be logged on to", WARNING, "SSO03 is gone.");
        assertFinds(planned(FakeServers.healthy()), "other SSO servers can be logged on to", PASSED, "SSO01, SSO03");
    }

    @Test
    void a_filtered_token_blocks_and_a_list_without_sids_cannot_be_told() throws InterruptedException {
        String check = "The logon on SSO02 is an elevated";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "high integrity");
        assertFinds(
                planned(FakeServers.healthy()
                        .says(SSO02, FakeServers.GROUPS, FakeServers.groups("S-1-5-32-544", "S-1-16-8192"))),
                check,
                BLOCKING,
                "S-1-16-12288");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.GROUPS, FakeServers.groups("S-1-16-12288"))),
                check,
                BLOCKING,
                "S-1-5-32-544");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.GROUPS, "nichts")),
                check,
                NOT_CHECKED,
                "no group");
    }

    @Test
    void the_former_master_needs_an_elevated_logon_only_where_it_is_there() throws InterruptedException {
        String check = "The logon on SSO01 is an elevated";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "high integrity");
        assertFinds(lost(FakeServers.masterLost()), check, NOT_APPLICABLE, "lost");
    }

    @Test
    void an_alias_blocks_and_can_be_gone_over() throws InterruptedException {
        String check = "computer's own name";
        Surroundings alias = planned(FakeServers.healthy().says(SSO02, "hostname", "WEB17\n"));

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSO02");
        assertFinds(alias, check, BLOCKING, "WEB17");
        assertCanBeGoneOver(alias, check);
        assertFinds(planned(FakeServers.healthy().says(SSO02, "hostname", "10.0.0.5")), check, NOT_CHECKED, "hostname");
    }
}
