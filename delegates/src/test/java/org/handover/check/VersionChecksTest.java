package org.handover.check;

import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
import static org.handover.check.Preflight.assertCanBeGoneOver;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.planned;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_APPLICABLE;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import org.junit.jupiter.api.Test;

/** The checks of versions in each of their results. */
class VersionChecksTest {
    @Test
    void versions_have_to_fit_each_other_and_the_database() throws InterruptedException {
        String check = "fits the other servers and the database";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "runs with this database");
        assertFinds(planned(FakeServers.healthy().version(SSO03, "9.0.1865.0")), check, BLOCKING, "9.0.1865.0");
        assertFinds(planned(FakeServers.healthy().version(SSO03, "10.0.1100.0")), check, WARNING, "10.0.1100.0");
        assertFinds(planned(FakeServers.healthy().forgets(SSO03, FakeServers.VERSIONS)), check, NOT_CHECKED, "SSO03");
        assertFinds(
                planned(FakeServers.healthy().event(SSO02, 50, 10728, "SQL01", "SSODB", "5", "7")),
                check,
                BLOCKING,
                "10728");
        assertFinds(planned(FakeServers.healthy().service(SSO02, "ENTSSO", 1)), check, NOT_CHECKED, "Whether it works");
    }

    @Test
    void an_affected_version_passes_only_with_proof_of_the_update() throws InterruptedException {
        String check = "not affected by the bug";
        String uninstall = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall";
        String search = org.handover.tool.Updates.restoreFix().commandLine();

        assertFinds(planned(FakeServers.healthy()), check, NOT_APPLICABLE, "10.0.1000.0");
        Surroundings without = planned(FakeServers.healthy()
                .version(SSO02, "9.0.2096.0")
                .says(SSO02, search, 1, uninstall + "\\{A}\nSuche beendet: 0 Übereinstimmung(en)\n"));
        assertFinds(without, check, BLOCKING, "KB 3062831 is not");
        assertCanBeGoneOver(without, check);
        assertFinds(
                planned(FakeServers.healthy()
                        .version(SSO02, "9.0.2096.0")
                        .says(
                                SSO02,
                                search,
                                uninstall + "\\{A}\n" + uninstall
                                        + "\\{A}.KB3062831\n    DisplayName    REG_SZ    Hotfix\n")),
                check,
                PASSED,
                "KB 3062831");
        assertFinds(planned(FakeServers.healthy().version(SSO02, "9.0.2096.0")), check, NOT_CHECKED, "cannot be told");
        assertFinds(planned(FakeServers.healthy().version(SSO02, "5.0.1.0")), check, NOT_CHECKED, "5.0.1.0");
        assertFinds(
                planned(FakeServers.healthy().forgets(SSO02, FakeServers.VERSIONS)), check, NOT_CHECKED, "not known");
    }
}
