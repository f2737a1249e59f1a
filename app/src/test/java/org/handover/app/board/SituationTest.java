package org.handover.app.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import org.handover.app.failover.FailoverView;
import org.junit.jupiter.api.Test;

/** Given a run whose SSO database is updated, when a step fails, then what is said depends on whether the secret is restored, and on the way back. */
class SituationTest {

    @Test
    void beforeTheRestoreIsProvenTheRunWaitsHalfWay() throws Exception {
        Situation situation = Situation.of(thatNeedsADecision(), facts(false, false, false));

        assertThat(situation.says()).isEqualTo("It stands still until a person decides how it goes on.");
        assertThat(situation.ifNobodyActs())
                .startsWith("The run waits half-way")
                .contains("Meanwhile nothing new can be encrypted");
        assertThat(situation.doNotNow()).anyMatch(one -> one.startsWith("Do not store credentials"));
    }

    @Test
    void onceItIsProvenAndAcceptedNothingBreaksWhateverTaskIsOpen() throws Exception {
        Situation situation = Situation.of(thatNeedsADecision(), facts(false, true, true));

        assertThat(situation.says())
                .startsWith("The result is accepted: SSO02 is the master secret server of CONTOSO.");
        assertThat(situation.ifNobodyActs())
                .isEqualTo(
                        "Nothing breaks: SSO02 holds the restored secret. The run waits, and CONTOSO stays reserved.");
        assertThat(situation.doNotNow())
                .anyMatch(one -> one.startsWith("Do not start SSO01"))
                .noneMatch(one -> one.startsWith("Do not store credentials"));
    }

    @Test
    void aRollBackThatWaitsIsNeitherUnchangedNorHalfWayToTheNewMaster() throws Exception {
        Situation situation = Situation.of(aPlannedRollBackThatNeedsADecision(), facts(true, false, false));

        assertThat(situation.ifNobodyActs())
                .isEqualTo(
                        "The run waits on its way back: the SSO database names SSO01 again, or may, and not every SSO server may know it.");
        assertThat(situation.doNotNow())
                .contains("Do not stop anything on SSO01: it becomes the master secret server again.");
    }

    private static Situation.Facts facts(boolean rollingBack, boolean restored, boolean accepted) {
        return new Situation.Facts(List.of("SSO02", "SSO03"), false, false, false, rollingBack, restored, accepted);
    }

    private static FailoverView thatNeedsADecision() throws Exception {
        return thatNeedsADecision("master-lost", true);
    }

    private static FailoverView aPlannedRollBackThatNeedsADecision() throws Exception {
        return thatNeedsADecision("planned", false);
    }

    private static FailoverView thatNeedsADecision(String situation, boolean pointOfNoReturnPassed) throws Exception {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .build()
                .readValue(
                        """
                        {"id": "FO-000001", "ssoSystem": "CONTOSO", "formerMasterSecretServer": "SSO01",
                         "newMasterSecretServer": "SSO02", "situation": "%s", "state": "needs-decision",
                         "pointOfNoReturn": {"passed": %s, "means": "", "rollBackOffered": false},
                         "restoreFile": "C:\\\\Restore\\\\SSO01.bak", "links": {}, "stuck": [],
                         "tasks": [{"id": "1", "key": "decideHowToGoOn", "name": "Decide how to go on"}]}"""
                                .formatted(situation, pointOfNoReturnPassed),
                        FailoverView.class);
    }
}
