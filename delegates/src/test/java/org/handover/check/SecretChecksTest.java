package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.check.FakeServers.OTHER;
import static org.handover.check.FakeServers.SECRET;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
import static org.handover.check.Preflight.assertCannotBeGoneOver;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.check;
import static org.handover.check.Preflight.lost;
import static org.handover.check.Preflight.planned;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_APPLICABLE;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import org.junit.jupiter.api.Test;

/** The checks of secrets in each of their results. */
class SecretChecksTest {
    @Test
    void a_foreign_key_under_ssoss_blocks_and_one_that_cannot_be_read_holds_the_run_up_as_well()
            throws InterruptedException {
        String check = "No other secret lies ready";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "no secret");
        assertFinds(planned(FakeServers.healthy().ssoss(SSO02, SECRET, OTHER)), check, PASSED, SECRET.value());
        assertFinds(planned(FakeServers.healthy().ssoss(SSO02, OTHER)), check, BLOCKING, OTHER.value());
        assertCannotBeGoneOver(planned(FakeServers.healthy().ssoss(SSO02, OTHER)), check);
        assertFinds(planned(FakeServers.healthy().ssossDenied(SSO02)), check, NOT_CHECKED, "denied");
        assertCannotBeGoneOver(planned(FakeServers.healthy().ssossDenied(SSO02)), check);
        assertFinds(
                planned(FakeServers.healthy()
                        .ssoss(SSO02, SECRET, OTHER, org.handover.sso.Msid.of("22222222-2222-3333-4444-555555555555"))),
                check,
                WARNING,
                "2222");
        assertThat(check(planned(FakeServers.healthy()), check).law()).isEqualTo("law 3");
    }

    @Test
    void the_backup_must_not_be_older_than_the_last_secret() throws InterruptedException {
        String check = "holds the secret in use";
        String file = "The restore file " + check;

        assertFinds(planned(FakeServers.healthy()), file, PASSED, SECRET.value());
        assertFinds(
                planned(FakeServers.healthy().event(SSO01, 60, 10525, OTHER.value(), "u", "c", "t")),
                file,
                BLOCKING,
                "generated on SSO01");
        assertFinds(
                planned(FakeServers.healthy()
                        .event(SSO02, 61, 10529, "SSO01", OTHER.value())
                        .event(SSO03, 61, 10529, "SSO01", OTHER.value())),
                file,
                BLOCKING,
                OTHER.value());
        FakeServers silent =
                FakeServers.healthy().noEvents(SSO01).noEvents(SSO02).noEvents(SSO03);
        assertFinds(planned(silent), file, NOT_CHECKED, "not in the logs");
    }

    @Test
    void a_re_encryption_that_runs_blocks() throws InterruptedException {
        String check = "No re-encryption";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "None has begun");
        assertFinds(planned(FakeServers.healthy().event(SSO01, 70, 10562)), check, BLOCKING, "It runs");
        assertFinds(
                planned(FakeServers.healthy().event(SSO01, 70, 10562).event(SSO01, 71, 10528, "15")),
                check,
                PASSED,
                "ended");
        assertFinds(
                planned(FakeServers.healthy().event(SSO01, 70, 10562).event(SSO01, 71, 10522, "5")),
                check,
                WARNING,
                "failed");
        assertFinds(planned(FakeServers.healthy().noEvents(SSO01)), check, NOT_CHECKED, "does not go back");
        assertFinds(lost(FakeServers.masterLost()), check, NOT_APPLICABLE, "lost");
    }
}
