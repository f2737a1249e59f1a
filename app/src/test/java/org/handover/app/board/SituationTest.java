package org.handover.app.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import org.handover.app.failover.FailoverView;
import org.junit.jupiter.api.Test;

/** Given a run with a lost master whose SSO database is updated, when a step fails, then what is said depends on whether the secret is restored. */
class SituationTest {

    @Test
    void beforeTheRestoreIsProvenTheRunWaitsHalfWay() throws Exception {
        Situation situation = Situation.of(thatNeedsADecision(), facts(false, false));

        assertThat(situation.says()).isEqualTo("It stands still until a person decides how it goes on.");
        assertThat(situation.ifNobodyActs())
                .startsWith("The run waits half-way")
                .contains("Meanwhile nothing new can be encrypted");
        assertThat(situation.doNotNow()).anyMatch(one -> one.startsWith("Do not store credentials"));
    }

    @Test
    void onceItIsProvenAndAcceptedNothingBreaksWhateverTaskIsOpen() throws Exception {
        Situation situation = Situation.of(thatNeedsADecision(), facts(true, true));

        assertThat(situation.says())
                .startsWith("The result is accepted: SSO02 is the master secret server of CONTOSO.");
        assertThat(situation.ifNobodyActs())
                .isEqualTo(
                        "Nothing breaks: SSO02 holds the restored secret. The run waits, and CONTOSO stays reserved.");
        assertThat(situation.doNotNow())
                .anyMatch(one -> one.startsWith("Do not start SSO01"))
                .noneMatch(one -> one.startsWith("Do not store credentials"));
    }

    private static Situation.Facts facts(boolean restored, boolean accepted) {
        return new Situation.Facts(List.of("SSO02", "SSO03"), false, false, false, restored, accepted);
    }

    private static FailoverView thatNeedsADecision() throws Exception {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .build()
                .readValue(
                        """
                        {"id": "FO-000001", "ssoSystem": "CONTOSO", "formerMasterSecretServer": "SSO01",
                         "newMasterSecretServer": "SSO02", "situation": "master-lost", "state": "needs-decision",
                         "pointOfNoReturn": {"passed": true, "means": "", "rollBackOffered": false},
                         "restoreFile": "C:\\\\Restore\\\\SSO01.bak", "links": {}, "stuck": [],
                         "tasks": [{"id": "1", "key": "decideHowToGoOn", "name": "Decide how to go on"}]}""",
                        FailoverView.class);
    }
}
