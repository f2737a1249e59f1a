package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunbookEngine.class)
final class RollBackTest {

    private static final String ROLL_BACK = "roll-back";

    static final List<String> STEPS = List.of(
            "checkWayBack",
            "writeWayBackFile",
            "nameFormer",
            "stopFormer",
            "startFormer",
            "proveFormer",
            "stopNew",
            "startNew",
            "proveNewIsMember",
            "startFormersDependents",
            "startNewsDependents");

    @Test
    void theFormerIsNamedRestartedAndProvenBeforeAnythingIsStoppedOnTheOtherServer(Runbook runbook) {
        Run run = runbook.startedPlanned().toRollBack();
        ProcessInstance rollBack = run.called(ROLL_BACK);

        for (String step : STEPS) {
            run.waitsAt(step);
            run.atStep(step).proven();
        }

        assertThat(rollBack)
                .isEnded()
                .hasPassedInOrder(
                        "rollBackRequested", "nameFormer", "proveFormer", "stopNew", "proveNewIsMember", "rolledBack");
        assertThat(rollBack).hasNotPassed("setSsoServerBack");
        run.waitsAt("releaseAsRolledBack").executes("releaseAsRolledBack");
        run.endedAs("rolledBack", "rolled-back");
    }

    @Test
    void givenSsomanageWasPointedAtTheNewServer_itIsPointedBackInTheEnd(Runbook runbook) {
        Run run = runbook.startedWith(Map.of("situation", "planned", RecordingDelegates.ASKS_THIS_COMPUTER, false))
                .toDatabase();
        run.atStep("setSsoServer").proven();
        run.atStep("updateDatabase").failed().decides("decideHowToGoOn", "rollBack");
        STEPS.forEach(step -> run.atStep(step).proven());

        run.waitsAt("setSsoServerBack");
        run.atStep("setSsoServerBack").proven();

        run.waitsAt("releaseAsRolledBack");
    }

    @Test
    void everyStepInItKnowsThatItIsInTheRollBackAndNoneBeforeDoes(Runbook runbook) {
        Run run = runbook.startedPlanned().toVerification();
        assertThat(variableOf(runbook, run.called("carry-out-step"))).isNull();

        run.atStep("verifyPromotion").failed().decides("decideHowToGoOn", "rollBack");

        assertThat(variableOf(runbook, run.called(ROLL_BACK))).isEqualTo(true);
        assertThat(variableOf(runbook, run.called("carry-out-step"))).isEqualTo(true);
        assertThat(run.variable("inRollBack")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkWayBack", "nameFormer", "proveFormer", "startNewsDependents"})
    void whenAStepIsLeftOpen_theRunStaysReserved(String step, Runbook runbook) {
        Run run = at(step, runbook);
        ProcessInstance rollBack = run.called(ROLL_BACK);

        run.atStep(step).failed().decides("decideHowToGoOn", "leaveOpen").executes("keepReservedAsLeftOpen");

        assertThat(rollBack).isEnded().hasNotPassed("rolledBack");
        run.endedAs("leftOpen", "left-open");
        run.frontDoor().hasPassed("rollBackLeftOpen").hasNotPassed("releaseAsRolledBack");
    }

    @Test
    void whenAStepIsTriedAgainOrDoneByHand_theRollBackGoesOn(Runbook runbook) {
        Run run = at("nameFormer", runbook);

        run.atStep("nameFormer").failed().decides("decideHowToGoOn", "retry");
        run.atStep("nameFormer").failed().decides("decideHowToGoOn", "doneByHand");
        assertThat(run.shownVariable("nameFormer", "doneByHand")).isEqualTo(true);
        run.atStep("nameFormer").proven();

        run.waitsAt("stopFormer");
    }

    private static Run at(String step, Runbook runbook) {
        Run run = runbook.startedPlanned().toRollBack();
        STEPS.stream().takeWhile(before -> !before.equals(step)).forEach(before -> run.atStep(before)
                .proven());
        return run;
    }

    private static Object variableOf(Runbook runbook, ProcessInstance process) {
        return runbook.engine().getRuntimeService().getVariable(process.getId(), "inRollBack");
    }
}
