package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.handover.lab.windows.EventLog;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two hundred acts that an administrator may do, in any order, sensible or not. Whatever they are: servers that have the
 * secret from the master agree about what can be decrypted, a value that is read is the one that was stored, and a credential
 * that was readable and is not any more is accounted for by an event.
 */
@Tag("long")
class RandomActsTest {

    private static final int ACTS = 200;
    private static final String PASSWORD = "seven77";
    private static final List<String> NAMES = List.of("SSO01", "SSO02", "SSO03");
    private static final SystemTopology TOPOLOGY = new SystemTopology(
            "RANDOM",
            "CONTOSO",
            "SQL01",
            "SSODB",
            "CONTOSO\\svc-entsso",
            SsoSystem.VERSION,
            false,
            null,
            NAMES.stream().map(SystemTopology.Server::withoutHosts).toList());

    private final Map<String, String> stored = new HashMap<>();
    private final List<String> history = new ArrayList<>();
    private int named;
    private Random random = new Random();

    /** What is so after everybody has asked database and master. */
    private record Seen(Optional<String> master, Set<Long> readable, Map<String, Long> lastRecord) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 4242})
    void no_order_of_acts_makes_servers_disagree_or_loses_a_credential_in_silence(long seed, @TempDir Path home)
            throws Exception {
        random = new Random(seed);
        EntssoSettings settings = EntssoSettings.asDocumented()
                .withPoll(Duration.ofHours(1))
                .withStartDuration(Duration.ZERO)
                .withImpatience(2, Duration.ofMillis(5), Duration.ofHours(1));
        try (LiveSystem.Shared shared = new LiveSystem.Shared(
                        new DatabasePool(TestPostgres.newDatabaseUrl(), "postgres", "postgres", 4),
                        SsoNetwork.newClockwork(1),
                        Clock.systemUTC());
                LiveSystem system = LiveSystem.open(
                        TOPOLOGY,
                        new LiveSystem.Place(
                                shared, home.resolve("servers"), home.resolve("founding"), windows -> windows.accounts()
                                        .add(
                                                TestSystem.OPERATOR,
                                                null,
                                                operator().groups(),
                                                true)),
                        settings)) {
            system.found(UUID.randomUUID(), PASSWORD, "r");
            Seen before = look(system);
            assertThat(before.readable()).hasSize(15);
            for (int act = 1; act <= ACTS; act++) {
                history.add(act + ": " + act(system));
                barrier(shared);
                if (random.nextInt(3) == 0) {
                    continue;
                }
                Seen after = look(system);
                checkAgreement(system);
                checkNothingIsLostInSilence(system, before, after);
                before = after;
            }
            assertThat(stored).as("something was stored, or this tests nothing").isNotEmpty();
            assertThat(history)
                    .filteredOn(each -> each.contains("generate") && each.endsWith("done"))
                    .isNotEmpty();
            assertThat(history)
                    .filteredOn(each -> each.contains("restore") && each.endsWith("done"))
                    .isNotEmpty();
        }
    }

    private static Logon operator() {
        return new Logon(
                TestSystem.OPERATOR, Logon.Kind.PASSWORD, true, Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS));
    }

    private String act(LiveSystem system) throws Exception {
        int which = random.nextInt(100);
        SsoServer server =
                (which >= 42 && which < 64) || (which >= 71 && which < 76) ? likelyMaster(system) : anyServer(system);
        String name = server.name();
        boolean on = server.windows().poweredOn();
        if (which < 12) {
            String other = NAMES.get(random.nextInt(NAMES.size()));
            put(server, "C:\\u.xml", TestSystem.updateFile(other));
            return "on " + name + " name " + other + " " + manage(system, server, "-updatedb C:\\u.xml");
        }
        if (which < 34) {
            if (on) {
                server.windows().services().stopAndWait(EntssoService.NAME);
                if (which < 31) {
                    server.windows().services().startAndWait(EntssoService.NAME);
                }
            }
            return (which < 31 ? "restart " : "stop ") + name;
        }
        if (which < 42) {
            if (on
                    && system.servers().stream()
                                    .filter(each -> each.windows().poweredOn())
                                    .count()
                            > 1) {
                server.windows().powerOff();
                return "power off " + name;
            }
            server.windows().powerOn();
            server.windows().services().awaitSettled(EntssoService.NAME, Duration.ofSeconds(20));
            server.windows().services().startAndWait(EntssoService.NAME);
            return "power on " + name;
        }
        if (which < 46) {
            return "backup on " + name + " " + secret(server, "-backupsecret C:\\b" + named++ + ".bak", true);
        }
        if (which < 52) {
            return "generate on " + name + " " + secret(server, "-generatesecret C:\\g" + named++ + ".bak", true);
        }
        if (which < 64) {
            return "restore on " + name + " " + restore(system, server);
        }
        if (which < 68 && on) {
            put(server, "C:\\u.xml", TestSystem.updateFile(name));
            manage(system, server, "-updatedb C:\\u.xml");
            server.windows().services().stopAndWait(EntssoService.NAME);
            server.windows().services().startAndWait(EntssoService.NAME);
            return "promote " + name + " and restore " + restore(system, server);
        }
        if (which < 71) {
            return "disable " + manage(system, server, "-disablesso") + manage(system, server, "-enablesso");
        }
        if (which < 76 && on) {
            String first = secret(server, "-generatesecret C:\\g" + named++ + ".bak", true);
            SsoServer stale = anyServer(system);
            String written = store(stale);
            String second = secret(server, "-generatesecret C:\\g" + named++ + ".bak", true);
            return "generate on " + name + ", store on " + stale.name() + " " + written + ", generate " + first + " "
                    + second;
        }
        return "store on " + name + " " + store(server);
    }

    private String store(SsoServer server) {
        String identifier = "I" + random.nextInt(40);
        String value = UUID.randomUUID().toString();
        try {
            server.configStore().setConfigInfo(operator(), BizTalkHost.APPLICATION, identifier, Map.of("v", value));
            stored.put(identifier, value);
            return identifier + " done";
        } catch (SsoError refused) {
            return identifier + " " + refused.codeText();
        }
    }

    /** Any backup that lies anywhere. */
    private String restore(LiveSystem system, SsoServer server) throws IOException {
        List<Path> files = new ArrayList<>();
        for (SsoServer each : system.servers()) {
            try (var all = Files.walk(each.windows().disk().root())) {
                all.filter(path -> path.toString().endsWith(".bak")).forEach(files::add);
            }
        }
        Path file = files.get(random.nextInt(files.size()));
        Path here = server.windows().disk().resolve("C:\\restore-me", "C:\\");
        Files.copy(file, here, StandardCopyOption.REPLACE_EXISTING);
        return secret(server, "-restoresecret C:\\restore-me", false);
    }

    private String secret(SsoServer server, String command, boolean fresh) {
        if (!server.windows().poweredOn()) {
            return "off";
        }
        TestConsole.Result result = TestConsole.run(
                server,
                new SsoConfigProgram(server.entsso()),
                operator(),
                command,
                fresh ? new String[] {PASSWORD, PASSWORD, "r"} : new String[] {PASSWORD});
        return result.exitCode() == 0 ? "done" : "refused";
    }

    private static String manage(LiveSystem system, SsoServer server, String command) {
        if (!server.windows().poweredOn()) {
            return "off";
        }
        return TestConsole.run(
                                        server,
                                        new SsoManageProgram(
                                                system.network(),
                                                system.topology().system()),
                                        operator(),
                                        command)
                                .exitCode()
                        == 0
                ? "done"
                : "refused";
    }

    private SsoServer likelyMaster(LiveSystem system) {
        return system.database()
                .namedSecretServer()
                .filter(name -> random.nextInt(3) > 0)
                .flatMap(system::server)
                .orElseGet(() -> anyServer(system));
    }

    private SsoServer anyServer(LiveSystem system) {
        return system.servers().get(random.nextInt(NAMES.size()));
    }

    private static void put(SsoServer server, String path, String content) {
        try {
            Files.writeString(server.windows().disk().resolve(path, "C:\\"), content);
        } catch (IOException cannotBeWritten) {
            throw new UncheckedIOException(cannotBeWritten);
        }
    }

    /** What was left to the one thread of the clockwork is done. */
    private static void barrier(LiveSystem.Shared shared) throws InterruptedException, ExecutionException {
        shared.clockwork().submit(() -> {}).get();
    }

    private static Seen look(LiveSystem system) throws SQLException {
        system.servers().forEach(server -> server.entsso().poll());
        Optional<String> master = system.database().namedSecretServer().filter(name -> system.server(name)
                .flatMap(server -> server.entsso().role())
                .filter(Role.MASTER::equals)
                .isPresent());
        Set<Long> readable = master.isEmpty()
                ? Set.of()
                : readable(system, system.server(master.get()).orElseThrow());
        Map<String, Long> records = system.servers().stream()
                .collect(
                        Collectors.toMap(SsoServer::name, RandomActsTest::lastRecord, (a, b) -> a, LinkedHashMap::new));
        return new Seen(master, readable, records);
    }

    private static long lastRecord(SsoServer server) {
        List<EventLog.Event> events = server.windows().applicationLog().events();
        return events.get(events.size() - 1).recordId();
    }

    private static Set<Long> readable(LiveSystem system, SsoServer server) throws SQLException {
        Set<Long> readable = new HashSet<>();
        ServiceMemory memory;
        try {
            memory = server.entsso().running();
        } catch (SsoError stopped) {
            return readable;
        }
        for (SealedCredential credential : system.database().credentials()) {
            if (server.entsso().vault().opens(memory, credential)) {
                readable.add(credential.mapping());
            }
        }
        return readable;
    }

    /** Members that got their secret at this poll, and the master that they got it from. */
    private void checkAgreement(LiveSystem system) throws SQLException {
        List<SsoServer> healthy = new ArrayList<>();
        Optional<String> master = look(system).master();
        for (SsoServer server : system.servers()) {
            if (server.serviceState(EntssoService.NAME)
                    .filter(State.RUNNING::equals)
                    .isEmpty()) {
                continue;
            }
            try {
                ServiceMemory memory = server.entsso().running();
                boolean member = !memory.tookMasterRole() && memory.secrets() != null && !memory.secretServerLost();
                if (member || master.filter(server.name()::equals).isPresent()) {
                    healthy.add(server);
                }
            } catch (SsoError offline) {
                // not healthy
            }
        }
        Map<String, Set<Long>> views = new LinkedHashMap<>();
        for (SsoServer server : healthy) {
            views.put(server.name(), readable(system, server));
            for (Map.Entry<String, String> each : stored.entrySet()) {
                try {
                    Map<String, String> read =
                            server.configStore().getConfigInfo(operator(), BizTalkHost.APPLICATION, each.getKey());
                    assertThat(read)
                            .as("value of %s on %s after%n%s", each.getKey(), server.name(), history())
                            .isEqualTo(Map.of("v", each.getValue()));
                } catch (SsoError refused) {
                    assertThat(refused.codeText())
                            .as("why %s cannot be read on %s", each.getKey(), server.name())
                            .isIn("0xC0002A1A", "0xC0002A1F", "0xC0002A02");
                }
            }
        }
        assertThat(new HashSet<>(views.values()))
                .as("%s after%n%s", views, history())
                .hasSizeLessThanOrEqualTo(1);
    }

    private void checkNothingIsLostInSilence(LiveSystem system, Seen before, Seen after) throws SQLException {
        if (before.master().isEmpty() || !before.master().equals(after.master())) {
            return;
        }
        Set<Long> lost = new HashSet<>(before.readable());
        lost.removeAll(after.readable());
        lost.retainAll(system.database().credentials().stream()
                .map(SealedCredential::mapping)
                .collect(Collectors.toSet()));
        Map<Integer, Long> events = system.servers().stream()
                .flatMap(server -> server.windows().applicationLog().events().stream()
                        .filter(event -> event.recordId() > before.lastRecord().getOrDefault(server.name(), 0L)))
                .collect(Collectors.groupingBy(EventLog.Event::id, Collectors.counting()));
        boolean another = events.containsKey(10523) || events.containsKey(10534);
        if (!another) {
            assertThat(events.getOrDefault(10547, 0L))
                    .as("events %s for the lost %s after%n%s", events, lost, history())
                    .isGreaterThanOrEqualTo(lost.size());
        }
    }

    private String history() {
        return String.join("\n", history);
    }
}
