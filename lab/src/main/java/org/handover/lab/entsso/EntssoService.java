package org.handover.lab.entsso;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.handover.lab.windows.ServiceBody;
import org.handover.lab.windows.WindowsServer;
import org.jspecify.annotations.Nullable;

/**
 * ENTSSO on one server: the state machine of docs/entsso.md 12.1. Whether it is the master secret server is decided when it
 * starts and at no other time. What it holds in memory goes with a stop and with the power.
 */
public final class EntssoService implements ServiceBody {

    public static final String NAME = "ENTSSO";

    static final String TRANSACTION_COORDINATOR = "MSDTC";

    static final String SERVICE_KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\" + NAME;
    private static final int LONGEST_POLL_SECONDS = 15;

    private final WindowsServer server;
    private final SsoSystem system;
    private final ServerDatabase databases;
    private final ServerConfiguration configuration;
    private final SsoNetwork network;
    private final SecretRegistry secretRegistry;
    private final MemoryFile memoryFile;
    private final SecretOperations secretOperations;
    private final SecretExchange exchange;
    private final SystemAdministration administration;
    private final ApplicationAdministration applications;
    private final MappingAdministration mappings;
    private final RuntimeCalls runtimeCalls;
    private final Tickets tickets;
    private final CredentialVault vault;
    private final Polling polling;
    private final EntssoFaults faults;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile SsoDatabase database;
    private volatile @Nullable ServiceMemory memory;
    private volatile boolean resuming;
    private volatile boolean dead;
    private volatile boolean suspended;
    private volatile boolean startedBesideItsCluster;

    public EntssoService(
            WindowsServer server, Path serverHome, SsoSystem system, SsoDatabase database, SsoNetwork network) {
        SecureRandom random = new SecureRandom();
        this.server = server;
        this.system = system;
        this.network = network;
        this.configuration = new ServerConfiguration(server.registry());
        this.databases = new ServerDatabase(server.registry(), system, database, () -> {
            if (server.faults().isOn(EntssoFaults.DATABASE_AWAY) || !server.connected()) {
                throw new SQLException("This server does not reach its SQL Server.", "08001");
            }
        });
        this.database = databases.named();
        this.secretRegistry = new SecretRegistry(server.name(), server.registry(), server.clock(), random);
        this.memoryFile = new MemoryFile(serverHome.resolve("entsso-memory.json"));
        this.secretOperations = new SecretOperations(this, random);
        this.exchange = new SecretExchange(this);
        this.administration = new SystemAdministration(this);
        this.vault = new CredentialVault(this, random);
        this.applications = new ApplicationAdministration(this);
        this.mappings = new MappingAdministration(this, applications);
        this.runtimeCalls = new RuntimeCalls(this);
        this.tickets = new Tickets(this, runtimeCalls);
        this.polling = new Polling(this);
        this.faults = new EntssoFaults(this, serverHome);
        network.join(this);
    }

    /** The next start goes on where the lab's process was ended, without an event and without waiting. */
    public void resumeAtNextStart() {
        resuming = true;
    }

    @Override
    public void start() throws ServiceStartException, InterruptedException {
        Optional<ServiceMemory> kept = resuming ? memoryFile.read() : Optional.empty();
        resuming = false;
        if (kept.isPresent()) {
            memory = kept.get();
            scheduleNextPoll();
            return;
        }
        beginAnew();
        startedBesideItsCluster = server.cluster().isBesideIt(NAME);
        Duration half = network.settings().startDuration().dividedBy(2);
        StartConditions conditions = new StartConditions(this);
        conditions.requireDatabaseName();
        database = databases.named();
        conditions.requireUsableAccount();
        conditions.warnWithoutTransactionCoordinator();
        pause(half);
        GlobalSettings settings = conditions.reachDatabase();
        conditions.requireSsoAdministrator(settings);
        conditions.requireVersion();
        if (!settings.enabled()) {
            write(EntssoEvent.SSO_IS_DISABLED);
        }
        ServiceMemory fresh = takesMasterRole(settings)
                ? becomeMaster(serviceAccount(), settings.enabled())
                : exchange.becomeMember(settings);
        pause(half.plus(faults.seconds(EntssoFaults.SERVICE_LATE)));
        remember(fresh);
        secretOperations.reencryption().carryOutIfNeeded();
        write(EntssoEvent.STARTED);
        secretOperations.backupReminder().remind();
        secretOperations.age().warnWhenOld();
        scheduleNextPoll();
        faults.started();
    }

    /** Whether the database names this server, by its own name or by one that it answers to (docs/entsso.md 12.1). */
    boolean isNamed(GlobalSettings settings) {
        return isMeantBy(settings.secretServer());
    }

    /** Whether a name means this server: names are compared without domain and case. */
    public boolean isMeantBy(String name) {
        return SsoNetwork.sameComputer(name, server.name()) || answersTo(name);
    }

    boolean answersTo(String name) {
        return SsoNetwork.sameComputer(faults.setting(EntssoFaults.DNS_ALIAS, "alias"), name)
                || server.cluster()
                        .networkName()
                        .filter(network -> SsoNetwork.sameComputer(network, name))
                        .isPresent();
    }

    /** Whether others find it: a clustered service that somebody started by hand is not registered (docs/entsso.md 10.1 #7). */
    boolean isRegistered() {
        return !startedBesideItsCluster && !faults.on(EntssoFaults.ENDPOINT_MISSING);
    }

    boolean takesMasterRole(GlobalSettings settings) {
        return isNamed(settings) || faults.on(EntssoFaults.SECOND_MASTER);
    }

    @Override
    public void stop() {
        faults.stopped();
        write(EntssoEvent.STOPPING);
        changing.lock();
        try {
            forget();
        } finally {
            changing.unlock();
        }
        write(EntssoEvent.STOPPED);
    }

    @Override
    public void killed() {
        faults.stopped();
        dead = true;
        forget();
    }

    /**
     * The lab's process, or this system, is about to end: from now on nothing is polled, logged or forgotten, and what was under
     * way has come to its end.
     */
    public void suspend() {
        suspended = true;
        scheduleNextPoll();
        try {
            if (changing.tryLock(LONGEST_POLL_SECONDS, TimeUnit.SECONDS)) {
                changing.unlock();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the database and the master once, as every {@link EntssoSettings#poll} does. */
    public void poll() {
        polling.once();
    }

    /** From the next poll on at the pace of the settings. */
    void scheduleNextPoll() {
        polling.schedule();
    }

    ServiceMemory becomeMaster(String account, boolean ssoEnabled) {
        write(EntssoEvent.IS_SECRET_SERVER);
        SecretRegistry.Found found = secretRegistry.load(account);
        if (found instanceof SecretRegistry.Found.Secrets secrets) {
            return ServiceMemory.master(secrets.pair(), false, ssoEnabled);
        }
        if (found instanceof SecretRegistry.Found.Unreadable unreadable) {
            unreadable.keys().forEach(key -> write(EntssoEvent.SECRET_UNREADABLE, key));
            write(EntssoEvent.SECRETS_NOT_LOADED);
            return ServiceMemory.master(null, true, ssoEnabled);
        }
        write(EntssoEvent.NO_SECRETS);
        return ServiceMemory.master(null, false, ssoEnabled);
    }

    synchronized void remember(ServiceMemory now) {
        if (!dead && !suspended) {
            memoryFile.write(now);
            memory = now;
        }
    }

    private synchronized void forget() {
        if (!suspended) {
            memory = null;
            memoryFile.delete();
            scheduleNextPoll();
        }
    }

    /** Waits for a poll of the service's former life, so that what that one learnt does not come back. */
    private void beginAnew() throws InterruptedException {
        changing.lockInterruptibly();
        try {
            forget();
            dead = false;
        } finally {
            changing.unlock();
        }
    }

    static void pause(Duration duration) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    }

    void write(EntssoEvent event, Object... parameters) {
        if (!dead && !suspended) {
            event.write(server.applicationLog(), parameters);
        }
    }

    String serviceAccount() {
        return server.registry().string(SERVICE_KEY, "ObjectName").orElse(system.serviceAccount());
    }

    public String serverName() {
        return server.name();
    }

    boolean suspended() {
        return suspended;
    }

    boolean poweredOn() {
        return server.poweredOn();
    }

    /** @throws SsoError 0xC0002A0F when the service does not run, 0xC0002A10 when it is offline */
    ServiceMemory running() throws SsoError {
        ServiceMemory now = memory;
        if (now == null || suspended || !server.poweredOn()) {
            throw SsoError.unreachable(server.name(), SsoError.Rpc.NO_ENDPOINT);
        }
        if (now.offline()) {
            throw SsoError.of(SsoError.Code.OUT_OF_SERVICE);
        }
        return now;
    }

    /** Empty while the service does not run. */
    public Optional<Role> role() {
        return Optional.ofNullable(memory).map(ServiceMemory::role);
    }

    /** The MSIDs that the service holds in memory, the current first; empty while it does not run. */
    public List<String> msidsInMemory() {
        ServiceMemory now = memory;
        SecretPair secrets = now == null ? null : now.secrets();
        return secrets == null
                ? List.of()
                : secrets.msids().stream().map(Msid::toString).toList();
    }

    /** The keys under SSOSS in this server's registry. */
    public List<String> msidsInRegistry() {
        return secretRegistry.keys();
    }

    public SystemAdministration administration() {
        return administration;
    }

    public SecretOperations secretOperations() {
        return secretOperations;
    }

    public CredentialVault vault() {
        return vault;
    }

    /** What other servers' services ask this one for. */
    SecretExchange exchange() {
        return exchange;
    }

    ReentrantLock changing() {
        return changing;
    }

    SecretRegistry secretRegistry() {
        return secretRegistry;
    }

    /** The database that the registry named when the service last started. */
    SsoDatabase database() {
        return database;
    }

    ServerDatabase databases() {
        return databases;
    }

    ServerConfiguration configuration() {
        return configuration;
    }

    EntssoFaults faults() {
        return faults;
    }

    ApplicationAdministration applications() {
        return applications;
    }

    MappingAdministration mappings() {
        return mappings;
    }

    RuntimeCalls runtimeCalls() {
        return runtimeCalls;
    }

    Tickets tickets() {
        return tickets;
    }

    @Nullable
    ServiceMemory memory() {
        return memory;
    }

    @Nullable
    SecretPair secretsInMemory() {
        ServiceMemory now = memory;
        return now == null ? null : now.secrets();
    }

    SsoNetwork network() {
        return network;
    }

    SsoSystem system() {
        return system;
    }

    WindowsServer server() {
        return server;
    }
}
