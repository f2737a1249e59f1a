package org.handover.lab.entsso;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.handover.lab.windows.WindowsServer;

/**
 * One SSO system of a lab with its servers, its database and the network between them. Systems share connections and a
 * clockwork and nothing else: a server of one never reaches a server of another, whatever their names are.
 */
public final class LiveSystem implements AutoCloseable {

    /** Names of files in a server's folder that say what was done there: they are no part of a system's state. */
    private static final Set<String> NOT_STATE =
            Set.of("typed.jsonl", "changes.jsonl", "faults.json", "fault-notes.json");

    private static final String OFF = "powered-off.txt";

    private final SystemTopology topology;
    private final Place place;
    private final EntssoSettings settings;
    private final SsoSystem system;
    private final SsoNetwork network;
    private final SsoDatabase database;
    private final LabClock clock;
    private final List<SsoServer> servers = new ArrayList<>();

    /**
     * What systems share.
     *
     * @param clock real time
     */
    public record Shared(DatabasePool databases, ScheduledExecutorService clockwork, Clock clock)
            implements AutoCloseable {

        public static Shared open(String url, String user, String password, Clock clock) {
            return new Shared(new DatabasePool(url, user, password, 12), SsoNetwork.newClockwork(6), clock);
        }

        @Override
        public void close() {
            clockwork.shutdownNow();
            databases.close();
        }
    }

    /**
     * Where a system lives.
     *
     * @param servers the folder in which each server has its own, under its name
     * @param founding the folder that keeps what the system was at its founding, for {@link #reset}
     * @param prepare what every server gets before ENTSSO is installed: its console accounts
     */
    public record Place(Shared shared, Path servers, Path founding, Consumer<WindowsServer> prepare) {}

    private LiveSystem(SystemTopology topology, Place place, EntssoSettings settings) {
        this.topology = topology;
        this.place = place;
        this.settings = topology.poll().map(settings::withPoll).orElse(settings);
        this.system = topology.system();
        this.network = new SsoNetwork(this.settings, place.shared().clockwork());
        this.database = new SsoDatabase(place.shared().databases(), topology.schema());
        this.clock = new LabClock(place.shared().clock());
        for (SystemTopology.Server each : topology.servers()) {
            Path home = place.servers().resolve(each.name());
            WindowsServer windows = WindowsServer.create(each.name(), home, clock);
            place.prepare().accept(windows);
            servers.add(SsoServer.install(windows, home, system, database, network, each.hosts()));
        }
    }

    /** Makes the system's servers, which run nothing yet: {@link #found} or {@link #resume} comes next. */
    public static LiveSystem open(SystemTopology topology, Place place, EntssoSettings settings) {
        return new LiveSystem(topology, place, settings);
    }

    /**
     * Gives a new system its past, and keeps what it then is.
     *
     * @param lab whose database it is
     * @return the backup of the secret, which lies on every server
     */
    public Founding.RestoreFile found(UUID lab, String restorePassword, String reminder)
            throws SQLException, InterruptedException, IOException {
        network.use(settings.withPoll(Duration.ofDays(1)).withStartDuration(Duration.ZERO));
        Founding.RestoreFile file = new Founding(system, topology.masterIsDead(), database, servers, clock)
                .carryOut(lab, restorePassword, reminder);
        copyState(place.founding(), SystemTopology.schemaAtFoundingOf(topology.name()));
        network.use(settings);
        return file;
    }

    /** The lab's process starts again: what ran goes on as if nothing had been. */
    public void resume(Set<String> poweredOff) throws InterruptedException {
        for (SsoServer server : servers) {
            if (poweredOff.contains(server.name())) {
                server.windows().powerOff();
            } else {
                server.resume();
            }
        }
    }

    /**
     * Ends this system and brings back what it was at its founding: secrets, credentials, roles, files, event logs, power. What
     * was typed and changed stays counted; faults are off. This one is closed by it, whoever holds its servers lets them go.
     *
     * @throws IllegalStateException when nothing was kept at its founding
     */
    public LiveSystem reset() throws SQLException, InterruptedException, IOException {
        if (!Files.exists(place.founding().resolve(OFF))) {
            throw new IllegalStateException(topology.name() + " was founded by a lab that kept nothing to go back to.");
        }
        close();
        SsoDatabase kept =
                new SsoDatabase(place.shared().databases(), SystemTopology.schemaAtFoundingOf(topology.name()));
        kept.copyTo(database.schema());
        for (SystemTopology.Server each : topology.servers()) {
            Path home = place.servers().resolve(each.name());
            deleteState(home);
            copyFolder(place.founding().resolve(each.name()), home);
        }
        LiveSystem again = new LiveSystem(topology, place, settings);
        again.resume(poweredOff(place.founding()));
        return again;
    }

    /**
     * Makes another system that is what this one is now: same server names, secrets, credentials, roles and power, another
     * database, no fault. From then on the two have nothing to do with each other.
     *
     * @param name of the twin in this lab
     */
    public LiveSystem twin(String name, Place twinsPlace) throws SQLException, InterruptedException, IOException {
        SystemTopology twins = topology.named(name);
        copyState(twinsPlace.founding(), SystemTopology.schemaAtFoundingOf(name));
        new SsoDatabase(twinsPlace.shared().databases(), SystemTopology.schemaAtFoundingOf(name))
                .copyTo(twins.schema());
        for (SystemTopology.Server each : twins.servers()) {
            copyFolder(
                    twinsPlace.founding().resolve(each.name()),
                    twinsPlace.servers().resolve(each.name()));
        }
        LiveSystem twin = new LiveSystem(twins, twinsPlace, settings);
        twin.resume(poweredOff(twinsPlace.founding()));
        return twin;
    }

    /** Ends this system and removes its servers and databases for good. */
    public void delete() throws SQLException, IOException {
        close();
        database.drop();
        new SsoDatabase(place.shared().databases(), SystemTopology.schemaAtFoundingOf(topology.name())).drop();
        FolderTree.delete(place.founding());
        for (SystemTopology.Server each : topology.servers()) {
            FolderTree.delete(place.servers().resolve(each.name()));
        }
    }

    /** Copies what all servers and the database are at one moment: no service changes anything meanwhile. */
    private void copyState(Path folder, String schema) throws SQLException, IOException {
        List<SsoServer> locked = new ArrayList<>();
        try {
            for (SsoServer server : servers) {
                server.entsso().changing().lock();
                locked.add(server);
            }
            FolderTree.delete(folder);
            Files.createDirectories(folder);
            OwnerOnlyFile.closeFolder(folder);
            database.copyTo(schema);
            for (SsoServer server : servers) {
                copyFolder(place.servers().resolve(homeName(server)), folder.resolve(homeName(server)));
            }
            OwnerOnlyFile.replace(
                    folder.resolve(OFF), String.join("\n", poweredOff()).getBytes(StandardCharsets.UTF_8));
        } finally {
            locked.forEach(server -> server.entsso().changing().unlock());
        }
    }

    private String homeName(SsoServer server) {
        return topology.servers().stream()
                .map(SystemTopology.Server::name)
                .filter(server.name()::equalsIgnoreCase)
                .findFirst()
                .orElse(server.name());
    }

    private Set<String> poweredOff() {
        Set<String> off = new LinkedHashSet<>();
        servers.stream()
                .filter(server -> !server.windows().poweredOn())
                .map(SsoServer::name)
                .forEach(off::add);
        return off;
    }

    private static Set<String> poweredOff(Path folder) throws IOException {
        return new LinkedHashSet<>(Files.readAllLines(folder.resolve(OFF)));
    }

    /** Ends with the lab's process, or before a reset; {@link #resume} of a new one finds everything. */
    @Override
    public void close() {
        servers.forEach(SsoServer::suspend);
        network.close();
        database.close();
    }

    public SystemTopology topology() {
        return topology;
    }

    public List<SsoServer> servers() {
        return List.copyOf(servers);
    }

    public Optional<SsoServer> server(String name) {
        return servers.stream()
                .filter(server -> server.name().equalsIgnoreCase(name))
                .findFirst();
    }

    public SsoDatabase database() {
        return database;
    }

    public SsoNetwork network() {
        return network;
    }

    /** How its services behave where it is left open. */
    public EntssoSettings settings() {
        return network.settings();
    }

    private static void deleteState(Path home) throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        try (var entries = Files.list(home)) {
            for (Path entry : entries.toList()) {
                String name = String.valueOf(entry.getFileName());
                boolean stays = name.equals("typed.jsonl") || name.equals("changes.jsonl");
                if (!stays) {
                    FolderTree.delete(entry);
                }
            }
        }
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean ofTheServerItself = from.equals(file.getParent());
                if (!ofTheServerItself || !NOT_STATE.contains(String.valueOf(file.getFileName()))) {
                    Files.copy(
                            file,
                            to.resolve(from.relativize(file).toString()),
                            StandardCopyOption.COPY_ATTRIBUTES,
                            StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (Files.notExists(file)) {
                    // a file that was replaced while the folder was read: its successor is visited or not needed
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
