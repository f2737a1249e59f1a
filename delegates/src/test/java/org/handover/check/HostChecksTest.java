package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
import static org.handover.check.Preflight.assertCannotBeGoneOver;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.check;
import static org.handover.check.Preflight.planned;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_APPLICABLE;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import org.junit.jupiter.api.Test;

/** The checks of what depends on ENTSSO in each of their results. */
class HostChecksTest {
    @Test
    void host_services_that_stop_are_named_and_a_server_without_any_is_preferred() throws InterruptedException {
        String check = "Nothing else stops on SSO02";
        FakeServers servers = FakeServers.healthy().dependents(SSO02, "BTSSvc$A", "BTSSvc$B");

        assertFinds(planned(servers), check, WARNING, "BTSSvc$B, BTSSvc$A");
        assertThat(check(planned(servers), check).whatToDo()).contains("SSO03");
        assertFinds(planned(FakeServers.healthy()), check, PASSED, "No service");
        assertFinds(planned(FakeServers.healthy().forgets(SSO02, FakeServers.DEPENDENTS)), check, NOT_CHECKED, "sc");
        assertFinds(
                planned(FakeServers.healthy()
                        .says(SSO02, FakeServers.DEPENDENTS, 1060, "[SC] OpenService FAILED 1060:\n")),
                check,
                NOT_APPLICABLE,
                "not installed");
    }

    @Test
    void every_biztalk_group_and_his_system_that_can_be_seen_is_named() throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .dependents(SSO02, "BTSSvc$A")
                .bizTalkHost(SSO02, "BTSSvc$A", "BizTalk Group East")
                .service(SSO03, "SnaBase", 4);

        assertFinds(
                planned(servers),
                "Who uses this SSO system",
                WARNING,
                "BizTalk group \"BizTalk Group East\" (BTSSvc$A on SSO02)");
        assertFinds(planned(servers), "Who uses this SSO system", WARNING, "Host Integration Server (SSO03)");
        assertFinds(planned(FakeServers.healthy()), "Who uses this SSO system", NOT_CHECKED, "None was seen");
    }

    @Test
    void a_clustered_entsso_blocks_and_nobody_goes_on_over_it() throws InterruptedException {
        String check = "ENTSSO is not clustered";
        String hive =
                """

                HKEY_LOCAL_MACHINE\\Cluster

                HKEY_LOCAL_MACHINE\\Cluster\\Resources\\ab\\Parameters
                    ServiceName    REG_SZ    %s
                """;
        FakeServers clustered = FakeServers.healthy()
                .service(SSO01, "ClusSvc", 4)
                .says(SSO01, FakeServers.CLUSTER, hive.formatted("ENTSSO"));
        FakeServers sql = FakeServers.healthy()
                .service(SSO01, "ClusSvc", 4)
                .says(SSO01, FakeServers.CLUSTER, hive.formatted("MSSQLSERVER"));

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSO01, SSO02, SSO03");
        assertFinds(planned(clustered), check, BLOCKING, "SSO01");
        assertCannotBeGoneOver(planned(clustered), check);
        assertThat(check(planned(clustered), check).law()).isEqualTo("law 10");
        assertFinds(planned(sql), check, PASSED, "SSO01");
        assertFinds(planned(FakeServers.healthy().service(SSO01, "ClusSvc", 4)), check, NOT_CHECKED, "SSO01");
        assertCannotBeGoneOver(planned(FakeServers.healthy().service(SSO01, "ClusSvc", 4)), check);
        assertThat(check(planned(FakeServers.healthy().service(SSO03, "ClusSvc", 4)), check)
                        .mayBeGoneOver())
                .as("nothing is stopped on SSO03")
                .isTrue();
    }
}
