package org.handover.app.failover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.console.ConsoleException;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.journal.Failover;
import org.handover.journal.Journal;
import org.handover.journal.Outcome;
import org.handover.journal.Plans;
import org.handover.sso.GlobalInfo;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.handover.step.Looks;
import org.handover.step.StepProtocol;
import org.handover.step.StepRun;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.SsoManage;
import org.springframework.stereotype.Component;

/**
 * Asks every SSO server of a run that was left open whom the SSO database names, and looks at the two that come into
 * question whether they are proven to be master: the secret in use under SSOSS, a running service, and no event that says
 * otherwise since its last start or restore (docs/entsso.md 9). Nothing is changed.
 */
@Component
final class MasterProbe {

    private static final String STEP = "settle";
    private static final int STARTING = 10504;
    private static final int RESTORED = 10523;
    private static final int[] TROUBLE = {10520, 10521, 10565};

    private final Inventory inventory;
    private final Consoles consoles;
    private final Journal journal;
    private final Plans plans;

    MasterProbe(Inventory inventory, Consoles consoles, Journal journal, Plans plans) {
        this.inventory = inventory;
        this.consoles = consoles;
        this.journal = journal;
        this.plans = plans;
    }

    /**
     * What is known of who is master.
     *
     * @param known the same in words
     * @param servers what each server said
     */
    record Verdict(Outcome outcome, String known, Map<String, String> servers) {}

    private record Look(SsoServerName server, Optional<String> named, boolean proven, String seen) {}

    Verdict probe(Failover failover, String actor) throws InterruptedException {
        Optional<SsoSystem> found = inventory.find(failover.estate(), failover.ssoSystem());
        if (found.isEmpty()) {
            return new Verdict(
                    Outcome.UNKNOWN,
                    "The inventory no longer has SSO system %s of estate %s, so no server could be asked."
                            .formatted(failover.ssoSystem(), failover.estate()),
                    Map.of());
        }
        SsoSystem system = found.get();
        StepRun run = new StepRun(
                failover,
                system,
                plans.current(failover.id()),
                inventory,
                consoles,
                journal,
                STEP,
                actor,
                false,
                () -> true);
        run.allowLogonsAgain();
        Msid inUse = plans.current(failover.id())
                .map(made -> Msid.of(made.plan().masterSecretInUse()))
                .orElseThrow(() -> new IllegalStateException("%s has no plan.".formatted(failover.id())));
        List<Look> looks = new ArrayList<>();
        for (SsoServerName server : system.ssoServers()) {
            looks.add(
                    inventory.hasConsole(failover.estate(), server)
                            ? at(run, server, inUse)
                            : new Look(server, Optional.empty(), false, "The application has no console there."));
        }
        return judge(failover, looks);
    }

    private static Verdict judge(Failover failover, List<Look> looks) {
        Map<String, String> servers = new LinkedHashMap<>();
        looks.forEach(look -> servers.put(look.server().value(), look.seen()));
        Set<String> named = new LinkedHashSet<>();
        looks.forEach(look -> look.named().ifPresent(named::add));
        if (named.size() != 1) {
            String known = named.isEmpty()
                    ? "No SSO server could be asked whom the SSO database names."
                    : "The SSO servers disagree about whom the SSO database names: %s."
                            .formatted(String.join(", ", named));
            return new Verdict(Outcome.UNKNOWN, known, servers);
        }
        String name = named.iterator().next();
        if (isProven(looks, failover.newMaster(), name)) {
            return new Verdict(
                    Outcome.NEW_PROVEN,
                    "The SSO database names %s, and that server is proven to hold the secret in use.".formatted(name),
                    servers);
        }
        if (isProven(looks, failover.formerMaster(), name)) {
            return new Verdict(
                    Outcome.FORMER_PROVEN,
                    "The SSO database names %s, and that server is proven to hold the secret in use.".formatted(name),
                    servers);
        }
        if (!failover.planned() && same(failover.formerMaster(), name)) {
            return new Verdict(
                    Outcome.UNCHANGED,
                    "The SSO database names %s, as before the run; that server is not proven to be master."
                            .formatted(name),
                    servers);
        }
        return new Verdict(
                Outcome.UNKNOWN,
                "The SSO database names %s, but that server is not proven to be master.".formatted(name),
                servers);
    }

    private static boolean isProven(List<Look> looks, SsoServerName server, String named) {
        return same(server, named)
                && looks.stream().anyMatch(look -> look.server().equals(server) && look.proven());
    }

    private static boolean same(SsoServerName server, String named) {
        return new GlobalInfo(named, null, null, null).names(server);
    }

    private static Look at(StepRun run, SsoServerName server, Msid inUse) throws InterruptedException {
        RemoteConsole console = run.on(server);
        try {
            SsoManage.DisplayDb database = Looks.displayDb(console);
            ServiceStatus service = Looks.service(console);
            RegistryQuery.Msids msids = Looks.msids(console);
            EventQuery.Events events =
                    Looks.eventsSince(console, 0, STARTING, RESTORED, TROUBLE[0], TROUBLE[1], TROUBLE[2]);
            Optional<String> named = database instanceof SsoManage.DisplayDb.Known known
                    ? Optional.of(known.info().secretServerName())
                    : Optional.empty();
            boolean proven = service.is(ServiceState.RUNNING)
                    && Looks.holds(msids, inUse)
                    && events instanceof EventQuery.Events.Known told
                    && noTrouble(told);
            String seen = "%s %s %s %s"
                    .formatted(
                            named.map(name -> "It says that the SSO database names %s.".formatted(name))
                                    .orElse("ssomanage -displaydb gives no name."),
                            Looks.say(service),
                            Looks.say(msids),
                            proven ? "No event contradicts it." : "");
            return new Look(server, named, proven, seen.strip());
        } catch (ConsoleException e) {
            return new Look(server, Optional.empty(), false, StepProtocol.sentence(e));
        }
    }

    private static boolean noTrouble(EventQuery.Events.Known events) {
        long since = Math.max(newest(events, STARTING), newest(events, RESTORED));
        for (int id : TROUBLE) {
            if (newest(events, id) > since) {
                return false;
            }
        }
        return true;
    }

    private static long newest(EventQuery.Events.Known events, int id) {
        return events.withId(id).stream().mapToLong(EventRecord::recordId).max().orElse(0);
    }
}
