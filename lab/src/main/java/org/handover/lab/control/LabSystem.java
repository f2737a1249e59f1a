package org.handover.lab.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.handover.lab.control.LabFile.RestoreFile;
import org.handover.lab.control.LabFile.SystemInventory;
import org.handover.lab.control.Topology.ServerPlan;
import org.handover.lab.control.Topology.SystemPlan;
import org.handover.lab.entsso.EntssoSettings;
import org.handover.lab.entsso.Founding;
import org.handover.lab.entsso.LiveSystem;
import org.handover.lab.entsso.Sha256;
import org.handover.lab.entsso.SsoDatabase;
import org.handover.lab.entsso.SsoServer;
import org.handover.lab.entsso.SystemTopology;
import org.handover.lab.ssh.SshFrontDoor;
import org.handover.lab.windows.WindowsServer;
import org.jspecify.annotations.Nullable;

/**
 * One SSO system of a lab, or a twin of one: what it was founded as, what it is now, the folder that it lies in, and the doors
 * to its servers.
 */
final class LabSystem implements AutoCloseable {

    static final String SETUP_FILE = "setup.json";

    private static final String PASSWORD_FILE = "restore-password.json";
    private static final String POWER_FILE = "power.json";
    private static final String SERVERS = "servers";
    private static final String FOUNDED = "founded";

    private static final String SHELL_KEY = "HKLM\\SOFTWARE\\OpenSSH";
    private static final String LANGUAGE_KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\Language";
    private static final Map<String, String> LANGUAGES = Map.of("en", "0409", "de", "0407");

    private final Ground ground;
    private final StateFolder folder;
    private final Setup setup;
    private final Map<String, Integer> ports;
    private volatile Running running;

    /**
     * What all systems of a lab have in common.
     *
     * @param bind the address that they listen on
     * @param advertised the address that others are told
     */
    record Ground(
            UUID lab,
            LabFolder folder,
            LiveSystem.Shared shared,
            DatabaseAddress database,
            Ports ports,
            ConsoleAccounts accounts,
            EntssoSettings settings,
            String bind,
            String advertised) {

        StateFolder systemFolder(String name) {
            return folder.sub("systems").sub(name);
        }

        SsoDatabase ssoDatabase(String schema) {
            return new SsoDatabase(shared.databases(), schema);
        }
    }

    /**
     * What a system's folder says about it; a folder without it is what an interrupted founding left.
     *
     * @param name what the control interface knows it by
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Setup(String name, @Nullable String twinOf, SystemPlan plan, RestoreFile restoreFile) {
        Setup asTwin(String twin) {
            return new Setup(twin, /* twinOf= */ name, plan, restoreFile);
        }
    }

    private record RestorePassword(String password) {}

    private record Power(Set<String> off) {}

    /** The servers while they live in this process, and the doors to them. */
    private static final class Running {
        private final LiveSystem system;
        private final Map<String, SshFrontDoor> doors = new ConcurrentHashMap<>();
        /** From now on a server that loses its power does so because it is suspended. */
        private volatile boolean ending;

        Running(LiveSystem system) {
            this.system = system;
        }

        void end() {
            ending = true;
            system.close();
            closeDoors();
        }

        void closeDoors() {
            doors.values().forEach(SshFrontDoor::close);
        }
    }

    private LabSystem(Ground ground, Setup setup, LiveSystem system) throws IOException, LabCannotStartException {
        this.ground = ground;
        this.folder = ground.systemFolder(setup.name());
        this.setup = setup;
        this.ports = ground.ports().choose(setup.name(), setup.plan().serverNames(), setup.twinOf() != null);
        this.running = opened(system);
    }

    /** Founds a system where none is yet; what an interrupted founding of this lab left behind goes first. */
    static LabSystem found(Ground ground, SystemPlan plan, String restorePassword, String reminder)
            throws IOException, SQLException, InterruptedException, LabCannotStartException {
        StateFolder folder = ground.systemFolder(plan.name());
        clearAway(ground, plan.name(), folder);
        folder.write(PASSWORD_FILE, new RestorePassword(restorePassword));
        LiveSystem system = live(ground, plan, plan.name());
        try {
            Founding.RestoreFile file = system.found(ground.lab(), restorePassword, reminder);
            takeDown(system, plan);
            byte[] bytes =
                    Files.readAllBytes(system.servers().get(0).windows().disk().resolve(file.path(), "C:\\"));
            Setup setup =
                    new Setup(plan.name(), null, plan, new RestoreFile(file.path(), Sha256.hexOf(bytes), file.msid()));
            folder.write(POWER_FILE, poweredOff(system));
            folder.write(SETUP_FILE, setup);
            return new LabSystem(ground, setup, system);
        } catch (IOException
                | SQLException
                | InterruptedException
                | LabCannotStartException
                | RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    private static void clearAway(Ground ground, String name, StateFolder folder)
            throws IOException, SQLException, LabCannotStartException {
        String schema = SystemTopology.schemaOf(name);
        SsoDatabase database = ground.ssoDatabase(schema);
        Optional<UUID> maker = database.madeBy();
        if (maker.isPresent() && !maker.get().equals(ground.lab())) {
            throw new LabCannotStartException("The database holds the SSO database of another lab: drop schema "
                    + schema + ", or give the lab that folder as its home.");
        }
        if (maker.isEmpty() && database.isTaken()) {
            throw new LabCannotStartException(
                    "The database has a schema " + schema + " that no lab made: give the lab another database.");
        }
        database.drop();
        ground.ssoDatabase(SystemTopology.schemaAtFoundingOf(name)).drop();
        folder.delete();
    }

    /** Brings a system back as it was when the lab ended. */
    static LabSystem resume(Ground ground, Setup setup)
            throws IOException, InterruptedException, LabCannotStartException {
        requireOurDatabase(ground, setup);
        Power power =
                ground.systemFolder(setup.name()).read(POWER_FILE, Power.class).orElse(new Power(Set.of()));
        LiveSystem system = live(ground, setup.plan(), setup.name());
        try {
            system.resume(power.off());
            return new LabSystem(ground, setup, system);
        } catch (IOException | InterruptedException | LabCannotStartException | RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    private static void requireOurDatabase(Ground ground, Setup setup) throws LabCannotStartException {
        try {
            if (!ground.ssoDatabase(SystemTopology.schemaOf(setup.name()))
                    .madeBy()
                    .equals(Optional.of(ground.lab()))) {
                throw new LabCannotStartException(
                        "The SSO database of " + setup.name() + " is not in " + ground.database()
                                + ": give the lab the database that it was made with, or delete its folder.");
            }
        } catch (SQLException doesNotAnswer) {
            // the servers start without it, as real ones do, and say so in their event logs
        }
    }

    private static LiveSystem live(Ground ground, SystemPlan plan, String name) {
        return LiveSystem.open(topology(plan, name), place(ground, plan, name), ground.settings());
    }

    private static SystemTopology topology(SystemPlan plan, String name) {
        Double poll = plan.pollSeconds();
        return new SystemTopology(
                name,
                plan.domain(),
                plan.sqlServer(),
                plan.database(),
                plan.serviceAccount(),
                SystemTopology.contoso().version(),
                plan.down().contains(plan.master()),
                poll == null ? null : Duration.ofMillis(Math.round(poll * 1000)),
                plan.serverNames().stream()
                        .map(server -> plan.bizTalkHosts().contains(server)
                                ? SystemTopology.Server.with(server, "BizTalkServerApplication")
                                : SystemTopology.Server.withoutHosts(server))
                        .toList());
    }

    private static LiveSystem.Place place(Ground ground, SystemPlan plan, String name) {
        StateFolder folder = ground.systemFolder(name);
        return new LiveSystem.Place(
                ground.shared(), folder.file(SERVERS), folder.file(FOUNDED), server -> prepare(ground, plan, server));
    }

    private static void prepare(Ground ground, SystemPlan plan, WindowsServer server) {
        ground.accounts().addTo(server, plan.domain());
        ServerPlan particular = plan.server(server.name());
        set(server, SHELL_KEY, "DefaultShell", particular.defaultShell());
        String language = particular.language();
        set(server, LANGUAGE_KEY, "InstallLanguage", language == null ? null : LANGUAGES.get(language));
    }

    private static void set(WindowsServer server, String key, String name, @Nullable String value) {
        if (value != null && server.registry().string(key, name).isEmpty()) {
            server.registry().setString(key, name, value);
        }
    }

    private static void takeDown(LiveSystem system, SystemPlan plan) {
        system.servers().stream()
                .filter(server -> plan.down().contains(server.name()))
                .forEach(server -> server.windows().powerOff());
    }

    private Running opened(LiveSystem system) throws LabCannotStartException, IOException {
        Running opened = new Running(system);
        Files.createDirectories(folder.file("host-keys"));
        for (SsoServer server : system.servers()) {
            int port = port(server.name());
            try {
                opened.doors.put(
                        server.name(),
                        SshFrontDoor.open(
                                server.windows(),
                                ground.bind(),
                                port,
                                folder.file("host-keys").resolve(server.name() + ".key")));
            } catch (UncheckedIOException cannotListen) {
                opened.end();
                throw new LabCannotStartException(
                        "Port " + port + ", which is for " + name() + "/" + server.name() + ", cannot be opened.");
            }
        }
        system.servers().forEach(server -> server.windows().onPower(on -> rememberPower(opened)));
        rememberPower(opened);
        return opened;
    }

    private synchronized void rememberPower(Running of) {
        if (of.ending) {
            return;
        }
        try {
            folder.write(POWER_FILE, poweredOff(of.system));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("Which servers are off cannot be kept.", unwritable);
        }
    }

    private static Power poweredOff(LiveSystem system) {
        return new Power(system.servers().stream()
                .filter(server -> !server.windows().poweredOn())
                .map(SsoServer::name)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Makes a second system with the same servers, on ports and with host keys of its own. It is told apart by nothing else; no
     * fault is on in it, and nothing was typed there.
     *
     * @param asFounded whether it begins as the original was founded, and not as the original is now
     */
    LabSystem twin(String name, boolean asFounded)
            throws IOException, SQLException, InterruptedException, LabCannotStartException {
        StateFolder twinFolder = ground.systemFolder(name);
        twinFolder.delete();
        twinFolder.write(PASSWORD_FILE, new RestorePassword(restorePassword()));
        LiveSystem twin =
                asFounded ? foundedTwin(name, twinFolder) : running.system.twin(name, place(ground, plan(), name));
        Setup twinSetup = setup.asTwin(name);
        twinFolder.write(SETUP_FILE, twinSetup);
        return new LabSystem(ground, twinSetup, twin);
    }

    private LiveSystem foundedTwin(String name, StateFolder twinFolder)
            throws IOException, SQLException, InterruptedException {
        folder.sub(FOUNDED).copyTo(twinFolder.sub(FOUNDED));
        ground.ssoDatabase(SystemTopology.schemaAtFoundingOf(name())).copyTo(SystemTopology.schemaAtFoundingOf(name));
        LiveSystem twin = live(ground, plan(), name).reset();
        takeDown(twin, plan());
        return twin;
    }

    /**
     * Takes every server and the SSO database back to how they were founded (a twin as it is now: to how it was made). Ports and
     * host keys stay, and so do the counters of what was typed and done: they count on. Faults are off.
     */
    synchronized void reset() throws IOException, SQLException, InterruptedException, LabCannotStartException {
        Power power = poweredOff(running.system);
        Running before = running;
        before.ending = true;
        before.closeDoors();
        LiveSystem fresh;
        try {
            fresh = before.system.reset();
        } catch (SQLException doesNotAnswer) {
            // nothing is taken back yet: the servers go on as they were
            LiveSystem asItWas = live(ground, plan(), name());
            asItWas.resume(power.off());
            running = opened(asItWas);
            throw doesNotAnswer;
        }
        if (setup.twinOf() == null) {
            takeDown(fresh, plan());
        }
        running = opened(fresh);
        fresh.servers()
                .forEach(server -> server.windows().commandLog().changed("reset to the state it was founded in"));
    }

    /** Ends a system for good, with everything that was kept of it. */
    void remove() throws IOException, SQLException {
        running.ending = true;
        running.system.delete();
        running.closeDoors();
        folder.delete();
        ground.ports().forget(name());
    }

    @Override
    public void close() {
        running.end();
    }

    String name() {
        return setup.name();
    }

    Optional<String> twinOf() {
        return Optional.ofNullable(setup.twinOf());
    }

    SystemPlan plan() {
        return setup.plan();
    }

    List<SsoServer> servers() {
        return running.system.servers();
    }

    Optional<SsoServer> server(String name) {
        return running.system.server(name);
    }

    Optional<SshFrontDoor> door(SsoServer server) {
        return Optional.ofNullable(running.doors.get(server.name()));
    }

    int port(String server) {
        return ports.getOrDefault(server, 0);
    }

    RestoreFile restoreFile() {
        return setup.restoreFile();
    }

    Optional<String> namedSecretServer() {
        return running.system.database().namedSecretServer();
    }

    String describeDatabase() throws SQLException {
        return running.system.database().describe();
    }

    SystemInventory inventory() {
        List<LabFile.Server> listed = servers().stream()
                .map(server -> new LabFile.Server(
                        server.name(),
                        ground.advertised(),
                        port(server.name()),
                        door(server).map(SshFrontDoor::hostKeyLine).orElse("")))
                .toList();
        return new SystemInventory(
                name(),
                setup.twinOf(),
                plan().name(),
                ConsoleAccounts.operator(plan().domain()),
                plan().master(),
                listed,
                restoreFile(),
                null);
    }

    String restorePassword() throws IOException {
        return folder.read(PASSWORD_FILE, RestorePassword.class)
                .map(RestorePassword::password)
                .orElseThrow(() -> new IOException("The lab no longer knows the restore password of " + name() + "."));
    }
}
