package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The newest restore decides whether the secret in use is the current one. */
final class RestoreProofTest {

    @Test
    void aLaterRestoreOfAnotherSecretIsNotTakenForTheRunsOwn() {
        Way way = Way.planned().named();
        way.proven(new StopServiceDelegate());
        way.proven(new StartServiceDelegate());
        way.proven(new RestoreSecretDelegate(way.custody));

        way.server("SSO02")
                .log(
                        10523,
                        "C:\\Restore\\newer.bak",
                        "11111111-2222-3333-4444-555555555555",
                        way.estate.msid,
                        "CONTOSO\\operator",
                        "SSO02");

        assertThat(way.failed(new ProveRestoreDelegate()).probed())
                .contains("the newest event 10523 does not name the secret in use");
    }
}
