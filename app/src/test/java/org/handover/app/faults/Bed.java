package org.handover.app.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.handover.app.lab.ApplicationProcess;
import org.handover.app.lab.Drive;
import org.handover.app.lab.TestLab;

/** What faults happen to: a database, one node or two, servers for many runs at once, and people who answer. */
final class Bed implements AutoCloseable {

    static final String NEW_MASTER = "SSO02";
    static final String DEMONSTRATION = "FO-000001";
    static final Duration OFTEN = Duration.ofMillis(100);
    static final Duration TO_THE_END = Duration.ofMinutes(3);
    private static final Duration POOL_WAIT = Duration.ofSeconds(2);

    private static final int TWINS_OF_A_LAB = 20;
    private static final Path WORK = Path.of("target", "faults").toAbsolutePath();

    /** A run that is under way. */
    record OpenRun(Place place, String estate, String id, LabCount.Since since) {

        LabCount count() {
            return LabCount.of(place.lab().commands(), since);
        }
    }

    private final Path folder;
    private final Postgres postgres;
    private final EngineRows engine;
    private final List<TestLab> labs = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final Map<Place, Integer> whenInventoryWasWritten = new LinkedHashMap<>();
    private final List<ApplicationProcess> nodes = new CopyOnWriteArrayList<>();
    private final Map<Place, OpenRun> open = new ConcurrentHashMap<>();
    private final People people;
    private volatile Optional<Drive> door = Optional.empty();

    Bed(String name, int howManyPlaces) throws IOException, SQLException {
        folder = WORK.resolve(name + "-" + ProcessHandle.current().pid());
        postgres = new Postgres(folder.resolve("postgres"));
        engine = new EngineRows(postgres);
        for (int i = 0; i < howManyPlaces; i++) {
            if (i % TWINS_OF_A_LAB == 0) {
                labs.add(TestLab.start());
            }
            places.add(new Place(i + 1, labs.get(i / TWINS_OF_A_LAB).twin()));
        }
        people = new People(engine, () -> door);
    }

    Postgres postgres() {
        return postgres;
    }

    EngineRows engine() {
        return engine;
    }

    List<Place> places() {
        return places;
    }

    People people() {
        return people;
    }

    List<OpenRun> open() {
        return List.copyOf(open.values());
    }

    /** Starts a node and lets people in at it. */
    ApplicationProcess startNode(String name) throws IOException {
        ApplicationProcess node = ApplicationProcess.start(
                data(name), ApplicationProcess.freePort(), Map.of("SPRING_APPLICATION_JSON", settings()));
        nodes.add(node);
        door = Optional.of(node.drive());
        return node;
    }

    /** Where people and tools get in; nowhere while no node is there. */
    void door(Optional<ApplicationProcess> node) {
        door = node.map(ApplicationProcess::drive);
    }

    void isGone(ApplicationProcess node) {
        nodes.remove(node);
    }

    private Path data(String name) throws IOException {
        Path data = folder.resolve(name);
        Path keys = Files.createDirectories(data.resolve("keys"));
        for (String half : List.of("", ".pub")) {
            Path key = keys.resolve("console" + half);
            if (!Files.exists(key)) {
                Files.copy(labs.get(0).privateKey().resolveSibling("console-key" + half), key);
            }
        }
        return data;
    }

    private String settings() throws IOException {
        Path inventory = folder.resolve("inventory.yml");
        StringBuilder yaml = new StringBuilder("estates:\n");
        for (Place place : places) {
            place.inventory(yaml);
            whenInventoryWasWritten.put(place, place.used());
        }
        Files.writeString(inventory, yaml);
        Map<String, Object> settings = new LinkedHashMap<>(postgres.settings());
        // Outages of seconds then outlast the wait for a connection, as one of a minute does with the usual half a
        // minute.
        settings.put("spring.datasource.hikari.connection-timeout", POOL_WAIT.toMillis());
        settings.put("handover.inventory", inventory.toString());
        settings.put("handover.lab.enabled", true);
        settings.put(
                "handover.lab.handed-over",
                labs.get(0).privateKey().resolveSibling("lab.json").toString());
        settings.put("handover.poll-limit", "PT1S");
        settings.put("handover.master-watch", "PT0S");
        settings.put("handover.former-watch", "PT12H");
        return new ObjectMapper().writeValueAsString(settings);
    }

    /** Begins a run wherever none is open. */
    void fill(Random random, Duration acting, Duration looking) {
        for (Place place : places) {
            if (!open.containsKey(place) && hasRoom(place)) {
                begin(place, random, acting, looking);
            }
        }
    }

    /** Whether the inventory that the nodes have read has another estate for this place. */
    boolean hasRoom(Place place) {
        return place.hasEstatesLeft(whenInventoryWasWritten.get(place));
    }

    OpenRun begin(Place place, Random random, Duration acting, Duration looking) {
        String estate = place.fresh(random, acting, looking);
        LabCount.Since since = LabCount.Since.now(place.lab().commands());
        Drive.Reply reply = door.orElseThrow().call("operator", "POST", "/api/failovers", People.request(estate));
        if (reply.status() != 201) {
            throw new AssertionError(estate + ": " + reply);
        }
        OpenRun run = new OpenRun(place, estate, reply.body().path("id").asText(), since);
        open.put(place, run);
        return run;
    }

    /** Judges the runs that have ended, and makes room for others. */
    void harvest(Tally.Row row) throws SQLException {
        Map<String, String> ended = engine.ended();
        for (OpenRun run : open()) {
            if (ended.containsKey(run.id())) {
                judge(run, ended.get(run.id()), row);
            }
        }
    }

    private void judge(OpenRun run, String state, Tally.Row row) throws SQLException {
        String master = run.place().lab().state().path("masterSecretServer").asText();
        LabCount.Verdict verdict = run.count().judge(state.equals("succeeded"), master, NEW_MASTER);
        row.ended("%s (%s, %s)".formatted(run.id(), run.estate(), state), verdict, engine.helpAsked(run.id()));
        open.remove(run.place());
    }

    /** Waits until every run has come to its end; one that does not is lost. */
    void untilAllHaveEnded(Tally.Row row) throws SQLException {
        for (OpenRun run : open()) {
            untilItHasEnded(run, row);
        }
    }

    /** Waits until a run has come to its end; if it does not it is lost. */
    void untilItHasEnded(OpenRun run, Tally.Row row) throws SQLException {
        try {
            Awaitility.await(run.id() + " has ended")
                    .atMost(TO_THE_END)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> engine.ended().containsKey(run.id()));
            judge(run, engine.ended().get(run.id()), row);
        } catch (ConditionTimeoutException stillOpen) {
            row.note("people were refused " + people.refusals());
            row.note("%s stands at %s".formatted(run.id(), engine.where(run.id())));
            judge(run, "open", row);
        }
    }

    @Override
    public void close() throws IOException {
        people.close();
        for (ApplicationProcess node : nodes) {
            Signal.send("KILL", node.pid());
        }
        for (Place place : places) {
            place.close();
        }
        labs.forEach(TestLab::close);
        postgres.close();
    }
}
