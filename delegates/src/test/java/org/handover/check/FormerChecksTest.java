package org.handover.check;

import static org.handover.check.FakeServers.OTHER;
import static org.handover.check.FakeServers.SECRET;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
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

/** The checks of the former master in each of their results. */
class FormerChecksTest {
    @Test
    void a_master_that_answers_is_not_lost_and_nobody_goes_on_over_it() throws InterruptedException {
        String check = "SSO01, the master secret server, is lost";

        assertFinds(lost(FakeServers.masterLost()), check, PASSED, "not reached");
        assertCannotBeGoneOver(lost(FakeServers.healthy()), check);
        assertCannotBeGoneOver(lost(FakeServers.healthy().service(SSO01, "ENTSSO", 1)), check);
        assertFinds(
                lost(FakeServers.healthy().fails(SSO01, new ConsoleException.LogonRefused("Refused."))),
                check,
                WARNING,
                "Refused.");
        assertFinds(
                lost(FakeServers.healthy().fails(SSO01, new ConsoleException.Unreachable("It hangs.", true))),
                check,
                WARNING,
                "It hangs.");
        assertFinds(planned(FakeServers.healthy()), check, NOT_APPLICABLE, "planned");
    }

    @Test
    void members_that_never_lost_the_master_contradict_that_it_is_lost() throws InterruptedException {
        String check = "miss the master secret server";
        FakeServers silent = FakeServers.masterLost().noEvents(SSO02).noEvents(SSO03);
        FakeServers content = FakeServers.healthy().fails(SSO01, new ConsoleException.Unreachable("Gone."));

        assertFinds(lost(FakeServers.masterLost()), check, PASSED, "10532");
        assertFinds(lost(content), check, BLOCKING, "10529");
        assertCannotBeGoneOver(lost(content), check);
        assertFinds(lost(silent), check, NOT_CHECKED, "no event tells");
        assertFinds(planned(FakeServers.healthy()), check, NOT_APPLICABLE, "planned");
    }

    @Test
    void a_planned_change_needs_a_master_that_runs_and_holds_the_secret() throws InterruptedException {
        String check = "answers and holds the secret in use";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, SECRET.value());
        assertFinds(planned(FakeServers.healthy().service(SSO01, "ENTSSO", 1)), check, BLOCKING, "STOPPED");
        assertFinds(planned(FakeServers.healthy().ssoss(SSO01, OTHER)), check, BLOCKING, OTHER.value());
        assertFinds(planned(FakeServers.healthy().ssossDenied(SSO01)), check, NOT_CHECKED, "denied");
        assertFinds(
                planned(FakeServers.healthy().fails(SSO01, new ConsoleException.Unreachable("Gone."))),
                check,
                BLOCKING,
                "Gone.");
        assertFinds(lost(FakeServers.masterLost()), check, NOT_APPLICABLE, "lost");
    }
}
