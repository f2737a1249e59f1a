package org.handover.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The count that the harness goes by can itself be wrong, so it is shown to find what it is for. */
class LabCountTest {

    private static final String CLAIM = "md \"C:\\Program Files\\Handover\\Claims\\e.FO-000001.stopService.%d\"";

    private final List<LabCount.Line> typed = new ArrayList<>();
    private final List<LabCount.Line> changes = new ArrayList<>();
    private int clock;

    @Test
    void typedAgainAfterAProbeThatSawNothingIsNoRepetition() {
        typed(CLAIM.formatted(1) + " && net stop ENTSSO /y");
        typed("sc queryex ENTSSO");
        typed(CLAIM.formatted(2) + " && net stop ENTSSO /y");
        changed("ENTSSO stopped");

        assertThat(verdict().repeated()).isEmpty();
    }

    @Test
    void typedAgainWithoutAProbeIsARepetition() {
        typed(CLAIM.formatted(1) + " && net stop ENTSSO /y");
        typed(CLAIM.formatted(2) + " && net stop ENTSSO /y");
        changed("ENTSSO stopped");

        assertThat(verdict().repeated()).singleElement().asString().contains("without a probe");
    }

    @Test
    void typedAgainAlthoughItHadHappenedIsARepetitionWhateverWasProbed() {
        typed(CLAIM.formatted(1) + " && net stop ENTSSO /y");
        changed("ENTSSO stopped");
        typed("sc queryex ENTSSO");
        typed(CLAIM.formatted(2) + " && net stop ENTSSO /y");

        assertThat(verdict().repeated()).singleElement().asString().contains("had happened");
    }

    @Test
    void doneTwiceIsARepetitionHoweverItWasTyped() {
        typed("something that nobody knows");
        changed("master secret restored {1}");
        changed("master secret restored {1}");

        assertThat(verdict().repeated()).singleElement().asString().contains("2 times");
    }

    @Test
    void aLineWhoseClaimWasTakenIsNotCarriedOutAndNoRepetition() {
        typed(CLAIM.formatted(1));
        typed("sc queryex ENTSSO");
        typed(CLAIM.formatted(2) + " && net stop ENTSSO /y");
        changed("ENTSSO stopped");
        typed(CLAIM.formatted(1) + " && net stop ENTSSO /y");

        assertThat(verdict().repeated()).isEmpty();
        assertThat(verdict().fenced()).isEqualTo(1);
    }

    @Test
    void aRunThatEndsWithoutItsCommandsDoneHasLostThem() {
        changed("secretServer=SSO02 (was SSO01)");
        changed("ENTSSO stopped");
        changed("ENTSSO started");

        assertThat(verdict().lost()).containsExactly("master secret restored never came about");
        assertThat(new LabCount(typed, changes).judge(false, "SSO01", "SSO02").lost())
                .containsExactly("the run did not come to its end");
        assertThat(new LabCount(typed, changes).judge(true, "SSO01", "SSO02").lost())
                .contains("the SSO database names SSO01 and not SSO02");
    }

    private LabCount.Verdict verdict() {
        return new LabCount(typed, changes).judge(true, "SSO02", "SSO02");
    }

    private void typed(String line) {
        typed.add(line(line));
    }

    private void changed(String what) {
        changes.add(line(what));
    }

    private LabCount.Line line(String what) {
        clock++;
        return new LabCount.Line("SSO02", clock, Instant.EPOCH.plusSeconds(clock), what);
    }
}
