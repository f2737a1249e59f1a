package org.handover.lab.entsso;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.handover.lab.windows.Network;
import org.handover.lab.windows.WindowsServer;
import org.jspecify.annotations.Nullable;

/** The wire between the SSO servers of a lab: who can be reached under which name, and the clockwork of their polls. */
public final class SsoNetwork implements AutoCloseable {

    private static final int SQL_SERVER = 1433;

    private final Map<String, EntssoService> services = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clockwork;
    private final boolean ownsClockwork;
    private volatile EntssoSettings settings;

    public SsoNetwork(EntssoSettings settings) {
        this(settings, newClockwork(4), true);
    }

    /** With a clockwork that other systems use, too; closing this network leaves it running. */
    public SsoNetwork(EntssoSettings settings, ScheduledExecutorService clockwork) {
        this(settings, clockwork, false);
    }

    private SsoNetwork(EntssoSettings settings, ScheduledExecutorService clockwork, boolean ownsClockwork) {
        this.settings = settings;
        this.clockwork = clockwork;
        this.ownsClockwork = ownsClockwork;
    }

    static ScheduledExecutorService newClockwork(int threads) {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(threads, task -> {
            Thread thread = new Thread(task, "entsso-poll-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        clockwork.setRemoveOnCancelPolicy(true);
        clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return clockwork;
    }

    EntssoSettings settings() {
        return settings;
    }

    /** From now on; running services poll at the new interval at once. */
    public void use(EntssoSettings others) {
        settings = others;
        services.values().forEach(EntssoService::scheduleNextPoll);
    }

    void join(EntssoService service) {
        services.put(key(service.serverName()), service);
    }

    ScheduledExecutorService clockwork() {
        return clockwork;
    }

    public List<EntssoService> services() {
        return services.values().stream()
                .sorted((one, other) -> one.serverName().compareTo(other.serverName()))
                .toList();
    }

    /** The service on the named server, whatever state it is in; empty when nothing of that name answers whoever asks. */
    Optional<EntssoService> reachable(String serverName, String from) {
        Optional<EntssoService> found = named(serverName).filter(EntssoService::poweredOn);
        return found.filter(service ->
                sameComputer(service.serverName(), from) || !(isCutOff(service) || isCutOff(services.get(key(from)))));
    }

    /** The wire as one server sees it: the other SSO servers and the SQL Server of its system, and nobody else. */
    Network seenFrom(WindowsServer server, SsoSystem system) {
        return new Network() {
            @Override
            public Reply connect(String computer, int port) {
                if (Network.isItself(server, computer)) {
                    return Network.isOpenOnWindows(port) ? Reply.ANSWERED : Reply.NOTHING;
                }
                if (sameComputer(computer, system.sqlServer())) {
                    boolean away = !server.connected() || server.faults().isOn(EntssoFaults.DATABASE_AWAY);
                    return port == SQL_SERVER && !away ? Reply.ANSWERED : Reply.NOTHING;
                }
                EntssoService other = named(computer).orElse(null);
                if (other == null) {
                    return Reply.NO_SUCH_NAME;
                }
                boolean blocked = port == Network.RPC
                        && (other.faults().on(EntssoFaults.RPC_BLOCKED)
                                || server.faults().isOn(EntssoFaults.RPC_BLOCKED));
                return isThere(other) && Network.isOpenOnWindows(port) && !blocked ? Reply.ANSWERED : Reply.NOTHING;
            }

            @Override
            public Reply ping(String computer) {
                if (Network.isItself(server, computer)
                        || (sameComputer(computer, system.sqlServer()) && server.connected())) {
                    return Reply.ANSWERED;
                }
                return named(computer)
                        .map(other -> isThere(other) ? Reply.ANSWERED : Reply.NOTHING)
                        .orElse(sameComputer(computer, system.sqlServer()) ? Reply.NOTHING : Reply.NO_SUCH_NAME);
            }

            private boolean isThere(EntssoService other) {
                return other.poweredOn() && other.server().connected() && server.connected();
            }
        };
    }

    private Optional<EntssoService> named(String computer) {
        return Optional.ofNullable(services.get(key(computer))).or(() -> services.values().stream()
                .filter(service -> service.answersTo(computer))
                .max(Comparator.comparing(service -> service.role().isPresent())));
    }

    private static boolean isCutOff(@Nullable EntssoService service) {
        return service != null
                && (!service.server().connected() || service.faults().on(EntssoFaults.RPC_BLOCKED));
    }

    /**
     * Asks the named server for the master secrets, as members do.
     *
     * @throws SecretRefusedException with the code that event 10532 shows
     */
    SecretPair secretsOf(String secretServer, EntssoService asking) throws SecretRefusedException {
        EntssoService service = reachable(secretServer, asking.serverName())
                .orElseThrow(() -> new SecretRefusedException(SsoError.Rpc.SERVER_UNAVAILABLE.number));
        return service.exchange().handOutSecrets(asking);
    }

    /** Names are compared as NetBIOS names: without a domain, in any case (docs/entsso.md 4.4, 12.1). */
    static boolean sameComputer(String one, String other) {
        return key(one).equals(key(other));
    }

    private static String key(String name) {
        boolean address = name.matches("[0-9.]+");
        int dot = name.indexOf('.');
        return (address || dot < 0 ? name : name.substring(0, dot)).toUpperCase(Locale.ROOT);
    }

    @Override
    public void close() {
        if (ownsClockwork) {
            clockwork.shutdownNow();
        }
    }

    /** The master secret server cannot be reached or has nothing to hand out. */
    static final class SecretRefusedException extends Exception {
        private final int code;

        SecretRefusedException(int code) {
            super("No secret: " + SsoError.hex(code));
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
