package org.handover.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.handover.console.ConsoleException;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.sso.GlobalInfo;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.handover.step.Looks;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.SsoManage;

/**
 * Who is master in an SSO system, asked of each of its servers outside of any run; nothing is changed. A server is asked whom
 * the SSO database names, whether ENTSSO runs, and whether it takes itself for the master: it logs 10534 when it starts as one,
 * and 10529, 10532 or 10533 as a member (docs/entsso.md 5.6, 12.3).
 *
 * @param master whom the SSO database names, or the server that was expected where nobody could say it or no computer is named
 * @param masters whoever is named or takes itself for the master; more than one when servers disagree
 * @param servers what was seen of each, one sentence each
 */
public record MasterLook(State state, SsoServerName master, List<String> masters, List<String> servers) {

    public MasterLook {
        masters = List.copyOf(masters);
        servers = List.copyOf(servers);
    }

    /** How it stands with the master. */
    public enum State {
        ANSWERS("answers", "answers, and its ENTSSO runs"),
        STOPPED("stopped", "answers, but its ENTSSO does not run"),
        SILENT("silent", "does not answer"),
        CANNOT_TELL("cannot-tell", "cannot be asked"),
        TWO_MASTERS("two-masters", "is not the only one that is taken for the master");

        private final String word;
        private final String means;

        State(String word, String means) {
            this.word = word;
            this.means = means;
        }

        public String word() {
            return word;
        }

        /** What follows the name of the master in a sentence. */
        public String means() {
            return means;
        }

        public static State of(String word) {
            for (State state : values()) {
                if (state.word.equals(word)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("There is no state of a master called " + word + ".");
        }
    }

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int SERVERS_AT_ONCE = 8;

    private static final int STARTED_AS_MASTER = 10534;
    private static final int[] OTHERWISE = {10504, 10505, 10529, 10532, 10533};

    private record OneServer(
            SsoServerName server, State state, Optional<String> named, boolean takesItselfForMaster, String seen) {}

    /**
     * Asks all servers side by side, each within ten seconds.
     *
     * @param expected the master as far as is known, for the case that no server can say whom the database names
     */
    public static MasterLook at(SsoSystem system, SsoServerName expected, Inventory inventory, Consoles consoles)
            throws InterruptedException {
        List<TimedLook<OneServer>> looks = new ArrayList<>();
        for (SsoServerName server : system.ssoServers()) {
            if (inventory.hasConsole(system.estate(), server)) {
                looks.add(look(server, consoles.on(inventory.address(system.estate(), server))));
            }
        }
        return judged(system, expected, SideBySide.all(looks, SERVERS_AT_ONCE));
    }

    private static TimedLook<OneServer> look(SsoServerName server, RemoteConsole console) {
        return new TimedLook<>() {
            @Override
            public Duration limit() {
                return TIME;
            }

            @Override
            public OneServer now() throws InterruptedException {
                try {
                    return seen(server, console);
                } catch (ConsoleException.Unreachable | ConsoleException.CutOff | ConsoleException.TimedOut e) {
                    return notSeen(State.SILENT, String.valueOf(e.getMessage()));
                } catch (ConsoleException e) {
                    return notSeen(State.CANNOT_TELL, String.valueOf(e.getMessage()));
                }
            }

            @Override
            public OneServer notDone(String seen, String whatToDo) {
                return notSeen(State.SILENT, seen);
            }

            private OneServer notSeen(State state, String why) {
                return new OneServer(server, state, Optional.empty(), false, server + ": " + why);
            }
        };
    }

    private static OneServer seen(SsoServerName server, RemoteConsole console)
            throws ConsoleException, InterruptedException {
        ServiceStatus service = Looks.service(console);
        boolean runs = service.is(ServiceState.RUNNING);
        Optional<String> named = Looks.displayDb(console) instanceof SsoManage.DisplayDb.Known known
                ? Optional.of(known.info().secretServerName())
                : Optional.empty();
        boolean takesItselfForMaster = runs && startedAsMaster(console);
        return new OneServer(
                server,
                service instanceof ServiceStatus.Known ? runs ? State.ANSWERS : State.STOPPED : State.CANNOT_TELL,
                named,
                takesItselfForMaster,
                "%s: %s %s%s"
                        .formatted(
                                server,
                                Looks.say(service),
                                named.map("The SSO database names %s."::formatted)
                                        .orElse("ssomanage -displaydb gives no name."),
                                takesItselfForMaster ? " It takes itself for the master." : ""));
    }

    private static boolean startedAsMaster(RemoteConsole console) throws ConsoleException, InterruptedException {
        int[] telling = new int[OTHERWISE.length + 1];
        telling[0] = STARTED_AS_MASTER;
        System.arraycopy(OTHERWISE, 0, telling, 1, OTHERWISE.length);
        return newest(Looks.eventsSince(console, 0, telling))
                .filter(event -> event.id() == STARTED_AS_MASTER)
                .isPresent();
    }

    private static Optional<EventRecord> newest(EventQuery.Events events) {
        return events instanceof EventQuery.Events.Known known
                ? known.events().stream().reduce((earlier, later) -> later)
                : Optional.empty();
    }

    private static MasterLook judged(SsoSystem system, SsoServerName expected, List<OneServer> looks) {
        Set<String> named = new LinkedHashSet<>();
        looks.forEach(look -> look.named().ifPresent(name -> named.add(inInventory(system, name))));
        Set<String> masters = new LinkedHashSet<>(named);
        looks.stream()
                .filter(OneServer::takesItselfForMaster)
                .forEach(look -> masters.add(look.server().value()));
        Optional<String> first = named.stream().findFirst();
        SsoServerName master = first.flatMap(MasterLook::computer).orElse(expected);
        State one = first.filter(name -> computer(name).isEmpty()).isPresent() ? State.CANNOT_TELL : of(master, looks);
        return new MasterLook(
                masters.size() > 1 ? State.TWO_MASTERS : one,
                master,
                List.copyOf(masters),
                looks.stream().map(OneServer::seen).toList());
    }

    /** Empty where the SSO database names something else, an IP address say (docs/entsso.md 10.1, row 14). */
    private static Optional<SsoServerName> computer(String named) {
        return new GlobalInfo(named, null, null, null).secretServer();
    }

    private static String inInventory(SsoSystem system, String name) {
        return system.server(name).map(SsoServerName::value).orElse(name);
    }

    private static State of(SsoServerName master, List<OneServer> looks) {
        return looks.stream()
                .filter(look -> look.server().sameComputer(master))
                .map(OneServer::state)
                .findFirst()
                .orElse(State.CANNOT_TELL);
    }

    /** In a sentence. */
    public String sentence() {
        if (masters.size() == 1 && computer(masters.get(0)).isEmpty()) {
            return "The SSO database names %s as the master secret server, which is no computer's name."
                    .formatted(masters.get(0));
        }
        return state == State.TWO_MASTERS
                ? "The servers disagree about who is master: %s.".formatted(String.join(", ", masters))
                : "%s %s.".formatted(master, state.means());
    }
}
