package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.handover.journal.PointOfNoReturn;
import org.junit.jupiter.api.Test;

/** Law 6: from where a run only goes forward. */
final class Law6PointOfNoReturnTest {

    private static PointOfNoReturn.Answer of(Way way) {
        return way.pointOfNoReturn.of(way.failover());
    }

    @Test
    void law6_masterLost_theUpdateOfTheDatabaseItselfIsThePointOfNoReturn() {
        Way way = Way.masterLost().ready();
        assertThat(of(way).passed()).isFalse();
        assertThat(of(way).means()).contains("update of the SSO database is the point of no return");

        way.proven(way.updateDatabase());

        assertThat(of(way).passed()).isTrue();
        assertThat(of(way).rollBackOffered()).isFalse();
        assertThat(of(way).means()).contains("only goes forward");
    }

    @Test
    void law6_planned_beforeTheChangeThereIsNothingToRollBack() {
        PointOfNoReturn.Answer answer = of(Way.planned().ready());

        assertThat(answer.passed()).isFalse();
        assertThat(answer.rollBackOffered()).isFalse();
    }

    @Test
    void law6_planned_afterTheChangeItCanBeRolledBackUntilTheResultIsAccepted() {
        Way way = Way.planned().promoted();
        assertThat(of(way).passed()).isFalse();
        assertThat(of(way).rollBackOffered()).isTrue();

        Way accepted = Way.planned().accepted();
        assertThat(of(accepted).passed()).isTrue();
        assertThat(of(accepted).rollBackOffered()).isFalse();
        assertThat(of(accepted).means()).contains("The result is accepted");
    }

    @Test
    void law6_planned_aReplacedSecretOnTheNewMasterIsThePointOfNoReturn() {
        for (int event : new int[] {10525, 10562}) {
            Way way = Way.planned().promoted();
            way.server("SSO02").log(event);

            assertThat(way.failed(way.checkWayBack()).failure()).contains("10525 or 10562");
            assertThat(of(way).passed()).isTrue();
            assertThat(way.estate.secretServer).isEqualTo("SSO02");
        }
    }

    @Test
    void law6_planned_aReplacedSecretFromBeforeTheChangeDoesNotCount() {
        Way way = Way.planned();
        way.server("SSO02").log(10562);
        way.promoted();

        way.proven(way.checkWayBack());

        assertThat(of(way).passed()).isFalse();
    }

    @Test
    void law6_planned_aFormerThatNoLongerAnswersIsThePointOfNoReturnUntilItAnswersAgain() {
        Way way = Way.planned().promoted();
        way.server("SSO01").reachable = false;
        assertThat(way.failed(way.checkWayBack()).failure()).contains("SSO01 no longer answers");
        assertThat(of(way).passed()).isTrue();
        assertThat(of(way).rollBackOffered()).isFalse();

        way.server("SSO01").reachable = true;
        way.proven(way.checkWayBack());
        assertThat(of(way).rollBackOffered()).isTrue();
    }

    @Test
    void law6_planned_aFormerThatLostTheSecretDoesNotGiveTheWayBackAgain() {
        Way way = Way.planned().promoted();
        way.server("SSO01").secrets.clear();
        way.failed(way.checkWayBack());
        assertThat(of(way).passed()).isTrue();

        way.server("SSO01").secrets.add(way.estate.msid);
        way.failed(way.checkWayBack());
        assertThat(of(way).passed()).isTrue();
    }

    @Test
    void law6_theSnapInThatIsOpenMayHaveChangedTheDatabaseAndOneThatWasNotUsedHasNot() {
        Way way = Way.bySnapIn().ready();
        assertThat(way.journal.databaseMayBeChanged(way.id)).isFalse();
        way.proven(way.openSnapInChange());
        assertThat(way.journal.databaseMayBeChanged(way.id)).isTrue();
        assertThat(of(way).rollBackOffered()).isTrue();

        way.proven(way.checkSnapInChange(), "abort");

        assertThat(way.journal.databaseMayBeChanged(way.id)).isFalse();
        assertThat(of(way).rollBackOffered()).isFalse();
    }

    @Test
    void law6_insideTheRollBackNoRollBackIsOffered() {
        Way way = Way.planned().promoted();
        way.proven(way.checkWayBack());
        way.proven(new WriteWayBackFileDelegate());
        way.proven(way.nameFormer());

        assertThat(of(way).rollBackOffered()).isFalse();
        assertThat(of(way).means()).contains("rolled back to SSO01");
    }

    @Test
    void law6_theFormerIsLookedAtOnceMoreDirectlyBeforeItIsNamedAgain() {
        Way way = Way.planned().promoted();
        way.proven(way.checkWayBack());
        way.proven(new WriteWayBackFileDelegate());
        way.server("SSO02").log(10525);

        assertThat(way.failed(way.nameFormer()).failure()).contains("cannot be rolled back any more");
        assertThat(way.estate.secretServer).isEqualTo("SSO02");
    }
}
