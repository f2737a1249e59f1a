package org.handover.check;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.handover.journal.Intent;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.step.OpenSnapInChangeDelegate;
import org.handover.step.ReadingDelegate;
import org.handover.step.RestoreSecretDelegate;
import org.handover.step.StepResult;
import org.handover.step.StepRun;
import org.handover.step.UpdateDatabaseDelegate;
import org.handover.step.WayBackProbe;
import org.jspecify.annotations.Nullable;

/**
 * Proves a promotion as far as a console can (docs/entsso.md 9): asks every SSO server whom it takes for the master and whether
 * it has the secret, and looks for each proof. A person accepts what cannot be proven; nobody waits for the agreement of the
 * former master. What would start or stop something is named, and left to a person.
 */
public final class VerifyPromotionDelegate implements ReadingDelegate {

    public static final String STEP = "verifyPromotion";
    private static final String LATEST_EVENT = "latestEvent";

    private final Clock clock;
    private final Duration poll;

    /** @param poll the longest time in which an SSO server asks its master whether the secret changed; 60 s is documented */
    public VerifyPromotionDelegate(Clock clock, Duration poll) {
        this.clock = clock;
        this.poll = poll;
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws InterruptedException {
        if (run.failover().planned()) {
            // Whether there still is a way back is asked here, too: the board and the next form say it.
            WayBackProbe.look(run, STEP);
        }
        Map<String, Object> seen = outcome(promotion(run));
        run.journal().note(run.failover().id(), Ledger.ENGINE, "verification", seen);
        return new StepResult.Proven(seen);
    }

    private Promotion promotion(StepRun run) {
        List<Intent> restores = run.journal().attempts(run.failover().id(), RestoreSecretDelegate.STEP);
        Map<SsoServerName, Long> members = new HashMap<>();
        OptionalLong own = OptionalLong.empty();
        Duration since = Duration.ZERO;
        if (!restores.isEmpty()) {
            Map<String, String> noted = restores.get(0).noted();
            own = number(noted.get(LATEST_EVENT));
            for (SsoServerName server : run.system().ssoServers()) {
                number(noted.get(RestoreSecretDelegate.latestEventOf(server)))
                        .ifPresent(record -> members.put(server, record));
            }
            since = Promotion.between(restores.get(restores.size() - 1).openedAt(), clock.instant());
        }
        return new Promotion(
                run.system().ssoServers(),
                run.newMaster(),
                run.formerMaster(),
                !run.failover().planned(),
                Msid.of(run.plan().masterSecretInUse()),
                beforeNaming(run),
                own,
                members,
                since,
                poll,
                !run.system().ssoServers().stream().allMatch(run::hasConsole),
                new Sight(run::on));
    }

    /** 10575 is written where it was changed: on the new server by the command line, on the former one by the snap-in. */
    private static Map<SsoServerName, Long> beforeNaming(StepRun run) {
        Map<SsoServerName, Long> before = new HashMap<>();
        run.journal().attempts(run.failover().id(), UpdateDatabaseDelegate.STEP).stream()
                .findFirst()
                .ifPresent(intent -> number(intent.noted().get(LATEST_EVENT))
                        .ifPresent(record -> before.put(run.newMaster(), record)));
        run.journal().attempts(run.failover().id(), OpenSnapInChangeDelegate.STEP).stream()
                .findFirst()
                .ifPresent(
                        intent -> number(intent.noted().get(OpenSnapInChangeDelegate.latestEventOf(run.formerMaster())))
                                .ifPresent(record -> before.put(run.formerMaster(), record)));
        return before;
    }

    private static OptionalLong number(@Nullable String noted) {
        return noted == null || noted.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(noted));
    }

    /** The variables that the process goes on with. */
    static Map<String, Object> outcome(Promotion promotion) throws InterruptedException {
        List<Belief> beliefs = SideBySide.all(
                promotion.servers().stream()
                        .map(server -> Belief.of(promotion, server))
                        .toList(),
                promotion.atOnce());
        boolean agreed = beliefs.stream()
                .filter(belief -> !belief.server().equals(promotion.former()))
                .allMatch(Belief::agrees);
        return Journal.ordered(
                "beliefs",
                beliefs.stream().map(Belief::asRow).toList(),
                "proofs",
                new Proofs(promotion).all().stream().map(Proof::asRow).toList(),
                "pointers",
                new Pointers(promotion, beliefs).rows(),
                "agreed",
                agreed,
                "formerAnswersNow",
                promotion.sight().failureOf(promotion.former()).isEmpty());
    }
}
