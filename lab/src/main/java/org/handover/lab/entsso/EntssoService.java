package org.handover.lab.entsso;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.handover.lab.windows.ServiceBody;
import org.handover.lab.windows.WindowsServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ENTSSO on one server: the state machine of docs/entsso.md 12.1. Whether it is the master secret server is decided when it
 * starts and at no other time. What it holds in memory goes with a stop and with the power.
 */
public final class EntssoService implements ServiceBody {

    public static final String NAME = "ENTSSO";

    private static final String SERVICE_KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\" + NAME;
    private static final Logger LOG = LoggerFactory.getLogger(EntssoService.class);

    private final WindowsServer server;
    private final SsoSystem system;
    private final SsoDatabase database;
    private final SsoNetwork network;
    private final SecretRegistry secretRegistry;
    private final MemoryFile memoryFile;
    private final SecretOperations secretOperations;
    private final SystemAdministration administration;
    private final CredentialVault vault;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile @Nullable ServiceMemory memory;
    private volatile boolean resuming;
    private volatile boolean dead;
    private volatile boolean suspended;
    private @Nullable Future<?> nextPoll;

    public EntssoService(
            WindowsServer server, Path serverHome, SsoSystem system, SsoDatabase database, SsoNetwork network) {
        SecureRandom random = new SecureRandom();
        this.server = server;
        this.system = system;
        this.database = database;
        this.network = network;
        this.secretRegistry = new SecretRegistry(server.name(), server.registry(), random);
        this.memoryFile = new MemoryFile(serverHome.resolve("entsso-memory.json"));
        this.secretOperations = new SecretOperations(this, random);
        this.administration = new SystemAdministration(this);
        this.vault = new CredentialVault(this, random);
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
        Duration half = network.settings().startDuration().dividedBy(2);
        StartConditions conditions = new StartConditions(this);
        conditions.requireDatabaseName();
        pause(half);
        GlobalSettings settings = conditions.reachDatabase();
        conditions.requireSsoAdministrator(settings);
        conditions.requireVersion();
        if (!settings.enabled()) {
            write(EntssoEvent.SSO_IS_DISABLED);
        }
        ServiceMemory fresh = SsoNetwork.sameComputer(settings.secretServer(), server.name())
                ? becomeMaster(serviceAccount())
                : becomeMember(settings.secretServer());
        pause(half);
        remember(fresh);
        secretOperations.reencryptIfNeeded();
        write(EntssoEvent.STARTED);
        scheduleNextPoll();
    }

    @Override
    public void stop() {
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
        dead = true;
        forget();
    }

    /** The lab's process is about to end: from now on nothing is polled, logged or forgotten. */
    public void suspend() {
        suspended = true;
        scheduleNextPoll();
    }

    /** Asks the database and the master once, as every {@link EntssoSettings#poll} does. */
    public void poll() {
        changing.lock();
        try {
            ServiceMemory now = memory;
            if (now == null || suspended) {
                return;
            }
            GlobalSettings settings;
            try {
                settings = database.settings();
                database.serverSeen(server.name(), server.clock().instant());
            } catch (SQLException unreachable) {
                missDatabase(now);
                return;
            }
            now = findDatabase(now);
            if (now.tookMasterRole()) {
                secretOperations.retryReencryption();
            } else {
                askMaster(now, settings.secretServer());
            }
        } catch (RuntimeException unexpected) {
            LOG.warn("A poll of ENTSSO on {} failed; the next one comes as usual.", server.name(), unexpected);
        } finally {
            changing.unlock();
        }
    }

    private ServiceMemory becomeMaster(String account) {
        write(EntssoEvent.IS_SECRET_SERVER);
        SecretRegistry.Found found = secretRegistry.load(account);
        if (found instanceof SecretRegistry.Found.Secrets secrets) {
            return ServiceMemory.master(secrets.pair(), false);
        }
        if (found instanceof SecretRegistry.Found.Unreadable unreadable) {
            unreadable.keys().forEach(key -> write(EntssoEvent.SECRET_UNREADABLE, key));
            write(EntssoEvent.SECRETS_NOT_LOADED);
            return ServiceMemory.master(null, true);
        }
        write(EntssoEvent.NO_SECRETS);
        return ServiceMemory.master(null, false);
    }

    private ServiceMemory becomeMember(String secretServer) {
        try {
            SecretPair pair = network.secretsOf(secretServer);
            noteGot(pair, null, secretServer);
            return ServiceMemory.member(pair, false);
        } catch (SsoNetwork.SecretRefusedException refused) {
            write(EntssoEvent.LOST_SECRET_SERVER, secretServer, SsoError.hex(refused.code()));
            return ServiceMemory.member(null, true);
        }
    }

    /** As everywhere here, what changes is so before the event says so: whoever reads the event may act on it at once. */
    private void askMaster(ServiceMemory now, String secretServer) {
        try {
            SecretPair pair = network.secretsOf(secretServer);
            if (now.secretServerLost() || !pair.equals(now.secrets())) {
                remember(now.withSecrets(pair));
            }
            noteGot(pair, now.secrets(), secretServer);
            if (now.secretServerLost()) {
                write(EntssoEvent.FOUND_SECRET_SERVER, secretServer);
            }
        } catch (SsoNetwork.SecretRefusedException refused) {
            if (!now.secretServerLost()) {
                remember(now.withSecretServerLost());
                write(EntssoEvent.LOST_SECRET_SERVER, secretServer, SsoError.hex(refused.code()));
            }
        }
    }

    /** Logs each secret whose MSID was not held in that place before. */
    private void noteGot(SecretPair pair, @Nullable SecretPair held, String secretServer) {
        Msid current = pair.current().msid();
        if (held == null || !held.current().msid().equals(current)) {
            write(EntssoEvent.GOT_CURRENT_SECRET, secretServer, current);
        }
        boolean newPrevious = pair.previous() != null
                && (held == null || !pair.previousMsidText().equals(held.previousMsidText()));
        if (newPrevious) {
            write(EntssoEvent.GOT_PREVIOUS_SECRET, secretServer, pair.previousMsidText());
        }
    }

    private void missDatabase(ServiceMemory now) {
        Instant since = now.databaseLostSince();
        Instant at = server.clock().instant();
        if (since == null) {
            remember(now.withDatabase(at, false));
            write(EntssoEvent.DATABASE_POLL_FAILED);
        } else if (!now.offline() && !at.isBefore(since.plus(network.settings().outageBeforeOffline()))) {
            remember(now.withDatabase(since, true));
            write(EntssoEvent.OUT_OF_SERVICE);
        }
    }

    private ServiceMemory findDatabase(ServiceMemory now) {
        if (now.databaseLostSince() == null) {
            return now;
        }
        ServiceMemory found = now.withDatabase(null, false);
        remember(found);
        if (now.offline()) {
            write(EntssoEvent.IN_SERVICE);
        }
        return found;
    }

    /** What members get; asked without a lock, so that two services that poll each other never wait for each other. */
    SecretPair handOutSecrets() throws SsoNetwork.SecretRefusedException {
        ServiceMemory now = memory;
        if (now == null || !now.tookMasterRole()) {
            throw new SsoNetwork.SecretRefusedException(SsoError.Rpc.NO_ENDPOINT.number);
        }
        if (now.offline()) {
            throw new SsoNetwork.SecretRefusedException(SsoError.Code.OUT_OF_SERVICE.number);
        }
        SecretPair secrets = now.secrets();
        if (secrets == null) {
            EntssoEvent why = now.registryUnreadable() ? EntssoEvent.SECRETS_NOT_LOADED : EntssoEvent.NO_SECRETS;
            throw new SsoNetwork.SecretRefusedException(why.asCode());
        }
        return secrets;
    }

    final synchronized void scheduleNextPoll() {
        if (nextPoll != null) {
            nextPoll.cancel(false);
            nextPoll = null;
        }
        if (memory != null && !suspended) {
            long millis = network.settings().poll().toMillis();
            nextPoll = network.clockwork().scheduleWithFixedDelay(this::poll, millis, millis, TimeUnit.MILLISECONDS);
        }
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

    boolean poweredOn() {
        return server.poweredOn();
    }

    /** @throws SsoError 0xC0002A0F when the service does not run, 0xC0002A10 when it is offline */
    ServiceMemory running() throws SsoError {
        ServiceMemory now = memory;
        if (now == null || !server.poweredOn()) {
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

    ReentrantLock changing() {
        return changing;
    }

    SecretRegistry secretRegistry() {
        return secretRegistry;
    }

    SsoDatabase database() {
        return database;
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
