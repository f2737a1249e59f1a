package org.handover.lab.control;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.handover.lab.entsso.EntssoSettings;
import org.handover.lab.entsso.Founding;
import org.handover.lab.entsso.LabClock;
import org.handover.lab.entsso.OwnerOnlyFile;
import org.handover.lab.entsso.Sha256;
import org.handover.lab.entsso.SsoDatabase;
import org.handover.lab.entsso.SsoNetwork;
import org.handover.lab.entsso.SsoServer;
import org.handover.lab.entsso.SsoSystem;
import org.handover.lab.ssh.SshFrontDoor;
import org.handover.lab.windows.WindowsServer;

/** A lab that is up: the servers of CONTOSO, each with its front door, and the control interface. */
public final class Lab implements AutoCloseable {

    public static final String READY_FILE = "lab.json";

    private static final SsoSystem CONTOSO = new SsoSystem("CONTOSO", "CONTOSO", "SQL01", "SSODB");
    private static final List<String> SERVERS = List.of("SSO01", "SSO02", "SSO03");
    private static final String IDENTITY_FILE = "identity.json";
    private static final String SETUP_FILE = "setup.json";
    private static final String POWER_FILE = "power.json";
    private static final String PASSWORD_FILE = "restore-password.json";

    private final LabConfiguration configuration;
    private final LabFolder folder;
    private final SsoNetwork network;
    private final LabClock clock = new LabClock(Clock.systemUTC());
    private final List<SsoDatabase> databases = new ArrayList<>();
    private final List<SsoServer> servers = new ArrayList<>();
    private final Map<String, SshFrontDoor> doors = new ConcurrentHashMap<>();
    private final ExecutorService httpThreads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "lab-http");
        thread.setDaemon(true);
        return thread;
    });
    private HttpServer http;
    private Optional<String> madeUpRestorePassword = Optional.empty();
    private LabFile labFile;
    private volatile boolean closing;

    private record Identity(UUID lab) {}

    private record Setup(LabFile.RestoreFile restoreFile) {}

    private record Power(List<String> off) {}

    private record RestorePassword(String password) {}

    private Lab(LabConfiguration configuration, LabFolder folder) throws IOException {
        this.configuration = configuration;
        this.folder = folder;
        this.network = new SsoNetwork(configuration.settings());
        this.http = HttpServer.create();
        this.labFile = new LabFile(
                null,
                "",
                null,
                "",
                CONTOSO.name(),
                ConsoleAccounts.OPERATOR,
                SERVERS.get(0),
                List.of(),
                new LabFile.RestoreFile("", "", ""));
    }

    /**
     * Starts a lab: makes CONTOSO where the folder is new, or brings back what is there.
     *
     * @throws LabCannotStartException with a sentence for whoever started it
     */
    public static Lab open(LabConfiguration configuration)
            throws IOException, SQLException, InterruptedException, LabCannotStartException {
        LabFolder folder = LabFolder.open(configuration.home());
        Lab lab = new Lab(configuration, folder);
        try {
            lab.start();
            return lab;
        } catch (IOException | SQLException | InterruptedException | LabCannotStartException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void start() throws IOException, SQLException, InterruptedException, LabCannotStartException {
        Files.deleteIfExists(folder.file(READY_FILE));
        Optional<Setup> before = folder.read(SETUP_FILE, Setup.class);
        if (before.isEmpty()) {
            clearAway();
        } else {
            requireOurDatabase();
        }
        installServers();
        Setup setup = before.isPresent() ? before.get() : setUp();
        if (before.isPresent()) {
            resume();
        }
        servers.forEach(server -> server.windows().onPower(on -> rememberPower()));
        rememberPower();
        openDoors(setup);
    }

    /** A set-up that was cut short leaves things behind; they go, as long as they are this lab's own. */
    private void clearAway() throws IOException, SQLException, LabCannotStartException {
        Optional<UUID> ours = folder.read(IDENTITY_FILE, Identity.class).map(Identity::lab);
        folder.delete("servers");
        try (SsoDatabase database = newDatabase()) {
            Optional<UUID> maker = database.madeBy();
            if (maker.isPresent() && maker.equals(ours)) {
                database.drop();
            } else if (maker.isPresent()) {
                throw new LabCannotStartException("The database holds the SSO database of another lab: drop schema "
                        + schema() + ", or give the lab that folder as its home.");
            }
        }
        if (ours.isEmpty()) {
            folder.write(IDENTITY_FILE, new Identity(UUID.randomUUID()));
        }
    }

    private void requireOurDatabase() throws IOException, LabCannotStartException {
        Optional<UUID> ours = folder.read(IDENTITY_FILE, Identity.class).map(Identity::lab);
        try (SsoDatabase database = newDatabase()) {
            if (!database.madeBy().equals(ours)) {
                throw new LabCannotStartException(
                        "The SSO database of this lab is not in " + configuration.databaseUrl()
                                + ": give it the database that it was made with, or delete its folder.");
            }
        } catch (SQLException doesNotAnswer) {
            // the servers start without it, as real ones do, and say so in their event logs
        }
    }

    private void installServers() {
        for (String name : SERVERS) {
            WindowsServer windows = WindowsServer.create(name, folder.server(name), clock);
            ConsoleAccounts.add(windows, configuration);
            SsoDatabase database = newDatabase();
            databases.add(database);
            servers.add(SsoServer.install(
                    windows, folder.server(name), CONTOSO, database, network, !name.equals(SERVERS.get(0))));
        }
    }

    private Setup setUp() throws IOException, SQLException, InterruptedException {
        String password = configuration.restorePassword().orElseGet(Lab::makeUpPassword);
        if (configuration.restorePassword().isEmpty()) {
            madeUpRestorePassword = Optional.of(password);
        }
        folder.write(PASSWORD_FILE, new RestorePassword(password));
        EntssoSettings wanted = configuration.settings();
        network.use(wanted.withPoll(Duration.ofDays(1)).withStartDuration(Duration.ZERO));
        UUID lab = folder.read(IDENTITY_FILE, Identity.class)
                .map(Identity::lab)
                .orElseThrow(() -> new IOException("The lab's own identity is gone."));
        Founding.RestoreFile file = new Founding(CONTOSO, databases.get(0), servers, clock)
                .carryOut(lab, password, configuration.reminder());
        network.use(wanted);
        byte[] bytes = Files.readAllBytes(servers.get(1).windows().disk().resolve(file.path(), "C:\\"));
        Setup setup = new Setup(new LabFile.RestoreFile(file.path(), Sha256.hexOf(bytes), file.msid()));
        rememberPower();
        folder.write(SETUP_FILE, setup);
        return setup;
    }

    private void resume() throws IOException, InterruptedException {
        List<String> off = folder.read(POWER_FILE, Power.class).map(Power::off).orElse(List.of());
        for (SsoServer server : servers) {
            if (off.contains(server.name())) {
                server.windows().powerOff();
            } else {
                server.resume();
            }
        }
    }

    private void openDoors(Setup setup) throws IOException, LabCannotStartException {
        InetAddress bind = InetAddress.getByName(configuration.bind());
        Ports ports = Ports.choose(folder, bind, configuration.basePort(), SERVERS);
        Files.createDirectories(folder.file("host-keys"));
        List<LabFile.Server> listed = new ArrayList<>();
        for (SsoServer server : servers) {
            SshFrontDoor door = SshFrontDoor.open(
                    server.windows(), configuration.bind(), ports.ssh(server.name()), folder.hostKey(server.name()));
            doors.put(server.name(), door);
            listed.add(new LabFile.Server(
                    server.name(), configuration.advertised(), ports.ssh(server.name()), door.hostKeyLine()));
        }
        String token = configuration.token().orElseGet(Lab::makeUpPassword);
        labFile = new LabFile(
                ProcessHandle.current().pid(),
                "http://" + configuration.advertised() + ":" + ports.http(),
                token,
                clock.instant().toString(),
                CONTOSO.name(),
                ConsoleAccounts.OPERATOR,
                SERVERS.get(0),
                listed,
                setup.restoreFile());
        http.bind(new InetSocketAddress(bind, ports.http()), 0);
        http.setExecutor(httpThreads);
        http.createContext("/", new ControlInterface(this, token));
        http.start();
        folder.write(READY_FILE, labFile);
        if (configuration.handOver().isPresent()) {
            OwnerOnlyFile.replace(configuration.handOver().get(), LabFolder.JSON.writeValueAsBytes(labFile));
        }
    }

    private synchronized void rememberPower() {
        if (closing) {
            return;
        }
        try {
            folder.write(
                    POWER_FILE,
                    new Power(servers.stream()
                            .filter(server -> !server.windows().poweredOn())
                            .map(SsoServer::name)
                            .toList()));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("Which servers are off cannot be kept.", unwritable);
        }
    }

    /** Ends the process's part; every server goes on at the next start where it was. */
    @Override
    public void close() {
        closing = true;
        http.stop(0);
        httpThreads.shutdownNow();
        servers.parallelStream().forEach(SsoServer::suspend);
        doors.values().forEach(SshFrontDoor::close);
        network.close();
        databases.forEach(SsoDatabase::close);
        try {
            Files.deleteIfExists(folder.file(READY_FILE));
            folder.close();
        } catch (IOException alreadyGone) {
            // the process ends all the same
        }
    }

    /** A restore password that nobody gave, on the first start only: it has to be told to somebody. */
    public Optional<String> madeUpRestorePassword() {
        return madeUpRestorePassword;
    }

    /** One line that says where everything is; it holds no secret. */
    public String readyLine() {
        StringBuilder line = new StringBuilder("lab ready: " + labFile.http());
        for (LabFile.Server server : labFile.servers()) {
            line.append(", ")
                    .append(server.name())
                    .append(" ")
                    .append(server.host())
                    .append(":")
                    .append(server.port());
        }
        return line.append(", account ").append(labFile.account()).toString();
    }

    LabFile labFile() {
        return labFile;
    }

    List<SsoServer> servers() {
        return servers;
    }

    SsoDatabase database() {
        return databases.get(0);
    }

    Optional<SsoServer> server(String name) {
        return servers.stream()
                .filter(server -> server.name().equalsIgnoreCase(name))
                .findFirst();
    }

    Optional<SshFrontDoor> door(SsoServer server) {
        return Optional.ofNullable(doors.get(server.name()));
    }

    String restorePassword() throws IOException {
        return folder.read(PASSWORD_FILE, RestorePassword.class)
                .map(RestorePassword::password)
                .orElseThrow(() -> new IOException("The lab no longer knows its restore password."));
    }

    private static String makeUpPassword() {
        byte[] bytes = new byte[15];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private SsoDatabase newDatabase() {
        return new SsoDatabase(
                configuration.databaseUrl(), configuration.databaseUser(), configuration.databasePassword(), schema());
    }

    private static String schema() {
        return "sso_" + CONTOSO.name().toLowerCase(Locale.ROOT);
    }
}
