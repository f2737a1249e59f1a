package org.handover.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.SsoServerName;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.SsoManage;

/**
 * Asks every SSO server whom it takes for the master and whether it has the secret (docs/entsso.md 9, V1, V7, V8; design,
 * law 8: silence is not agreement). A person accepts what cannot be proven. The lost master is asked too, but nobody waits
 * for its agreement.
 */
public final class VerifyPromotionDelegate implements ReadingDelegate {

    public static final String STEP = "verifyPromotion";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        List<Map<String, String>> beliefs = new ArrayList<>();
        boolean agreed = true;
        for (SsoServerName server : run.system().ssoServers()) {
            ServerLook look = ServerLook.at(run, server, 0);
            Belief belief = server.equals(run.newMaster()) ? ofNewMaster(run, look) : ofMember(run, look);
            if (!server.equals(run.formerMaster())) {
                agreed &= belief == Belief.HAS_IT && namesNew(run, look);
            }
            beliefs.add(Map.of(
                    "server", server.value(),
                    "masterNamed", look.masterNamed(),
                    "secret", belief.word,
                    "seen", seen(run, look)));
        }
        run.journal()
                .note(
                        run.failover().id(),
                        Ledger.ENGINE,
                        "verification",
                        Journal.ordered("beliefs", beliefs, "agreed", agreed));
        return new StepResult.Proven(Map.of("beliefs", beliefs, "agreed", agreed));
    }

    /** What is known of a server's secret. */
    enum Belief {
        HAS_IT("has it"),
        LOST("lost"),
        NOT_LOST("not lost"),
        UNKNOWN("unknown");

        private final String word;

        Belief(String word) {
            this.word = word;
        }
    }

    private static Belief ofNewMaster(StepRun run, ServerLook look) throws ConsoleException, InterruptedException {
        if (!look.answers()) {
            return Belief.UNKNOWN;
        }
        List<Intent> restores = run.journal().attempts(run.failover().id(), RestoreSecretDelegate.STEP);
        if (restores.isEmpty()) {
            return Belief.UNKNOWN;
        }
        Probe restored = RestoreSecretDelegate.judge(run, restores.get(0));
        return restored instanceof Probe.Done ? Belief.HAS_IT : Belief.UNKNOWN;
    }

    /**
     * A member logs 10532 once when it loses the secret, 10529 or 10533 when it gets it again, and nothing where it did not
     * change for it. Only what it logged after the record id that was noted before the restore counts as having it.
     */
    private static Belief ofMember(StepRun run, ServerLook look) {
        Optional<EventRecord> newest = look.newestSecretEvent();
        if (newest.filter(event -> event.id() == ServerLook.LOST_SECRET_SERVER).isPresent()) {
            return Belief.LOST;
        }
        Optional<Long> before = run.journal().attempts(run.failover().id(), RestoreSecretDelegate.STEP).stream()
                .findFirst()
                .map(intent -> intent.noted().getOrDefault(RestoreSecretDelegate.latestEventOf(look.server()), ""))
                .filter(noted -> !noted.isEmpty())
                .map(Long::valueOf);
        if (before.isEmpty() || !(look.secretEvents() instanceof EventQuery.Events.Known)) {
            return Belief.UNKNOWN;
        }
        return newest.filter(event -> event.recordId() > before.get()).isPresent() ? Belief.HAS_IT : Belief.NOT_LOST;
    }

    private static boolean namesNew(StepRun run, ServerLook look) {
        return look.displayDb() instanceof SsoManage.DisplayDb.Known known
                && known.info().names(run.newMaster());
    }

    private static String seen(StepRun run, ServerLook look) {
        if (look.failure() != null) {
            return StepProtocol.sentence(look.failure());
        }
        String service = look.service() == null ? "" : Looks.say(look.service());
        if (look.server().equals(run.newMaster())) {
            return service + (look.msids() == null ? "" : " " + Looks.say(look.msids()));
        }
        String event = look.newestSecretEvent()
                .map(newest -> "newest event %d (record %d)".formatted(newest.id(), newest.recordId()))
                .orElse("no event tells");
        return "%s %s.".formatted(service, event);
    }
}
