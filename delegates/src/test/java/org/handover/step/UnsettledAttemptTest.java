package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.handover.console.ConsoleException;
import org.handover.journal.IntentOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node is gone while its command still runs: whoever takes the step over types nothing before it is known to have ended. */
final class UnsettledAttemptTest {

    private static final String UPDATE = " -updatedb ";

    private final Way way = Way.planned().ready();
    private final FakeServer server = way.server("SSO02");

    /** Its claim is made, the tool has not come to its act, and nobody hears of it any more. */
    private void commandHangs() {
        server.ignoresUpdates = true;
        server.onItsWay = answer -> {
            if (answer.commandLine().contains(UPDATE)) {
                throw new ConsoleException.CutOff("SSO02 was lost.", "");
            }
            return answer;
        };
        way.failed(way.updateDatabase());
        server.ignoresUpdates = false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"net1.exe", "sc queryex"})
    void whatCannotBeReadIsLookedAtAgainAndNotTakenForQuiet(String look) {
        commandHangs();
        AtomicInteger looks = new AtomicInteger();
        server.onItsWay = answer -> {
            int seen = answer.commandLine().contains(look) ? looks.incrementAndGet() : 0;
            if (seen == 2) {
                way.estate.name("SSO02", server);
            }
            return seen == 1 ? FakeServer.transcript(answer.commandLine(), 1, "") : answer;
        };

        way.proven(way.updateDatabase());

        assertThat(way.changesTyped()).hasSize(1);
        assertThat(way.lastIntent(UpdateDatabaseDelegate.STEP).outcome()).isEqualTo(IntentOutcome.PROVEN);
    }

    @Test
    void aPersonWhoPastesWhatTellsNothingIsToldWhatIsMissing() throws Exception {
        commandHangs();
        server.onItsWay = answer -> answer;
        way.estate.withoutConsole.add("SSO02");
        List<PastedAnswers.Answer> pasted = new ArrayList<>();
        way.pasted = (failover, step) -> List.copyOf(pasted);

        StepResult result = way.carryOut(way.updateDatabase());
        while (result instanceof StepResult.HandNeeded needed && pasted.size() < 5) {
            boolean claim = needed.command().startsWith("md ");
            String answer = claim ? needed.command() + " already exists.\nEXITCODE 1" : "";
            pasted.add(new PastedAnswers.Answer(needed.command(), answer, "olga", Instant.now()));
            result = way.carryOut(way.updateDatabase());
        }

        assertThat(result).isInstanceOfSatisfying(StepResult.Failed.class, failed -> assertThat(failed.failure())
                .contains("cannot be told", "tasklist"));
        assertThat(way.changesTyped()).hasSize(1);
        assertThat(way.journal.openIntent(way.id)).isPresent();
    }
}
