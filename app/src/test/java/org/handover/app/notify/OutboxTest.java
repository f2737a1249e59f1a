package org.handover.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.handover.app.engine.HumanTask;
import org.handover.app.watch.Trouble;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Notices;
import org.handover.journal.Outcome;
import org.handover.sso.SsoSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Told told = new Told();

    @AfterEach
    void close() {
        told.close();
    }

    @Test
    void nothingIsToldOfWhatWasRolledBackAndWhatIsCommittedIsToldAtOnce() {
        Outbox outbox = told.outbox(Told.target("mail", nobody()));
        AtomicInteger woken = new AtomicInteger();
        outbox.whenCommitted(woken::incrementAndGet);
        FailoverId run = told.run();

        told.database.newTransaction.executeWithoutResult(status -> {
            outbox.put(run, Occasion.TASK_WAITING, Told.waits());
            status.setRollbackOnly();
        });
        assertThat(outbox.take("mail", LEASE)).isEmpty();
        assertThat(woken).hasValue(0);

        told.happens(outbox, run, Occasion.TASK_WAITING);
        assertThat(woken).hasValue(1);
        assertThat(outbox.take("mail", LEASE)).get().satisfies(taken -> {
            assertThat(taken.subject()).isEqualTo(new Subject.OfRun(run, null));
            assertThat(taken.happening()).isEqualTo(Told.waits());
            assertThat(taken.attempts()).isEqualTo(1);
        });
    }

    @Test
    void whereNothingWasDeliveredItIsSaidWhetherThereWasAnythingToDeliver() {
        Target mail = Told.target("mail", nobody());
        Outbox outbox = told.outbox(mail);
        Notifications notifications = new Notifications(new Targets(List.of(mail)), outbox);
        FailoverId run = told.run();

        assertThat(notifications.page(Notifications.SENT, null, 0).whyEmpty()).startsWith("Nothing has happened yet");

        told.happens(outbox, run, Occasion.TASK_WAITING);
        assertThat(notifications.page(Notifications.SENT, null, 0).whyEmpty())
                .isEqualTo("Nothing has been delivered yet: what was to be told waits, or could not be delivered.");
        assertThat(notifications
                        .page(Notifications.SENT, FailoverId.ofNumber(999), 0)
                        .whyEmpty())
                .startsWith("Nothing has happened yet");
    }

    @Test
    void eachTargetIsToldOfWhatItWants() {
        Outbox outbox = told.outbox(
                Told.target("everything", nobody()),
                new Target("ends", EnumSet.of(Occasion.SUCCEEDED), false, null, nobody()),
                new Target("drills", EnumSet.allOf(Occasion.class), true, null, nobody()),
                new Target("pagerduty", EnumSet.allOf(Occasion.class), true, "pagerduty", nobody()));
        FailoverId real = told.run();
        FailoverId rehearsed = told.run(true, "{\"source\":\"Alertmanager\",\"id\":\"1\"}");
        FailoverId withoutIncident = told.run(true, null);

        told.happens(outbox, real, Occasion.TASK_WAITING);
        told.happens(outbox, rehearsed, Occasion.TASK_WAITING);
        told.happens(outbox, withoutIncident, Occasion.SUCCEEDED);

        assertThat(targetsOf(outbox, real)).containsExactlyInAnyOrder("everything", "drills", "pagerduty");
        assertThat(targetsOf(outbox, rehearsed)).containsExactly("drills");
        assertThat(targetsOf(outbox, withoutIncident)).containsExactly("drills");
    }

    @Test
    void anIncidentThatNobodyCouldBeToldOfKeepsNothingElseFromBeingTold() {
        Outbox outbox = told.outbox(
                Told.target("mail", nobody()),
                new Target("pagerduty", EnumSet.allOf(Occasion.class), false, "pagerduty", nobody()));
        FailoverId run = told.run(false, "{\"source\":\"pagerduty\",\"id\":\"Q\\u0000\"}");

        told.happens(outbox, run, Occasion.TASK_WAITING);

        assertThat(targetsOf(outbox, run)).containsExactly("mail");
    }

    @Test
    void everyIncidentOfARunHearsThatItBelongsToItAndHowItEndedAndTheRunsOwnHearsAll() {
        Target mail = Told.target("mail", nobody());
        Target pagerDuty = new Target("pagerduty", EnumSet.allOf(Occasion.class), false, "pagerduty", nobody());
        Outbox outbox = told.outbox(mail, pagerDuty);
        Announcements announcements = told.announcements(outbox, mail, pagerDuty);
        FailoverId run = told.run();
        told.attached(run, "pagerduty", "Q1");
        told.attached(run, "pagerduty", "Q2");
        told.attached(run, "alertmanager", "7b7b");

        told.database.newTransaction.executeWithoutResult(status -> {
            announcements.attached(run, "pagerduty", "Q2");
            announcements.attached(run, "alertmanager", "7b7b");
        });
        told.happens(outbox, run, Occasion.TASK_WAITING);
        written(run, "engine", "failover.ended", Journal.ordered("state", "succeeded", "known", "SSO02 is master."));

        assertThat(heard(outbox, run))
                .containsExactlyInAnyOrder(
                        "pagerduty Q2 incident.attached",
                        "mail null task.waiting",
                        "pagerduty Q1 task.waiting",
                        "mail null failover.succeeded",
                        "pagerduty Q1 failover.succeeded",
                        "pagerduty Q2 failover.succeeded");
    }

    @Test
    void anIncidentThatComesWhenTheRunHasEndedHearsHowAtOnce() {
        Target pagerDuty = new Target("pagerduty", EnumSet.allOf(Occasion.class), false, "pagerduty", nobody());
        Outbox outbox = told.outbox(pagerDuty);
        Announcements announcements = told.announcements(outbox, pagerDuty);
        FailoverId run = told.run(false, null);
        told.failovers.end(run, FailoverState.LEFT_OPEN, Outcome.UNKNOWN, "SSO02 may be master.");
        told.attached(run, "pagerduty", "Q3");

        told.database.newTransaction.executeWithoutResult(status -> announcements.attached(run, "pagerduty", "Q3"));

        assertThat(heard(outbox, run))
                .containsExactlyInAnyOrder("pagerduty Q3 incident.attached", "pagerduty Q3 failover.left-open");
    }

    @Test
    void anIncidentThatCannotBeToldHoldsUpNoOtherOfTheSameRun() {
        Outbox outbox =
                told.outbox(new Target("pagerduty", EnumSet.allOf(Occasion.class), false, "pagerduty", nobody()));
        FailoverId run = told.run();
        told.attached(run, "pagerduty", "Q2");
        told.happens(outbox, run, Occasion.SUCCEEDED);
        told.happens(outbox, run, Occasion.SETTLED);

        assertThat(List.of(
                        outbox.take("pagerduty", LEASE).orElseThrow(),
                        outbox.take("pagerduty", LEASE).orElseThrow()))
                .extracting(Notification::occasion, Notification::subject)
                .containsExactlyInAnyOrder(
                        tuple(Occasion.SUCCEEDED, new Subject.OfRun(run, "Q1")),
                        tuple(Occasion.SUCCEEDED, new Subject.OfRun(run, "Q2")));
        assertThat(outbox.take("pagerduty", LEASE))
                .as("its end comes before what comes after")
                .isEmpty();
    }

    @Test
    void ofAnSsoSystemBetweenRunsPeopleHearInItsOrderAndNoIncidentDoes() {
        Target mail = Told.target("mail", nobody());
        Target drills = new Target("drills", EnumSet.allOf(Occasion.class), true, null, nobody());
        Target pagerDuty = new Target("pagerduty", EnumSet.allOf(Occasion.class), true, "pagerduty", nobody());
        Outbox outbox = told.outbox(mail, drills, pagerDuty);
        MasterAnnouncements announcements = new MasterAnnouncements(outbox);

        told.database.newTransaction.executeWithoutResult(status -> {
            announcements.begins(Told.system(SsoSystem.Kind.REAL), Trouble.TWO_MASTERS, "SSO01, SSO02.");
            announcements.ends(Told.system(SsoSystem.Kind.REAL), Trouble.TWO_MASTERS, "SSO01 answers.");
        });
        Notification first = outbox.take("mail", LEASE).orElseThrow();
        assertThat(first.occasion()).isEqualTo(Occasion.TWO_MASTERS);
        assertThat(outbox.take("mail", LEASE)).as("what comes after waits").isEmpty();
        outbox.sent(first, "olga@contoso.example");
        assertThat(outbox.take("mail", LEASE).orElseThrow().occasion()).isEqualTo(Occasion.ONE_MASTER);
        assertThat(outbox.take("drills", LEASE)).isPresent();
        assertThat(outbox.take("pagerduty", LEASE)).isEmpty();
        assertThat(told.database.ledger.entries(Ledger.HOUSE)).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("notification.sent");
            assertThat(entry.data()).containsEntry("estate", "production").containsEntry("ssoSystem", "CONTOSO");
        });

        told.database.newTransaction.executeWithoutResult(status ->
                announcements.begins(Told.system(SsoSystem.Kind.DEMONSTRATION), Trouble.DOWN, "SSO01 is away."));
        assertThat(outbox.list(Outbox.State.WAITING, null, 100, 0))
                .filteredOn(one -> one.occasion() == Occasion.MASTER_DOWN)
                .extracting(Notification::target)
                .containsExactly("drills");
    }

    @Test
    void theLedgerSaysWhatIsToldAndWhatServersPrintedIsNot() {
        Target target = Told.target("mail", nobody());
        Outbox outbox = told.outbox(target);
        Announcements announcements = told.announcements(outbox, target);
        FailoverId run = told.run();

        written(run, "engine", "notice", notice("glass.broken", Notices.EVERYBODY, "goes on with both alone"));
        written(run, "engine", "notice", notice("approval.late", List.of("alan"), "still waits"));
        written(run, "engine", "notice", notice("something.new", List.of("alan"), "is said"));
        written(run, "engine", "step.stuck", Journal.ordered("activity", "makePlan", "why", "canary of a server"));
        written(run, "engine", "former.returned", Journal.ordered("server", "SSO01", "seen", "canary of a server"));
        written(run, "olga", "settlement.asked", Journal.ordered("words", "done by hand"));
        written(run, "engine", "failover.ended", Journal.ordered("state", "left-open", "known", "It is not settled."));
        written(run, "olga", "failover.withdrawn", Map.of());
        written(run, "anna", "decision", Journal.ordered("task", "approveChange"));
        told.database.newTransaction.executeWithoutResult(
                status -> told.database.ledger.append(Ledger.HOUSE, "engine", "notice", Map.of("about", "house")));
        told.database.newTransaction.executeWithoutResult(status ->
                announcements.comesUp(run, HumanTask.DECIDE_HOW_TO_GO_ON, "4711", "Decide how to go on", null));

        List<Notification> all = new ArrayList<>(outbox.list(Outbox.State.WAITING, run, 100, 0));
        assertThat(all)
                .extracting(Notification::occasion)
                .containsExactly(
                        Occasion.DECISION_NEEDED,
                        Occasion.WITHDRAWN,
                        Occasion.LEFT_OPEN,
                        Occasion.CONFIRMATION_WANTED,
                        Occasion.FORMER_RETURNED,
                        Occasion.DECISION_NEEDED,
                        Occasion.NOTICE,
                        Occasion.APPROVAL_LATE,
                        Occasion.GLASS_BROKEN);
        assertThat(all).extracting(one -> one.happening().sentence()).noneMatch(text -> text.contains("canary"));
        Notification late = all.get(7);
        assertThat(late.happening().people()).containsExactly("alan");
        assertThat(late.happening().groups()).containsExactly("sso-approvers");
        assertThat(all.get(8).happening().groups())
                .containsExactly("sso-operators", "sso-approvers", "sso-auditors", "camunda-admin");
    }

    @Test
    void whereNobodyIsToBeToldNothingIsWrittenAndTheLedgerIsNotReadAlong() {
        Outbox outbox = told.outbox();
        told.announcements(outbox);
        FailoverId run = told.run();

        told.happens(outbox, run, Occasion.GLASS_BROKEN);
        written(run, "engine", "notice", notice("glass.broken", Notices.EVERYBODY, "goes on with both alone"));

        for (Outbox.State state : Outbox.State.values()) {
            assertThat(outbox.count(state, null)).isZero();
        }
    }

    @Test
    void aRunIsToldInItsOrderAndWaitsForNoOtherRun() {
        Outbox outbox = told.outbox(Told.target("mail", nobody()));
        FailoverId first = told.run();
        FailoverId second = told.run();
        told.happens(outbox, first, Occasion.TASK_WAITING);
        told.happens(outbox, first, Occasion.SUCCEEDED);
        told.happens(outbox, second, Occasion.TASK_WAITING);

        Notification waiting = outbox.take("mail", LEASE).orElseThrow();
        assertThat(outbox.take("mail", LEASE).orElseThrow().subject()).isEqualTo(new Subject.OfRun(second, null));
        assertThat(outbox.take("mail", LEASE)).isEmpty();
        outbox.sent(waiting, "olga@contoso.example");
        assertThat(outbox.take("mail", LEASE).orElseThrow().occasion()).isEqualTo(Occasion.SUCCEEDED);
    }

    @Test
    void whatANodeTookBeforeItDiedIsTakenAgainUnderTheSameIdAndTheDeadOneHasNoSay() {
        Outbox outbox = told.outbox(Told.target("mail", nobody()));
        FailoverId run = told.run();
        told.happens(outbox, run, Occasion.TASK_WAITING);

        Notification lost = outbox.take("mail", LEASE).orElseThrow();
        assertThat(outbox.take("mail", LEASE)).as("while its lease holds").isEmpty();
        told.timePasses();
        Notification again = outbox.take("mail", LEASE).orElseThrow();
        assertThat(again.id()).isEqualTo(lost.id());
        assertThat(again.attempts()).isEqualTo(2);

        outbox.notDelivered(lost, "The dead one says so.");
        assertThat(outbox.count(Outbox.State.UNDELIVERED, run)).isZero();
        outbox.sent(again, "olga@contoso.example");
        assertThat(outbox.count(Outbox.State.SENT, run)).isEqualTo(1);
        assertThat(told.database.kinds(run.value())).containsExactly("notification.sent");
    }

    @Test
    void severalNodesShareTheWorkAndNothingIsTakenTwice() throws Exception {
        Outbox outbox = told.outbox(Told.target("mail", nobody()));
        for (int i = 0; i < 60; i++) {
            told.happens(outbox, told.run(), Occasion.TASK_WAITING);
        }
        Set<UUID> taken = ConcurrentHashMap.newKeySet();
        AtomicInteger times = new AtomicInteger();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ends.add(nodes.submit(() -> {
                    while (outbox.count(Outbox.State.SENT, null) < 60) {
                        outbox.take("mail", LEASE).ifPresent(one -> {
                            taken.add(one.id());
                            times.incrementAndGet();
                            outbox.sent(one, "somebody");
                        });
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get(30, TimeUnit.SECONDS);
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(taken).hasSize(60);
        assertThat(times).hasValue(60);
    }

    private void written(FailoverId run, String actor, String kind, Map<String, ?> data) {
        told.database.newTransaction.executeWithoutResult(
                status -> told.database.ledger.append(run, actor, kind, data));
    }

    private static Map<String, Object> notice(String about, List<String> whom, String sentence) {
        return Journal.ordered("about", about, "whom", whom, "sentence", sentence);
    }

    private static List<String> heard(Outbox outbox, FailoverId run) {
        return outbox.list(Outbox.State.WAITING, run, 100, 0).stream()
                .map(one -> "%s %s %s"
                        .formatted(
                                one.target(),
                                ((Subject.OfRun) one.subject()).incident(),
                                one.occasion().word()))
                .toList();
    }

    private static List<String> targetsOf(Outbox outbox, FailoverId run) {
        return outbox.list(Outbox.State.WAITING, run, 100, 0).stream()
                .map(Notification::target)
                .toList();
    }

    private static Channel nobody() {
        return message -> {
            throw new AssertionError("nothing is sent here");
        };
    }
}
