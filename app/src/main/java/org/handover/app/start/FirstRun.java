package org.handover.app.start;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.handover.app.failover.FailoverStarter;
import org.handover.app.nodes.OneAtATime;
import org.handover.app.security.WaysIn;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends the start-up: makes the users of a first run and opens its demonstration, once, and says on the terminal (never in a
 * log) what there is and how to get in.
 */
@Component
final class FirstRun {

    private static final String DEMONSTRATION_OPENED = "demonstration.failover";
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Environment environment;
    private final OwnLab lab;
    private final DataFolder data;
    private final AccessRights rights;
    private final DemonstrationUsers users;
    private final Inventory inventory;
    private final FailoverStarter starter;
    private final Failovers failovers;
    private final WaysIn ways;
    private final JdbcClient jdbc;
    private final OneAtATime nodes;

    FirstRun(
            Environment environment,
            OwnLab lab,
            DataFolder data,
            AccessRights rights,
            DemonstrationUsers users,
            Inventory inventory,
            FailoverStarter starter,
            Failovers failovers,
            WaysIn ways,
            JdbcClient jdbc,
            OneAtATime nodes) {
        this.environment = environment;
        this.lab = lab;
        this.data = data;
        this.rights = rights;
        this.users = users;
        this.inventory = inventory;
        this.starter = starter;
        this.failovers = failovers;
        this.ways = ways;
        this.jdbc = jdbc;
        this.nodes = nodes;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        List<String> lines = new ArrayList<>();
        lines.add("Handover is ready: " + url());
        Optional<FailoverId> demonstration = nodes.call(() -> {
            rights.ensure();
            sayWaysIn(lines);
            return openDemonstration();
        });
        // The engine's job executor starts with this very event, so the look at the estate ends only after it.
        Thread terminal = new Thread(() -> say(lines, demonstration), "first-run");
        terminal.setDaemon(true);
        terminal.start();
    }

    private void sayWaysIn(List<String> lines) {
        if (!ways.passwords()) {
            lines.add("People sign in with %s; Handover's own passwords open nothing.".formatted(ways.provider()));
        } else if (lab.isThere()) {
            sayUsers(lines);
        } else if (!users.areThere()) {
            lines.add(
                    "There is no user yet. Start it once with CAMUNDA_BPM_ADMINUSER_ID and CAMUNDA_BPM_ADMINUSER_PASSWORD");
            lines.add("to make the administrator, who makes the others in Camunda's Admin.");
        }
    }

    private void say(List<String> lines, Optional<FailoverId> demonstration) {
        try {
            demonstration.ifPresent(id -> sayDemonstration(lines, id));
        } finally {
            print(lines, System.out);
        }
    }

    private String url() {
        boolean tls = environment.containsProperty("server.ssl.bundle");
        return (tls ? "https" : "http") + "://localhost:" + environment.getProperty("local.server.port", "8080");
    }

    private void sayUsers(List<String> lines) {
        Optional<String> given = Optional.of(environment.getProperty("handover.demo.password", ""))
                .filter(word -> !word.isEmpty());
        boolean first = !users.areThere();
        boolean renew = environment.getProperty("handover.demo.new-passwords", Boolean.class, false);
        lines.add("");
        if (first || renew) {
            Map<String, String> madeUp = first ? users.make(given) : users.renewPasswords(given);
            lines.add(
                    given.isPresent()
                            ? "Users, with the password that was given:"
                            : "Users, with passwords made up for this installation and shown only now:");
            DemonstrationUsers.names()
                    .forEach(name -> lines.add("  %-14s %s"
                            .formatted(name, madeUp.getOrDefault(name, ""))
                            .stripTrailing()));
            lines.add("  %-14s %s".formatted("", "bearer token of incident-tool: " + users.renewToken()));
        } else {
            if (given.isPresent() && !users.allHave(given.get())) {
                users.renewPasswords(given);
                lines.add("The users now have the password that was given.");
            }
            lines.add("Everything is as it was. Users: " + String.join(", ", DemonstrationUsers.names()) + ".");
            lines.add("Their passwords were shown when they were made. To make new ones and see them:");
            lines.add("  HANDOVER_DEMO_NEW_PASSWORDS=true mvn spring-boot:run");
            lines.add(
                    "The lab keeps its restore password; to have a new lab with a new one, stop and delete the folder "
                            + environment.getProperty("handover.data", "data") + ".");
        }
        lab.takeMadeUpRestorePassword()
                .ifPresent(password -> lines.add("Restore password of the lab's restore file: " + password));
        if (lab.process().isPresent()) {
            lab.handOver()
                    .ifPresent(handedOver -> lines.add("To sign in at the screens of the lab's servers (snap-in): "
                            + handedOver.account() + " with " + data.internalPassword("lab-console")));
        }
    }

    private Optional<FailoverId> openDemonstration() {
        return inventory.ssoSystems().stream()
                .filter(system -> system.kind() == SsoSystem.Kind.DEMONSTRATION)
                .findFirst()
                .map(system -> openedBefore().orElseGet(() -> open(system)));
    }

    private void sayDemonstration(List<String> lines, FailoverId id) {
        Failover failover = whenLookedAt(id);
        String notice = inventory
                .find(failover.estate(), failover.ssoSystem())
                .map(SsoSystem::notice)
                .orElse("");
        lines.add("");
        if (failover.state().isEnd()) {
            lines.add("The demonstration, failover %s, has ended: %s. %s"
                    .formatted(id, failover.state().word(), notice));
            return;
        }
        lines.add("%s, the master secret server of SSO system %s, is down. %s"
                .formatted(failover.formerMaster(), failover.ssoSystem(), notice));
        lines.add(
                failover.state() == FailoverState.AWAITING_APPROVAL
                        ? "Failover %s waits for approval: sign in as approver at %s/camunda/app/tasklist/"
                                .formatted(id, url())
                        : "Failover %s is %s: see %s/"
                                .formatted(id, failover.state().word(), url()));
    }

    private Optional<FailoverId> openedBefore() {
        return jdbc.sql("select value from handover.installation where key = ?")
                .param(DEMONSTRATION_OPENED)
                .query(String.class)
                .optional()
                .map(FailoverId::new);
    }

    private FailoverId open(SsoSystem system) {
        SsoServerName newMaster = system.ssoServers().stream()
                .filter(server -> !server.equals(system.masterSecretServer()))
                .findFirst()
                .orElseThrow();
        FailoverId id = starter.openDemonstration(
                system,
                newMaster,
                DemonstrationUsers.TOOL,
                "Demonstration of the first run: %s does not answer any more.".formatted(system.masterSecretServer()));
        jdbc.sql("insert into handover.installation values (?, ?)")
                .params(DEMONSTRATION_OPENED, id.value())
                .update();
        return id;
    }

    private Failover whenLookedAt(FailoverId id) {
        long deadline = System.nanoTime() + LOOK_LIMIT.toNanos();
        Failover failover = failovers.get(id);
        while (failover.state() == FailoverState.CHECKING && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            failover = failovers.get(id);
        }
        return failover;
    }

    private static void print(List<String> lines, PrintStream terminal) {
        terminal.println();
        lines.forEach(line -> terminal.println(line.isEmpty() ? "" : "  " + line));
        terminal.println();
        terminal.flush();
    }
}
