package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was approved is what is done: what changed after the approval voids it at the step, and nothing is typed. */
final class PlanBindingTest {

    static Stream<Arguments> parts() {
        return Stream.of(
                part("what the inventory says", "inventory", way -> way.binding.inventory = "another"),
                part("the models' bytes", "models were altered", way -> way.binding.models = "others"),
                part("the deployment that it runs on", "other models", way -> way.binding.deployment = "another"),
                part("the estate", "What FO-", way -> row(way, "estate = 'elsewhere'")),
                part("the new master secret server", "", way -> row(way, "new_master = 'SSO03'")),
                part("the former master secret server", "", way -> row(way, "former_master = 'SSO03'")),
                part("the situation", "", way -> row(way, "situation = 'planned'")),
                part("the path", "What FO-", way -> row(way, "path = 'snap-in'")),
                part("the restore file that it names", "What FO-", way -> row(way, "restore_file = 'C:\\other.bak'")),
                part(
                        "a byte of the update file on the server",
                        "The update file",
                        way -> put(way, way.plan().updateFile().path(), "<sso/>")),
                part("the update file, taken away", "is gone", way -> way.server("SSO02")
                        .files
                        .remove(key(way.plan().updateFile().path()))),
                part(
                        "a byte of the restore file on the server",
                        "The restore file",
                        way -> put(way, way.plan().restoreFile().path(), "backuq")));
    }

    private static Arguments part(String name, String sentence, Consumer<Way> change) {
        return Arguments.of(name, sentence, change);
    }

    private static void row(Way way, String change) {
        way.jdbc
                .sql("update handover.failover set " + change + " where id = ?")
                .param(way.id.value())
                .update();
        way.jdbc
                .sql(
                        "update handover.reservation set estate = f.estate from handover.failover f where f.id = failover_id and f.id = ?")
                .param(way.id.value())
                .update();
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    private static void put(Way way, String path, String text) {
        way.server("SSO02").files.put(key(path), Way.bytes(text));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void aPartThatIsChangedAfterTheApprovalVoidsIt(String part, String sentence, Consumer<Way> change) {
        Way way = Way.masterLost().ready();
        change.accept(way);

        StepResult result = way.carryOut(way.updateDatabase());

        assertThat(result).isInstanceOfAny(StepResult.ApprovalExpired.class, StepResult.Failed.class);
        assertThat(result.toString()).contains(sentence);
        assertThat(way.changesTyped()).isEmpty();
        assertThat(way.journal.anyChangeBegan(way.id)).isFalse();
    }

    @Test
    void aStoredPlanWithAnotherByteIsNoPlan() {
        Way way = Way.masterLost().ready();
        way.jdbc
                .sql("alter table handover.plan disable trigger plan_is_append_only")
                .update();
        way.jdbc
                .sql("update handover.plan set body = set_byte(body, 10, get_byte(body, 10) # 1) where failover_id = ?")
                .param(way.id.value())
                .update();
        way.jdbc
                .sql("alter table handover.plan enable trigger plan_is_append_only")
                .update();

        assertThatThrownBy(() -> way.carryOut(way.updateDatabase())).hasMessageContaining("was altered");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void anApprovalOfOnePlanIsNoneOfTheNext() {
        Way way = Way.masterLost().ready();
        way.makePlan();

        assertThat(way.failed(way.updateDatabase()).failure()).contains("0 of 1 approvals");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void whatIsPutBackAsItWasCountsAgain() {
        Way way = Way.masterLost().ready();
        String before = way.binding.inventory;
        way.binding.inventory = "another";
        assertThat(way.carryOut(way.updateDatabase())).isInstanceOf(StepResult.ApprovalExpired.class);

        way.binding.inventory = before;

        way.proven(way.updateDatabase());
    }

    @Test
    void onceAChangeWasTypedTheOperatorIsToldToPutItBackBecauseThereIsNoWayToAskAnew() {
        Way way = Way.masterLost().named();
        way.binding.inventory = "another";

        assertThat(way.failed(new StopServiceDelegate()).failure())
                .contains("inventory")
                .contains("Put that back");
        assertThat(way.typedOn("SSO02")).noneMatch(line -> line.contains("net stop"));
    }

    @Test
    void aRestoreFileThatIsSwappedBeforeTheRestoreIsNotRestored() {
        Way way = Way.masterLost().named();
        way.proven(new StopServiceDelegate());
        way.proven(new StartServiceDelegate());
        put(way, way.plan().restoreFile().path(), "another");

        assertThat(way.failed(new RestoreSecretDelegate(way.custody)).failure())
                .contains("is not the one that was approved");
        assertThat(way.typedOn("SSO02")).noneMatch(line -> line.contains("-restoresecret"));
    }
}
