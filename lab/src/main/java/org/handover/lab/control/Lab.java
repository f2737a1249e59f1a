package org.handover.lab.control;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.handover.lab.control.LabSystem.Ground;
import org.handover.lab.control.LabSystem.Setup;
import org.handover.lab.control.Topology.SystemPlan;
import org.handover.lab.entsso.LiveSystem;
import org.handover.lab.entsso.OwnerOnlyFile;
import org.handover.lab.entsso.SsoServer;
import org.jspecify.annotations.Nullable;

/** A lab that is up: its SSO systems and their twins, each server with its front door, and the control interface. */
public final class Lab implements AutoCloseable {

    public static final String READY_FILE = "lab.json";

    private static final String IDENTITY_FILE = "identity.json";
    /** There when every system was founded once; the application looks for it. */
    private static final String FOUNDED_FILE = "setup.json";

    private static final String TOPOLOGY_FILE = "topology.json";
    private static final String CONSOLE_PASSWORD_FILE = "console-password.json";
    private static final int MOST_TWINS = 20;

    private final LabConfiguration configuration;
    private final LabFolder folder;
    private final List<LabSystem> systems = new CopyOnWriteArrayList<>();
    private final ExecutorService httpThreads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "lab-http");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer http;
    private final String token;
    private final String startedAt = Instant.now().toString();
    private Optional<String> madeUpRestorePassword = Optional.empty();
    private Optional<String> madeUpConsolePassword = Optional.empty();
    private @Nullable OwnPostgres postgres;
    private @Nullable Ground ground;
    private String httpAddress = "";

    private record Identity(UUID lab) {}

    private record Founded(String at) {}

    private record ConsolePassword(String password) {}

    private Lab(LabConfiguration configuration, LabFolder folder) throws IOException {
        this.configuration = configuration;
        this.folder = folder;
        this.http = HttpServer.create();
        this.token = configuration.token().orElseGet(Secrets::makeUp);
    }

    /**
     * Starts a lab: founds its systems where the folder is new, or brings back what is there.
     *
     * @throws LabCannotStartException with a sentence for whoever started it
     */
    public static Lab open(LabConfiguration configuration)
            throws IOException, SQLException, InterruptedException, LabCannotStartException {
        LabFolder folder = LabFolder.open(configuration.home());
        Lab lab;
        try {
            lab = new Lab(configuration, folder);
        } catch (IOException | RuntimeException failed) {
            folder.close();
            throw failed;
        }
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
        if (Files.exists(folder.file("servers"))) {
            throw new LabCannotStartException("The folder " + folder.path()
                    + " was made by an older lab: delete it, and drop the schema sso_contoso of its database.");
        }
        List<Setup> kept = kept();
        List<SystemPlan> plans = plans(kept);
        Ground common = ground();
        ground = common;
        boolean foundsOne = plans.stream()
                .anyMatch(plan -> kept.stream().noneMatch(setup -> setup.name().equals(plan.name())));
        String restorePassword = foundsOne ? restorePassword() : "";
        List<Callable<LabSystem>> tasks = new ArrayList<>();
        for (SystemPlan plan : plans) {
            Optional<Setup> before = kept.stream()
                    .filter(setup -> setup.name().equals(plan.name()))
                    .findFirst();
            tasks.add(
                    before.isPresent()
                            ? () -> LabSystem.resume(common, with(before.get(), plan))
                            : () -> LabSystem.found(common, plan, restorePassword, configuration.reminder()));
        }
        for (Setup twin : kept) {
            if (twin.twinOf() != null) {
                tasks.add(() -> LabSystem.resume(common, twin));
            }
        }
        // ports are given out in the order of the topology, whichever system is ready first
        for (SystemPlan plan : plans) {
            common.ports().choose(plan.name(), plan.serverNames(), false);
        }
        openAll(tasks);
        folder.write(FOUNDED_FILE, new Founded(startedAt));
        openControl(common);
    }

    private static Setup with(Setup before, SystemPlan plan) {
        return new Setup(before.name(), before.twinOf(), plan, before.restoreFile());
    }

    private List<Setup> kept() throws IOException {
        Path all = folder.file("systems");
        if (!Files.exists(all)) {
            return List.of();
        }
        List<Setup> kept = new ArrayList<>();
        try (Stream<Path> folders = Files.list(all)) {
            for (Path each : folders.sorted().toList()) {
                new StateFolder(each).read(LabSystem.SETUP_FILE, Setup.class).ifPresent(kept::add);
            }
        }
        return kept;
    }

    private List<SystemPlan> plans(List<Setup> kept) throws IOException, LabCannotStartException {
        List<SystemPlan> before = kept.stream()
                .filter(setup -> setup.twinOf() == null)
                .map(Setup::plan)
                .toList();
        Optional<Path> file = configuration.topology();
        Topology topology = file.isPresent()
                ? Topology.read(file.get())
                : folder.read(TOPOLOGY_FILE, Topology.class).orElseGet(Topology::contoso);
        List<SystemPlan> plans = topology.withKept(before);
        folder.write(TOPOLOGY_FILE, topology);
        return plans;
    }

    private Ground ground() throws IOException, LabCannotStartException {
        Optional<UUID> known = folder.read(IDENTITY_FILE, Identity.class).map(Identity::lab);
        UUID identity = known.orElseGet(UUID::randomUUID);
        if (known.isEmpty()) {
            folder.write(IDENTITY_FILE, new Identity(identity));
        }
        InetAddress bind = bind();
        Ports ports = Ports.open(folder, bind, configuration.basePort());
        ConsoleAccounts accounts = accounts();
        DatabaseAddress database = database();
        return new Ground(
                identity,
                folder,
                LiveSystem.Shared.open(database.url(), database.user(), database.password(), Clock.systemUTC()),
                database,
                ports,
                accounts,
                configuration.settings(),
                configuration.bind(),
                configuration.advertised());
    }

    private InetAddress bind() throws LabCannotStartException {
        try {
            return InetAddress.getByName(configuration.bind());
        } catch (UnknownHostException unknown) {
            throw new LabCannotStartException(
                    "HANDOVER_LAB_BIND cannot be used: there is no address " + configuration.bind() + ".");
        }
    }

    private DatabaseAddress database() throws IOException, LabCannotStartException {
        Optional<DatabaseAddress> given = configuration.database();
        if (given.isPresent()) {
            return given.get();
        }
        OwnPostgres own = new OwnPostgres(folder);
        postgres = own;
        return own.address();
    }

    private ConsoleAccounts accounts() throws IOException {
        Optional<String> key = configuration.consolePublicKey();
        Optional<String> password = configuration.consolePassword();
        if (password.isEmpty()) {
            password = folder.read(CONSOLE_PASSWORD_FILE, ConsolePassword.class).map(ConsolePassword::password);
        }
        if (password.isEmpty() && key.isEmpty()) {
            password = Optional.of(Secrets.makeUp());
            madeUpConsolePassword = password;
            folder.write(CONSOLE_PASSWORD_FILE, new ConsolePassword(password.get()));
        }
        return new ConsoleAccounts(password, key);
    }

    private String restorePassword() {
        Optional<String> given = configuration.restorePassword();
        if (given.isEmpty()) {
            madeUpRestorePassword = Optional.of(Secrets.makeUp());
        }
        return given.or(() -> madeUpRestorePassword).orElseThrow();
    }

    private void openAll(List<Callable<LabSystem>> tasks)
            throws IOException, SQLException, InterruptedException, LabCannotStartException {
        ExecutorService workers = Executors.newFixedThreadPool(
                Math.max(1, Math.min(tasks.size(), Runtime.getRuntime().availableProcessors())));
        try {
            @Nullable ExecutionException failure = null;
            for (Future<LabSystem> opened : workers.invokeAll(tasks)) {
                try {
                    systems.add(opened.get());
                } catch (ExecutionException failed) {
                    failure = failed;
                }
            }
            if (failure != null) {
                throwAsItWas(failure);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static void throwAsItWas(ExecutionException failure)
            throws IOException, SQLException, LabCannotStartException {
        Throwable cause = failure.getCause();
        if (cause instanceof IOException io) {
            throw io;
        } else if (cause instanceof SQLException sql) {
            throw sql;
        } else if (cause instanceof LabCannotStartException sentence) {
            throw sentence;
        } else if (cause instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        throw new IllegalStateException(cause);
    }

    private void openControl(Ground common) throws IOException, LabCannotStartException {
        try {
            http.bind(new InetSocketAddress(common.bind(), common.ports().http()), 0);
        } catch (IOException taken) {
            throw new LabCannotStartException(
                    "Port " + common.ports().http() + ", which is for the control interface, is taken.");
        }
        httpAddress =
                "http://" + configuration.advertised() + ":" + common.ports().http();
        http.setExecutor(httpThreads);
        http.createContext("/", new ControlInterface(this, token));
        http.start();
        tellWhereEverythingIs();
    }

    private void tellWhereEverythingIs() throws IOException {
        folder.write(READY_FILE, labFile());
        if (configuration.handOver().isPresent()) {
            OwnerOnlyFile.replace(configuration.handOver().get(), LabFolder.JSON.writeValueAsBytes(labFile()));
        }
    }

    /**
     * Makes a twin of a system.
     *
     * @throws IllegalStateException when there are too many already
     */
    synchronized LabSystem makeTwin(LabSystem original, boolean asFounded)
            throws IOException, SQLException, InterruptedException, LabCannotStartException {
        long twins =
                systems.stream().filter(system -> system.twinOf().isPresent()).count();
        if (twins >= MOST_TWINS) {
            throw new IllegalStateException("The lab has " + twins + " twins already: remove one first.");
        }
        int number = 1;
        while (system(original.name() + "-twin-" + number).isPresent()) {
            number++;
        }
        LabSystem twin = original.twin(original.name() + "-twin-" + number, asFounded);
        systems.add(twin);
        tellWhereEverythingIs();
        return twin;
    }

    synchronized void removeTwin(LabSystem twin) throws IOException, SQLException {
        systems.remove(twin);
        twin.remove();
        tellWhereEverythingIs();
    }

    synchronized void reset(LabSystem system)
            throws IOException, SQLException, InterruptedException, LabCannotStartException {
        system.reset();
    }

    /** Ends the process's part; every server goes on at the next start where it was. */
    @Override
    public void close() {
        http.stop(0);
        httpThreads.shutdownNow();
        systems.parallelStream().forEach(LabSystem::close);
        if (ground != null) {
            ground.shared().close();
        }
        if (postgres != null) {
            postgres.close();
        }
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

    /** A console password that nobody gave, on the first start only: it has to be told to somebody. */
    public Optional<String> madeUpConsolePassword() {
        return madeUpConsolePassword;
    }

    /** One line that says where everything is; it holds no secret. */
    public String readyLine() {
        return Welcome.readyLine(systems, httpAddress);
    }

    /** What somebody at a terminal needs who started the lab by hand: every server, and the page with its token. */
    public String welcome() {
        return Welcome.text(systems, httpAddress + "/#token=" + token);
    }

    /** Where the passwords are kept that the lab made up. */
    public Path home() {
        return folder.path();
    }

    LabFile labFile() {
        return LabFile.of(
                ProcessHandle.current().pid(),
                httpAddress,
                token,
                startedAt,
                systems.stream().map(LabSystem::inventory).toList());
    }

    List<LabSystem> systems() {
        return systems;
    }

    Optional<LabSystem> system(String name) {
        return systems.stream()
                .filter(system -> system.name().equalsIgnoreCase(name))
                .findFirst();
    }

    LabSystem firstSystem() {
        return systems.get(0);
    }

    /** A server of the first system. */
    Optional<SsoServer> server(String name) {
        return firstSystem().server(name);
    }
}
