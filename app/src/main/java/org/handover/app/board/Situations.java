package org.handover.app.board;

import java.time.Instant;
import java.util.List;
import org.handover.app.failover.FailoverView;
import org.handover.app.failover.Settlements;
import org.handover.app.watch.FormerWatch;
import org.handover.app.watch.KnownMasters;
import org.handover.journal.Failover;
import org.handover.journal.FailoverState;
import org.handover.journal.Journal;
import org.handover.journal.PointOfNoReturn;
import org.handover.sso.SsoServerName;
import org.handover.step.Inventory;
import org.handover.step.NameFormerDelegate;
import org.handover.step.ProveRestoreDelegate;
import org.springframework.stereotype.Component;

/** Puts together what a {@link Situation} is told from. */
@Component
final class Situations {

    private final Inventory inventory;
    private final Journal journal;
    private final Settlements settlements;
    private final FormerWatch formers;
    private final KnownMasters masters;

    Situations(
            Inventory inventory, Journal journal, Settlements settlements, FormerWatch formers, KnownMasters masters) {
        this.inventory = inventory;
        this.journal = journal;
        this.settlements = settlements;
        this.formers = formers;
        this.masters = masters;
    }

    Situation of(Failover failover, FailoverView run) {
        return Situation.of(run, facts(failover));
    }

    Situation.Facts facts(Failover failover) {
        Instant finished = failover.finishedAt();
        boolean rollingBack = finished == null && journal.mayHaveHappened(failover.id(), NameFormerDelegate.STEP);
        return new Situation.Facts(
                members(failover),
                isFormerUnsettled(failover),
                isSettled(failover),
                finished != null && masters.isThereOneSince(failover.estate(), failover.ssoSystem(), finished),
                rollingBack,
                finished == null && !rollingBack && journal.isProven(failover.id(), ProveRestoreDelegate.STEP),
                journal.isProven(failover.id(), PointOfNoReturn.ACCEPTED));
    }

    /** Whether it was left open and is settled. */
    boolean isSettled(Failover failover) {
        return failover.state() == FailoverState.LEFT_OPEN && !settlements.isOpen(failover);
    }

    private List<String> members(Failover failover) {
        return inventory
                .find(failover.estate(), failover.ssoSystem())
                .map(system -> system.ssoServers().stream()
                        .filter(server -> failover.planned() || !server.equals(failover.formerMaster()))
                        .map(SsoServerName::value)
                        .toList())
                .orElse(List.of());
    }

    private boolean isFormerUnsettled(Failover failover) {
        return formers.open(failover.estate(), failover.ssoSystem()).stream()
                .anyMatch(watched -> watched.failover().equals(failover.id()));
    }
}
