package org.handover.app.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.handover.app.inventory.Estates;
import org.handover.app.ledger.LedgerDatabase;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.sso.ApprovalRules;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;

/** A database with runs of which somebody is told. */
final class Told implements AutoCloseable {

    static final String URL = "https://handover.contoso.example";
    static final ObjectMapper JSON = Jackson2ObjectMapperBuilder.json().build();

    final LedgerDatabase database = new LedgerDatabase();
    final NotificationSettings settings = settings(Duration.ofDays(1));
    final Messages messages;

    final Failovers failovers = new Failovers(database.app, LedgerDatabase.CLOCK);
    private int runs;

    Told() {
        this.messages = new Messages(failovers, Estates.none(), URL + "/");
    }

    static NotificationSettings settings(Duration giveUpAfter) {
        return new NotificationSettings(Duration.ofSeconds(2), Duration.ofMinutes(5), giveUpAfter, Map.of());
    }

    static Target target(String name, Channel channel) {
        return new Target(name, EnumSet.allOf(Occasion.class), false, null, channel);
    }

    Outbox outbox(Target... targets) {
        return outbox(settings, targets);
    }

    Outbox outbox(NotificationSettings with, Target... targets) {
        return new Outbox(
                new Targets(List.of(targets)),
                database.app,
                database.newTransaction,
                database.ledger,
                LedgerDatabase.CLOCK,
                JSON,
                with);
    }

    Delivery delivery(Outbox outbox, Target target) {
        return new Delivery(target, outbox, messages, LedgerDatabase.CLOCK, settings);
    }

    FailoverId run() {
        return run(false, "{\"source\":\"pagerduty\",\"id\":\"Q1\"}");
    }

    FailoverId run(boolean rehearsal, @Nullable String incident) {
        FailoverId id = FailoverId.ofNumber(++runs);
        failovers.open(new Failover(
                id,
                EstateName.of("production"),
                SsoSystemName.of("CONTOSO"),
                SsoServerName.of("SSO01"),
                SsoServerName.of("SSO02"),
                Failover.MASTER_LOST,
                "command-line",
                rehearsal,
                false,
                WindowsPath.of("C:\\Restore\\SSO01.bak"),
                "SSO01 does not answer",
                incident,
                "pager",
                "olga",
                LedgerDatabase.CLOCK.instant(),
                null,
                FailoverState.CHECKING,
                null,
                null,
                null,
                null));
        return id;
    }

    Announcements announcements(Outbox outbox, Target... targets) {
        return new Announcements(outbox, database.ledger, new Targets(List.of(targets)), failovers);
    }

    static SsoSystem system(SsoSystem.Kind kind) {
        SsoServerName master = SsoServerName.of("SSO01");
        return new SsoSystem(
                EstateName.of("production"),
                kind,
                SsoSystemName.of("CONTOSO"),
                master,
                List.of(master),
                List.of(),
                new ApprovalRules(1, Duration.ofMinutes(15), List.of(), List.of(), false));
    }

    /** As if a tool's incident had come to belong to the run. */
    void attached(FailoverId run, String source, String id) {
        database.app
                .sql(
                        """
                        insert into handover.incident (source, id, title, status, said_at, first_at, last_at, outcome, failover_id)
                        values (?, ?, 'SSO01 does not answer', 'open', now(), now(), now(), 'run', ?)""")
                .params(source, id, run.value())
                .update();
    }

    void happens(Outbox outbox, FailoverId run, Occasion occasion) {
        database.newTransaction.executeWithoutResult(status -> outbox.put(run, occasion, waits()));
    }

    static Happening waits() {
        return new Happening(
                "An approver who did not ask for it answers the task 'Approve the change'.",
                List.of("sso-approvers"),
                List.of(),
                new Happening.Task("4711", "approveChange", "Approve the change", null));
    }

    /** As if the time for the next attempt had come. */
    void timePasses() {
        database.app
                .sql("update handover.notification set due_at = now() where due_at is not null")
                .update();
    }

    @Override
    public void close() {
        database.close();
    }
}
