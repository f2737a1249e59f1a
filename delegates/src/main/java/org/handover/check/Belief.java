package org.handover.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.step.Causes;
import org.handover.step.Looks;
import org.handover.step.ServerLook;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;
import org.handover.tool.SsoManage;

/**
 * What one SSO server takes for the master secret server, and what is known of its secret. Silence is not agreement: a member
 * logs 10532 once when it loses the secret, 10529 or 10533 when it gets it again, and nothing where it did not change for it
 * (design, law 8; docs/entsso.md 5.6).
 *
 * @param masterNamed as {@code -displaydb} says it there
 * @param namesNew whether that is the new master
 */
record Belief(SsoServerName server, String masterNamed, boolean namesNew, Secret secret, String seen) {

    /** What is known of a server's secret. */
    enum Secret {
        HAS_IT("has it"),
        LOST("lost"),
        NOT_LOST("not lost"),
        UNKNOWN("unknown");

        private final String word;

        Secret(String word) {
            this.word = word;
        }
    }

    private static final int RESTORED = 10523;
    private static final int[] NO_USABLE_SECRET = {10520, 10521, 10565};
    private static final int SECRET_REFUSED = 10555;
    private static final int MSID_OF_10523 = 1;
    private static final int MSID_OF_10529 = 1;
    private static final int POLLS_UNTIL_NOT_LOST = 2;

    boolean agrees() {
        return secret == Secret.HAS_IT && namesNew;
    }

    Map<String, String> asRow() {
        return Map.of("server", server.value(), "masterNamed", masterNamed, "secret", secret.word, "seen", seen);
    }

    /** A look at one server, which has its own time. */
    static TimedLook<Belief> of(Promotion promotion, SsoServerName server) {
        return new TimedLook<>() {
            @Override
            public Duration limit() {
                return Duration.ofSeconds(90);
            }

            @Override
            public Belief now() throws ConsoleException, InterruptedException {
                return look(promotion, server);
            }

            @Override
            public Belief notDone(String seen, String whatToDo) {
                return new Belief(server, "does not answer", false, Secret.UNKNOWN, seen);
            }
        };
    }

    private static Belief look(Promotion promotion, SsoServerName server)
            throws ConsoleException, InterruptedException {
        SsoManage.DisplayDb answer = promotion.sight().displayDb(server);
        boolean namesNew = answer instanceof SsoManage.DisplayDb.Known known
                && known.info().names(promotion.newMaster());
        ServiceStatus service = promotion.sight().ask(server, Services.query(Services.ENTSSO));
        Found found = server.equals(promotion.newMaster()) ? ofNewMaster(promotion) : ofMember(promotion, server);
        return new Belief(
                server, named(answer), namesNew, found.secret, "%s %s".formatted(Looks.say(service), found.seen));
    }

    private static String named(SsoManage.DisplayDb answer) {
        if (answer instanceof SsoManage.DisplayDb.Known known) {
            return known.info().secretServerName();
        }
        return answer instanceof SsoManage.DisplayDb.Failed failed
                ? failed.error().code()
                : "cannot tell";
    }

    private record Found(Secret secret, String seen) {}

    /** Restored in this run, nothing that contradicts it since, and the secret in its registry (docs/entsso.md 9, V5 and V6). */
    private static Found ofNewMaster(Promotion promotion) throws ConsoleException, InterruptedException {
        RegistryQuery.Msids msids = promotion.sight().ask(promotion.newMaster(), RegistryQuery.msids());
        Optional<EventRecord> restored = restored(promotion);
        String seen = restored.map(event -> "Restored: " + Words.of(event) + ".")
                        .orElse("The newest event 10523 of this run does not name the secret in use, or there is none.")
                + " " + Looks.say(msids);
        if (restored.isEmpty() || !Looks.holds(msids, promotion.secret())) {
            return new Found(Secret.UNKNOWN, seen);
        }
        Optional<EventRecord> contradiction = contradiction(promotion, restored.get());
        return contradiction.isPresent()
                ? new Found(Secret.UNKNOWN, seen + " Since then " + Words.of(contradiction.get()) + ".")
                : new Found(Secret.HAS_IT, seen);
    }

    /** The newest event 10523 of this run; empty where it names another secret than the one in use. */
    static Optional<EventRecord> restored(Promotion promotion) throws ConsoleException, InterruptedException {
        if (promotion.logBeforeRestore().isEmpty()) {
            return Optional.empty();
        }
        return secretEventsOfNewMaster(promotion).stream()
                .filter(event -> event.id() == RESTORED)
                .reduce((earlier, later) -> later)
                .filter(event -> names(event, MSID_OF_10523, promotion.secret()));
    }

    static Optional<EventRecord> contradiction(Promotion promotion, EventRecord restored)
            throws ConsoleException, InterruptedException {
        return secretEventsOfNewMaster(promotion).stream()
                .filter(event -> event.recordId() > restored.recordId())
                .filter(event -> Arrays.stream(NO_USABLE_SECRET).anyMatch(id -> id == event.id()))
                .reduce((earlier, later) -> later);
    }

    private static List<EventRecord> secretEventsOfNewMaster(Promotion promotion)
            throws ConsoleException, InterruptedException {
        EventQuery.Events events = promotion
                .sight()
                .ask(
                        promotion.newMaster(),
                        EventQuery.newerThan(
                                promotion.logBeforeRestore().orElse(0),
                                RESTORED,
                                NO_USABLE_SECRET[0],
                                NO_USABLE_SECRET[1],
                                NO_USABLE_SECRET[2]));
        return events instanceof EventQuery.Events.Known known ? known.events() : List.of();
    }

    static boolean names(EventRecord event, int parameter, Msid secret) {
        return event.data().size() > parameter
                && Msid.isOne(event.data().get(parameter))
                && Msid.of(event.data().get(parameter)).equals(secret);
    }

    /** The newest of the events by which a member says whether it has the secret. */
    static Sight.Newest newestOfMember(Promotion promotion, SsoServerName server)
            throws ConsoleException, InterruptedException {
        return promotion
                .sight()
                .newest(server, ServerLook.GOT_SECRET, ServerLook.LOST_SECRET_SERVER, ServerLook.FOUND_SECRET_SERVER);
    }

    /** It says so once: where that was before the restore, it tells nothing of the new master. */
    private static String whyLost(Promotion promotion, SsoServerName server, EventRecord lost) {
        Long before = promotion.membersBeforeRestore().get(server);
        return before == null || lost.recordId() > before
                ? " " + Causes.sentence(lost)
                : " That was before the restore, and it has said nothing since, so it does not get the secret from %s. See that the two reach each other (port 135 and the dynamic ports, in both directions), that ENTSSO on %s runs as the master, and that its account on %s is an SSO administrator; then check again."
                        .formatted(promotion.newMaster(), promotion.newMaster(), server);
    }

    private static String whoIsRefused(Promotion promotion) throws ConsoleException, InterruptedException {
        EventQuery.Events refusals = promotion
                .sight()
                .ask(
                        promotion.newMaster(),
                        EventQuery.newerThan(promotion.logBeforeRestore().orElse(0), SECRET_REFUSED));
        return refusals instanceof EventQuery.Events.Known known
                        && !known.events().isEmpty()
                ? " %s says that it refused the secret to %s (%s): make that account an SSO administrator."
                        .formatted(
                                promotion.newMaster(),
                                String.join(", ", known.events().get(0).data()),
                                Words.of(known.events().get(0)))
                : "";
    }

    private static Found ofMember(Promotion promotion, SsoServerName server)
            throws ConsoleException, InterruptedException {
        if (!(newestOfMember(promotion, server) instanceof Sight.Newest.Known known)) {
            return new Found(Secret.UNKNOWN, "Its event log cannot be read.");
        }
        if (known.event().isEmpty()) {
            return new Found(Secret.UNKNOWN, "No event tells.");
        }
        EventRecord newest = known.event().get();
        String seen = "Its newest word on the secret is %s.".formatted(Words.of(newest));
        if (newest.id() == ServerLook.LOST_SECRET_SERVER) {
            return new Found(Secret.LOST, seen + whyLost(promotion, server, newest) + whoIsRefused(promotion));
        }
        Long before = promotion.membersBeforeRestore().get(server);
        if (before == null) {
            return new Found(Secret.UNKNOWN, seen + " Where its log stood before the restore is not known.");
        }
        if (newest.recordId() > before) {
            return newest.id() == ServerLook.GOT_SECRET && !names(newest, MSID_OF_10529, promotion.secret())
                    ? new Found(Secret.UNKNOWN, seen + " It got another secret than the one in use.")
                    : new Found(Secret.HAS_IT, seen);
        }
        boolean twoPolls = promotion.sinceRestore().compareTo(promotion.poll().multipliedBy(POLLS_UNTIL_NOT_LOST)) >= 0;
        return twoPolls
                ? new Found(Secret.NOT_LOST, seen + " It has not lost it for two polls since the restore.")
                : new Found(Secret.UNKNOWN, seen + " It has not polled twice since the restore.");
    }
}
