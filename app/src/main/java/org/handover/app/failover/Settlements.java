package org.handover.app.failover;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.handover.app.engine.Groups;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Outcome;
import org.handover.secret.SecretCustody;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Settles a run that was left open: an operator asks, an approver who is somebody else confirms, the servers are asked who
 * is master, and only then the SSO system is released.
 */
@Component
public final class Settlements {

    private final JdbcClient jdbc;
    private final Failovers failovers;
    private final MasterProbe probe;
    private final Journal journal;
    private final Ledger ledger;
    private final SecretCustody custody;
    private final TransactionOperations newTransaction;
    private final Clock clock;

    Settlements(
            JdbcClient jdbc,
            Failovers failovers,
            MasterProbe probe,
            Journal journal,
            Ledger ledger,
            SecretCustody custody,
            TransactionOperations newTransaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.failovers = failovers;
        this.probe = probe;
        this.journal = journal;
        this.ledger = ledger;
        this.custody = custody;
        this.newTransaction = newTransaction;
        this.clock = clock;
    }

    /** How far the settlement of a run has come. */
    record Settlement(
            String askedBy,
            Instant askedAt,
            String words,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt) {}

    Optional<Settlement> of(FailoverId id) {
        return jdbc.sql("select * from handover.settlement where failover_id = ?")
                .param(id.value())
                .query(Settlements::read)
                .optional();
    }

    public boolean isOpen(Failover failover) {
        return failover.state() == FailoverState.LEFT_OPEN
                && failovers.reservedBy(failover.estate(), failover.ssoSystem()).equals(Optional.of(failover.id()));
    }

    /**
     * Asks, or confirms what somebody else asked for.
     *
     * @param unknownAccepted whether the SSO system is to be released although nobody can tell who is master
     */
    public void settle(Failover failover, Authentication who, String words, boolean unknownAccepted) {
        if (!isOpen(failover)) {
            throw conflict(
                    failover.state() == FailoverState.LEFT_OPEN
                            ? "%s is settled already, and its SSO system is free.".formatted(failover.id())
                            : "%s was not left open, so there is nothing to settle. A run that goes on is led to its end by its tasks."
                                    .formatted(failover.id()));
        }
        Optional<Settlement> asked = of(failover.id());
        if (asked.isEmpty()) {
            ask(failover, who, words);
            return;
        }
        if (asked.get().askedBy().equals(who.getName())) {
            throw conflict("%s asked for the settlement of %s; an approver who is somebody else confirms it."
                    .formatted(who.getName(), failover.id()));
        }
        demand(
                who,
                Groups.APPROVERS,
                "An approver confirms what %s asked for.".formatted(asked.get().askedBy()));
        confirm(failover, who.getName(), words, unknownAccepted);
    }

    private void ask(Failover failover, Authentication who, String words) {
        demand(who, Groups.OPERATORS, "An operator asks for the settlement first; then an approver confirms it.");
        if (words.isBlank()) {
            throw new ProblemException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "Say in words how it was finished by hand, and who is master now: the approver reads it.");
        }
        newTransaction.executeWithoutResult(status -> {
            int mine = jdbc.sql(
                            """
                            insert into handover.settlement (failover_id, asked_by, asked_at, words) values (?, ?, ?, ?)
                            on conflict do nothing""")
                    .params(failover.id().value(), who.getName(), Timestamp.from(clock.instant()), words)
                    .update();
            if (mine == 0) {
                throw conflict(
                        "Somebody else asked for it at the same moment. Look at %s again.".formatted(failover.id()));
            }
            ledger.append(failover.id(), who.getName(), "settlement.asked", Journal.ordered("words", words));
        });
    }

    private void confirm(Failover failover, String actor, String words, boolean unknownAccepted) {
        MasterProbe.Verdict verdict;
        try {
            verdict = probe.probe(failover, actor);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw conflict(
                    "The application is being stopped; nothing was settled. Confirm it again when it has started.");
        }
        journal.note(
                failover.id(),
                actor,
                "settlement.probed",
                Journal.ordered(
                        "outcome", verdict.outcome().word(),
                        "known", verdict.known(),
                        "servers", verdict.servers()));
        if (verdict.outcome() == Outcome.UNKNOWN && !unknownAccepted) {
            throw conflict(
                    "%s So it is not settled. Put it right and confirm again; or confirm again and accept that it is unknown (on the board with the box that the form has from now on, over REST with \"unknownAccepted\": true), and the SSO system is released with the outcome unknown. What each server said: %s"
                            .formatted(verdict.known(), verdict.servers()));
        }
        newTransaction.executeWithoutResult(status -> {
            Failover locked = failovers.lock(failover.id());
            if (!isOpen(locked)) {
                throw conflict("%s is settled already, and its SSO system is free.".formatted(failover.id()));
            }
            jdbc.sql("update handover.settlement set confirmed_by = ?, confirmed_at = ? where failover_id = ?")
                    .params(
                            actor,
                            Timestamp.from(clock.instant()),
                            failover.id().value())
                    .update();
            failovers.end(failover.id(), FailoverState.LEFT_OPEN, verdict.outcome(), verdict.known());
            failovers.release(failover.id());
            custody.discard(failover.id().value());
            ledger.append(
                    failover.id(),
                    actor,
                    "failover.settled",
                    Journal.ordered("outcome", verdict.outcome().word(), "known", verdict.known(), "words", words));
        });
    }

    static void demand(Authentication who, String group, String sentence) {
        boolean member = who.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .anyMatch(group::equals);
        if (!member) {
            throw new ProblemException(HttpStatus.FORBIDDEN, sentence);
        }
    }

    private static ProblemException conflict(String sentence) {
        return new ProblemException(HttpStatus.CONFLICT, sentence);
    }

    private static Settlement read(ResultSet row, int number) throws SQLException {
        Timestamp confirmed = row.getTimestamp("confirmed_at");
        return new Settlement(
                row.getString("asked_by"),
                row.getTimestamp("asked_at").toInstant(),
                row.getString("words"),
                row.getString("confirmed_by"),
                confirmed == null ? null : confirmed.toInstant());
    }
}
