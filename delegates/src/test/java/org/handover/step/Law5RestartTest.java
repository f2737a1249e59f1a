package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.handover.secret.Purpose;
import org.junit.jupiter.api.Test;

/** Law 5: the restart is ENTSSO on the new server, as two steps; dependents run again only after the restore is proven. */
final class Law5RestartTest {

    @Test
    void law5_thePromotionRestartsEntssoOnTheNewServerAndNowhereElse() {
        Way way = Way.planned().promoted();

        assertThat(way.typedOn("SSO02")).anyMatch(line -> line.contains("net stop ENTSSO /y"));
        for (String other : new String[] {"SSO01", "SSO03"}) {
            assertThat(way.typedOn(other)).noneMatch(line -> line.contains("net st"));
        }
    }

    @Test
    void law5_theServicesThatRanAreNotedBeforeTheStopAndStartAgainOnlyAfterTheRestoreIsProven() {
        Way way = Way.planned().named();
        way.proven(new StopServiceDelegate());
        assertThat(way.lastIntent("stopService").noted()).containsEntry("dependents", "BTSSvc$Host");
        way.proven(new StartServiceDelegate());

        assertThat(way.failed(new StartDependentsDelegate()).failure()).contains("proveRestore");
        assertThat(way.server("SSO02").runs("BTSSvc$Host")).isFalse();

        way.proven(new RestoreSecretDelegate(way.custody));
        way.proven(new ProveRestoreDelegate());
        way.proven(new StartDependentsDelegate());
        assertThat(way.server("SSO02").runs("BTSSvc$Host")).isTrue();
    }

    @Test
    void law5_aSecondAttemptAtTheStopTakesTheFirstOnesListOfServices() {
        Way way = Way.planned().named();
        way.proven(new StopServiceDelegate());
        way.server("SSO02").services.put("ENTSSO", true);

        way.proven(new StopServiceDelegate());

        assertThat(way.journal.attempts(way.id, "stopService"))
                .isNotEmpty()
                .allSatisfy(attempt -> assertThat(attempt.noted()).containsEntry("dependents", "BTSSvc$Host"));
    }

    @Test
    void law5_stoppedBetweenStopAndStartTheActIsStart() {
        Way way = Way.planned().named();
        way.proven(new StopServiceDelegate());

        way.proven(new StopServiceDelegate());
        way.proven(new StartServiceDelegate());

        assertThat(way.typedOn("SSO02").stream().filter(line -> line.contains("net stop")))
                .hasSize(1);
    }

    @Test
    void law5_afterTheSnapInTheRestartIsTheSame() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.estate.name("SSO02", way.server("SSO01"));
        way.proven(way.checkSnapInChange(), "done");

        way.restored();

        assertThat(way.server("SSO02").handsOut()).isTrue();
        assertThat(way.custody.holds(way.id.value(), Purpose.RESTORE)).isFalse();
    }

    @Test
    void law5_aServiceThatStopsLaterThanNetWaitsForIsWaitedForAndNobodyIsAsked() {
        Way way = Way.planned().named();
        FakeServer server = way.server("SSO02");
        AtomicInteger looks = new AtomicInteger();
        server.onItsWay = answer ->
                answer.commandLine().startsWith("sc queryex") && !server.runs("ENTSSO") && looks.getAndIncrement() == 0
                        ? FakeServer.transcript(
                                answer.commandLine(), 0, answer.output().replace("1  STOPPED", "3  STOP_PENDING"))
                        : answer;

        way.proven(new StopServiceDelegate());

        assertThat(looks).hasValue(2);
    }
}
