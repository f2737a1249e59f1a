package org.handover.app.nodes;

import java.util.Optional;
import org.handover.journal.FailoverId;
import org.handover.journal.Ledger;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Which node has the password of a run. It stays in the memory of the node that received it, and that one types it; where that
 * node is gone nobody has it, and the model asks again.
 */
@Component
public final class PasswordPlaces {

    private static final String NOWHERE = "";

    private final JdbcClient jdbc;
    private final SecretCustody custody;
    private final OtherNodes others;

    PasswordPlaces(JdbcClient jdbc, SecretCustody custody, OtherNodes others) {
        this.jdbc = jdbc;
        this.custody = custody;
        this.others = others;
        others.whenWritten(this::forgetWithTheRun);
    }

    private void forgetWithTheRun(String chain, String kind) {
        if (Ledger.ENDS_OF_A_RUN.contains(kind)) {
            custody.discard(chain);
        }
    }

    /** Also where nobody asks for one any more. */
    @Scheduled(fixedDelayString = "PT1M")
    void forgetOld() {
        custody.discardOld();
    }

    /** It was given to this node, and counts instead of one that another node may have. */
    public void isHere(FailoverId failover, Purpose purpose) {
        jdbc.sql(
                        """
                        insert into handover.password_place (failover_id, purpose, node) values (?, ?, ?)
                        on conflict (failover_id, purpose) do update set node = excluded.node, since = now()""")
                .params(failover.value(), purpose.name(), others.self())
                .update();
    }

    /** Says to every node that it is here no longer, where that is so: it was used, was refused, or is too old. */
    public void isPerhapsGone(FailoverId failover, Purpose purpose) {
        if (!holds(failover, purpose)) {
            jdbc.sql(
                            """
                            update handover.password_place set node = ?, since = now()
                            where failover_id = ? and purpose = ? and node = ?""")
                    .params(NOWHERE, failover.value(), purpose.name(), others.self())
                    .update();
        }
    }

    /** Whether this node, or another one that is there, has it. */
    public boolean isHeld(FailoverId failover, Purpose purpose) {
        return isElsewhere(failover, purpose) || holds(failover, purpose);
    }

    private boolean holds(FailoverId failover, Purpose purpose) {
        return purpose == Purpose.BACKUP
                ? custody.holdsBackup(failover.value())
                : custody.holds(failover.value(), purpose);
    }

    /** Whether another node that is there has it. An older one that was given to this node is forgotten. */
    public boolean isElsewhere(FailoverId failover, Purpose purpose) {
        Optional<String> node = jdbc.sql(
                        "select node from handover.password_place where failover_id = ? and purpose = ?")
                .params(failover.value(), purpose.name())
                .query(String.class)
                .optional()
                .filter(name -> !name.equals(others.self()) && !name.equals(NOWHERE));
        node.ifPresent(name -> custody.discard(failover.value(), purpose));
        return node.filter(name -> !others.isGone(name)).isPresent();
    }
}
