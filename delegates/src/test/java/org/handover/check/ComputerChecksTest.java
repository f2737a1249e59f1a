package org.handover.check;

import static org.handover.check.FakeServers.ALL;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.planned;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The checks of clocks, MSDTC and ports in each of their results. */
class ComputerChecksTest {
    @Test
    void clocks_that_are_apart_are_told() throws InterruptedException {
        String check = "clocks";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSO01 +0 s");
        assertFinds(planned(FakeServers.healthy().clock(SSO03, Duration.ofSeconds(90))), check, WARNING, "SSO03 +90 s");
        assertFinds(
                planned(FakeServers.healthy().clock(SSO03, Duration.ofMinutes(-10))), check, BLOCKING, "SSO03 -600 s");
        assertFinds(
                planned(FakeServers.healthy().forgets(SSO03, FakeServers.CLOCK)), check, NOT_CHECKED, "SSO03 not read");
        FakeServers none = FakeServers.healthy();
        ALL.forEach(server -> none.forgets(server, FakeServers.CLOCK));
        assertFinds(planned(none), check, NOT_CHECKED, "not read");
    }

    @Test
    void msdtc_has_to_run() throws InterruptedException {
        assertFinds(planned(FakeServers.healthy()), "MSDTC", PASSED, "runs");
        assertFinds(planned(FakeServers.healthy().service(SSO02, "MSDTC", 1)), "MSDTC", WARNING, "STOPPED");
        assertFinds(planned(FakeServers.healthy().noService(SSO02, "MSDTC")), "MSDTC", NOT_CHECKED, "no such service");
    }

    @Test
    void open_ports_are_never_passed_because_the_dynamic_ones_cannot_be_tried() throws InterruptedException {
        assertFinds(planned(FakeServers.healthy()), "reach each other", NOT_CHECKED, "SSO02 to SSO01");
        assertFinds(
                planned(FakeServers.healthy().says(SSO03, FakeServers.port(SSO02), "False")),
                "reach each other",
                WARNING,
                "SSO03 to SSO02");
    }
}
