package org.handover.lab.windows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Windows server. What it keeps lies in one folder: the registry, the event log, the command log, which services run, and
 * drive C. It is switched on when it is made, and then runs no service yet.
 */
public final class WindowsServer implements AutoCloseable {

    /**
     * A program on this server.
     *
     * @param path full Windows path as it was installed
     */
    public record Installed(String path, Program program) {
        /** The file's own name, e.g. {@code ssoconfig.exe}. */
        public String image() {
            return path.substring(path.lastIndexOf('\\') + 1);
        }
    }

    /** Where the programs of Windows itself live. */
    public static final String SYSTEM32 = "C:\\Windows\\System32";

    /** The OEM code page, in which a process without a console writes and reads (docs/windows-consoles.md, Prompts). */
    public static final Charset OEM = Charset.forName("IBM437");

    /** What a process returns that Ctrl+C ended. */
    public static final int ENDED_BY_CTRL_C = 0xC000013A;

    /** The key that only Administrators read (docs/windows-consoles.md, Language and files). */
    private static final String SECRETS = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS";

    /** What a process returns that {@code taskkill /f} ended. */
    public static final int KILLED = 1;

    private static final int CRASHED = 0xC0000005;
    private static final Logger LOG = LoggerFactory.getLogger(WindowsServer.class);

    private final String name;
    private final ServerClock clock;
    private final Registry registry;
    private final EventLog applicationLog;
    private final Disk disk;
    private final FileRights rights;
    private final CommandLog commandLog;
    private final Faults faults;
    private final ServiceControlManager services;
    private final FailoverCluster cluster;
    private final ProcessTable processes = new ProcessTable();
    private final Accounts accounts = new Accounts();
    private final ServerSettings settings = new ServerSettings();
    private final Map<String, Installed> programs = new ConcurrentHashMap<>();
    private final Set<ProcessTree> trees = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Boolean>> powerListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Boolean>> networkListeners = new CopyOnWriteArrayList<>();
    private volatile boolean poweredOn = true;
    private volatile boolean connected = true;
    private volatile Network network = Network.ofOnly(this);

    private WindowsServer(String name, Path home, Clock clock) {
        this.name = name;
        this.clock = new ServerClock(clock);
        this.registry = new Registry(home.resolve("registry.json"));
        this.applicationLog = new EventLog(home.resolve("application-log.jsonl"), this.clock);
        this.disk = new Disk(home.resolve("C"));
        this.rights = new FileRights(home.resolve("file-rights.json"), disk);
        this.faults = new Faults(home.resolve("faults.json"));
        this.commandLog = new CommandLog(home, clock, faults::commandTyped);
        this.services = new ServiceControlManager(home.resolve("services.json"), registry, processes, commandLog);
        this.cluster = new FailoverCluster(registry, services);
        registry.restrict(SECRETS, Logon.ADMINISTRATORS);
    }

    /**
     * Opens the server that lives in a folder, or makes a new one there.
     *
     * @param name NetBIOS name
     * @param home the folder
     */
    public static WindowsServer create(String name, Path home, Clock clock) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of server " + name + " cannot be made", e);
        }
        WindowsServer server = new WindowsServer(name.toUpperCase(Locale.ROOT), home, clock);
        for (String folder : List.of(
                SYSTEM32, "C:\\Windows\\Temp", "C:\\Program Files\\Common Files", "C:\\ProgramData", "C:\\Users")) {
            server.makeFolder(folder);
        }
        WindowsFaults.declareOn(server, server.clock);
        return server;
    }

    public String name() {
        return name;
    }

    public Registry registry() {
        return registry;
    }

    public EventLog applicationLog() {
        return applicationLog;
    }

    public ServiceControlManager services() {
        return services;
    }

    /** The failover cluster, to which most servers do not belong. */
    public FailoverCluster cluster() {
        return cluster;
    }

    public Disk disk() {
        return disk;
    }

    /** Who may do what with the files of drive C. */
    public FileRights rights() {
        return rights;
    }

    /** The files of drive C as a logon can use them. */
    public FileAccess files(Logon logon) {
        return new FileAccess(disk, rights, logon);
    }

    /** The language of Windows' programs; kept in the registry. */
    public Language language() {
        return Language.of(registry);
    }

    public void language(Language language) {
        language.writeTo(registry);
    }

    public Accounts accounts() {
        return accounts;
    }

    public CommandLog commandLog() {
        return commandLog;
    }

    /** What can be made to go wrong here. */
    public Faults faults() {
        return faults;
    }

    public ProcessTable processes() {
        return processes;
    }

    public ServerSettings settings() {
        return settings;
    }

    /** The server's own clock, which may be wrong. */
    public Clock clock() {
        return clock;
    }

    /** By how much the server's clock is ahead of the right time. */
    public Duration clockAhead() {
        return clock.ahead();
    }

    /** Puts a program on drive C, where a command line finds it by path or, in System32, by name. */
    public void install(String windowsPathOfExe, Program program) {
        Path file = disk.resolve(windowsPathOfExe, "C:\\");
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (Files.notExists(file)) {
                Files.writeString(file, "MZ");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The program " + windowsPathOfExe + " cannot be installed", e);
        }
        programs.put(folded(disk.windowsPath(file)), new Installed(windowsPathOfExe, program));
    }

    /** The program that an absolute Windows path names, as long as its file is still there. */
    public Optional<Installed> program(String windowsPath) {
        return program(windowsPath, "C:\\");
    }

    /** The program that a path names which may begin in a folder. */
    public Optional<Installed> program(String windowsPath, String currentDirectory) {
        try {
            Path file = disk.resolve(windowsPath, currentDirectory);
            return Files.isRegularFile(file)
                    ? Optional.ofNullable(programs.get(folded(disk.windowsPath(file))))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** What a logon finds in its environment. The map is the caller's own; its names are case-insensitive. */
    public Map<String, String> environment(Logon logon) {
        return LogonEnvironment.of(logon, name, homeDirectory(logon));
    }

    /** Where a logon's console starts and SFTP resolves a relative name; it is made when it is not there yet. */
    public String homeDirectory(Logon logon) {
        String user = logon.account().substring(logon.account().indexOf('\\') + 1);
        String home = "C:\\Users\\" + user.toLowerCase(Locale.ROOT);
        Path folder = disk.resolve(home, "C:\\");
        if (Files.notExists(folder)) {
            makeFolder(home);
            rights.set(folder, FileRights.ownFolderOf(logon.account()));
        }
        return home;
    }

    /**
     * Runs a program in a process of its own and waits for it.
     *
     * @return its exit code; {@link #ENDED_BY_CTRL_C} when only it was interrupted and not the whole tree
     * @throws InterruptedException when the whole tree ends
     */
    public int run(
            Installed installed,
            Logon logon,
            String commandTail,
            String currentDirectory,
            ProcessConsole console,
            Map<String, String> environment)
            throws InterruptedException {
        int processId = processes.begin(installed.image(), logon.account(), Thread.currentThread());
        try {
            Thread.sleep(settings.delay(installed.image()).toMillis());
            hangWhen("before", installed);
            Invocation invocation = new Invocation(
                    this, logon, CommandLine.arguments(commandTail), commandTail, currentDirectory, console);
            int code = installed.program() instanceof ShellProgram shell
                    ? shell.run(invocation, copy(environment))
                    : installed.program().run(invocation);
            hangWhen("after", installed);
            return code;
        } catch (InterruptedException e) {
            if (processes.wasKilled(processId)) {
                return KILLED;
            }
            if (ProcessTree.current().filter(tree -> !tree.ended()).isEmpty()) {
                throw e;
            }
            return ENDED_BY_CTRL_C;
        } catch (RuntimeException e) {
            LOG.warn("{} on {} died", installed.image(), name, e);
            return CRASHED;
        } finally {
            processes.end(processId);
        }
    }

    private void hangWhen(String when, Installed installed) throws InterruptedException {
        if (WindowsFaults.hangs(faults, installed.image(), when)) {
            new CountDownLatch(1).await();
        }
    }

    /**
     * Starts processes that end together, on a thread of their own.
     *
     * @throws IllegalStateException when the server is off
     */
    public ProcessTree startTree(String threadName, ProcessTree.Body body) {
        ProcessTree tree = new ProcessTree(threadName, body, trees::remove);
        trees.add(tree);
        if (!poweredOn) {
            trees.remove(tree);
            throw new IllegalStateException(name + " is off");
        }
        tree.start();
        return tree;
    }

    public boolean poweredOn() {
        return poweredOn;
    }

    /** Whether packets to and from this server arrive. */
    public boolean connected() {
        return connected;
    }

    /** Whom this server reaches. */
    public Network network() {
        return network;
    }

    public void network(Network wire) {
        network = wire;
    }

    void connected(boolean now) {
        synchronized (networkListeners) {
            if (connected != now) {
                connected = now;
                networkListeners.forEach(listener -> listener.accept(now));
            }
        }
    }

    /** Calls the listener with false when the server is cut off from now on, with true when it is no longer. */
    public void onNetwork(Consumer<Boolean> listener) {
        networkListeners.add(listener);
    }

    /** Waits as a slow server lets a command wait. */
    public void hesitate() throws InterruptedException {
        Thread.sleep(WindowsFaults.slowness(faults).toMillis());
    }

    /** Switches the server on: services that start by themselves do, and listeners are told. */
    public void powerOn() {
        synchronized (powerListeners) {
            if (poweredOn) {
                return;
            }
            poweredOn = true;
            services.boot();
            powerListeners.forEach(listener -> listener.accept(true));
        }
        faults.ended(WindowsFaults.SERVER_DEAD);
    }

    /** Power failure: every process, service and session ends at once, and nothing is written down. */
    public void powerOff() {
        synchronized (powerListeners) {
            if (!poweredOn) {
                return;
            }
            poweredOn = false;
            trees.forEach(ProcessTree::end);
            services.killAll(true);
            powerListeners.forEach(listener -> listener.accept(false));
        }
    }

    /** Calls the listener with true when the server is switched on from now on, with false when off. */
    public void onPower(Consumer<Boolean> listener) {
        powerListeners.add(listener);
    }

    /** The lab's process ends. Which services ran is remembered. */
    @Override
    public void close() {
        synchronized (powerListeners) {
            poweredOn = false;
            trees.forEach(ProcessTree::end);
            services.killAll(false);
            powerListeners.forEach(listener -> listener.accept(false));
        }
    }

    private void makeFolder(String folder) {
        try {
            Files.createDirectories(disk.resolve(folder, "C:\\"));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
        }
    }

    private static Map<String, String> copy(Map<String, String> environment) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(environment);
        return copy;
    }

    private static String folded(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
