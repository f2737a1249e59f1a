package org.handover.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.handover.app.ledger.LedgerDatabase;
import org.handover.journal.FailoverId;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

/** Two nodes on one PostgreSQL, and what the one hears of the other. */
class OtherNodesTest {

    private static final FailoverId RUN = new FailoverId("FO-000001");

    private final LedgerDatabase database = new LedgerDatabase();
    private final OtherNodes a = database.node("a");
    private final OtherNodes b = database.node("b");
    private final List<String> heardByA = new CopyOnWriteArrayList<>();
    private final List<String> heardByB = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        a.whenWritten((chain, kind) -> heardByA.add(chain + " " + kind));
        b.whenWritten((chain, kind) -> heardByB.add(chain + " " + kind));
        for (Work work : Work.values()) {
            b.whenThereIs(work, () -> heardByB.add(work.name()));
        }
        a.begin();
        b.begin();
        await("both listen", () -> a.hears() && b.hears());
    }

    @AfterEach
    void end() {
        a.end();
        b.end();
        database.close();
    }

    @Test
    void anEntryOfTheLedgerIsHeardByTheOtherNodeAndNotByTheOneThatWroteIt() {
        write(a, "FO-000001", "step.outcome", "x".repeat(50_000));
        write(b, "FO-000002", "failover.ended", "\"kind\":\"failover.withdrawn\" Ünlösbär");

        await("each hears of the other's", () -> heardByA.size() == 1 && heardByB.size() == 1);
        assertThat(heardByA).containsExactly("FO-000002 failover.ended");
        assertThat(heardByB).containsExactly("FO-000001 step.outcome");
    }

    @Test
    void whatIsRolledBackIsNotHeard() {
        database.newTransaction.executeWithoutResult(status -> {
            as(a);
            database.ledger.append("FO-000001", "olga", "decision", Map.of());
            status.setRollbackOnly();
        });
        write(a, "FO-000001", "failover.ended", "");

        await("the next one is heard", () -> !heardByB.isEmpty());
        assertThat(heardByB).containsExactly("FO-000001 failover.ended");
    }

    @Test
    void stepsJobsThatAreDueAndNotificationsWakeTheOtherNode() {
        for (String insert : List.of(
                "public.act_ru_ext_task default values",
                "public.act_ru_job values (now())",
                "public.act_ru_job values (null)",
                "handover.notification (failover_id, target, kind, happening, at, due_at, give_up_at)"
                        + " select id, 'hook', 'notice', '{}', now(), now(), now() from handover.failover")) {
            database.owner.sql("insert into " + insert).update();
        }

        await("it is woken for each", () -> heardByB.size() == 3);
        assertThat(heardByB).containsExactly("STEP", "JOB", "NOTIFICATION");
    }

    @Test
    void aNodeWhoseConnectionWasCutListensAgain() {
        database.app
                .sql(
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'handover node b'")
                .query()
                .listOfRows();

        Awaitility.await("it hears again").atMost(Duration.ofSeconds(20)).until(() -> {
            write(a, "house", "master.silent", "");
            return !heardByB.isEmpty();
        });
    }

    @Test
    void aPasswordIsHeldWhereItWasGivenLastAsLongAsThatNodeIsThere() {
        SecretCustody ofA = custody();
        SecretCustody ofB = custody();
        PasswordPlaces onA = new PasswordPlaces(database.app, ofA, a);
        PasswordPlaces onB = new PasswordPlaces(database.app, ofB, b);
        assertThat(onB.isHeld(RUN, Purpose.RESTORE)).as("before it was given").isFalse();

        ofB.seal(RUN.value(), Purpose.RESTORE, "an older one".toCharArray());
        onB.isHere(RUN, Purpose.RESTORE);
        ofA.seal(RUN.value(), Purpose.RESTORE, "the right one".toCharArray());
        onA.isHere(RUN, Purpose.RESTORE);

        assertThat(onA.isElsewhere(RUN, Purpose.RESTORE)).isFalse();
        assertThat(onB.isElsewhere(RUN, Purpose.RESTORE)).isTrue();
        assertThat(onB.isHeld(RUN, Purpose.RESTORE)).isTrue();
        assertThat(ofB.holds(RUN.value(), Purpose.RESTORE)).as("the older one").isFalse();

        a.end();
        await("nobody has it", () -> !onB.isHeld(RUN, Purpose.RESTORE));
        assertThat(onB.isElsewhere(RUN, Purpose.RESTORE)).isFalse();
    }

    @Test
    void aPasswordIsForgottenWhenItsRunEndsOnAnotherNode() {
        SecretCustody ofB = custody();
        new PasswordPlaces(database.app, ofB, b);
        ofB.seal("FO-000001", Purpose.RESTORE, "no longer needed".toCharArray());
        ofB.seal("FO-000002", Purpose.RESTORE, "still needed".toCharArray());

        write(a, "FO-000001", "failover.ended", "");

        await("it is forgotten", () -> !ofB.holds("FO-000001", Purpose.RESTORE));
        assertThat(ofB.holds("FO-000002", Purpose.RESTORE)).isTrue();
    }

    @Test
    void aPasswordThatNobodyAsksForIsForgottenInTimeToo() {
        SecretCustody custody = new SecretCustody(LedgerDatabase.CLOCK, Duration.ZERO);
        custody.seal(RUN.value(), Purpose.RESTORE, "given and left lying".toCharArray());

        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(ScheduledAnnotationBeanPostProcessor.class);
            context.registerBean(PasswordPlaces.class, () -> new PasswordPlaces(database.app, custody, a));
            context.refresh();

            await("it is forgotten", () -> custody.toString().contains("[0 held]"));
        }
    }

    private static SecretCustody custody() {
        return new SecretCustody(LedgerDatabase.CLOCK, Duration.ofHours(1));
    }

    private void write(OtherNodes node, String chain, String kind, String words) {
        database.newTransaction.executeWithoutResult(status -> {
            as(node);
            database.ledger.append(chain, "olga", kind, Map.of("words", words));
        });
    }

    /** As each connection of that node's pool says. */
    private void as(OtherNodes node) {
        database.app
                .sql("select set_config('handover.node', ?, true)")
                .param(node.self())
                .query()
                .listOfRows();
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
