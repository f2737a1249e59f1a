package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Long after a run: its former master, which was disabled, is enabled again. */
@ExtendWith(RunbookEngine.class)
final class EnableFormerMasterTest {

    @Test
    void whenItIsProvenToRunAgain_theSsoSystemIsReleased(Runbook runbook) {
        Run run = runbook.startedEnabling().executes("enablingConfirmed");

        run.waitsAt("enableFormer");
        run.atStep("enableFormer").proven();

        run.waitsAt("releaseAfterEnabling").executes("releaseAfterEnabling");
        run.frontDoor().isEnded().hasNotPassed("enablingLeftOpen");
        assertThat(run.acts()).containsExactly("enabling ended");
    }

    @Test
    void whenItFailsAndIsLeftOpen_theSsoSystemIsReleasedAllTheSame(Runbook runbook) {
        Run run = runbook.startedEnabling().executes("enablingConfirmed");

        run.atStep("enableFormer").failed().decides("decideHowToGoOn", "retry");
        run.atStep("enableFormer").failed().decides("decideHowToGoOn", "leaveOpen");

        run.waitsAt("releaseAfterEnabling").executes("releaseAfterEnabling");
        run.frontDoor().hasPassed("enablingLeftOpen").isEnded();
    }
}
