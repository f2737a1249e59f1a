package org.handover.lab.entsso;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.handover.lab.windows.Faults;
import org.handover.lab.windows.Faults.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with ENTSSO on one server (docs/entsso.md 10.1, 10.2, 12.3). Each fault does what its source says and
 * nothing beside; switching it off gives back what in life would come back by itself or by the obvious repair, and no more.
 */
final class EntssoFaults {

    static final String SERVICE_LATE = "service-late";
    static final String SERVICE_DIES = "service-dies";
    static final String WRONG_ACCOUNT = "wrong-account";
    static final String WRONG_SECRET = "wrong-secret";
    static final String OLD_SECRET = "old-secret";
    static final String SECRET_LOST = "secret-lost";
    static final String VERSION_TOO_NEW = "version-too-new";
    static final String SECRET_OLD = "secret-old";
    static final String CLUSTERED = "clustered";
    static final String RESTORE_BUG = "restore-bug";
    static final String GROUP_MISSING = "group-missing";
    static final String DNS_ALIAS = "dns-alias";
    static final String DATABASE_AWAY = "database-away";
    static final String REENCRYPTION_RUNNING = "re-encryption-running";
    static final String SECOND_MASTER = "second-master";
    static final String SSO_DISABLED = "sso-disabled";
    static final String NEVER_BACKED_UP = "never-backed-up";
    static final String ENDPOINT_MISSING = "endpoint-missing";
    static final String RPC_BLOCKED = "rpc-blocked";
    static final String PEER_REFUSED = "peer-refused";
    static final String DTC_BROKEN = "dtc-broken";
    static final String UPDATE_COLLIDES = "update-collides";
    static final String DAMAGED_BACKUPS = "damaged-backups";

    private final EntssoService service;
    private final Faults faults;
    private volatile @Nullable ScheduledFuture<?> death;
    private final Map<String, ScheduledFuture<?>> ends = new ConcurrentHashMap<>();

    EntssoFaults(EntssoService service, Path home) {
        this.service = service;
        this.faults = service.server().faults();
        declare(new FaultNotes(home.resolve("fault-notes.json")));
    }

    boolean on(String id) {
        return faults.isOn(id);
    }

    /** The setting of a fault that is on; empty otherwise. */
    String setting(String id, String name) {
        return faults.settings(id)
                .map(settings -> settings.getOrDefault(name, ""))
                .orElse("");
    }

    Duration seconds(String id) {
        String text = setting(id, "seconds");
        return text.isEmpty() ? Duration.ZERO : duration(text);
    }

    /** Later, and by another thread: whoever asks may hold locks that the effect needs. */
    void endLater(String id) {
        service.network().clockwork().execute(() -> faults.switchOff(id));
    }

    /** To be called when a start has come to its end. */
    void started() {
        if (on(SERVICE_DIES)) {
            dieIn(seconds(SERVICE_DIES));
        }
    }

    void stopped() {
        ScheduledFuture<?> planned = death;
        death = null;
        if (planned != null) {
            planned.cancel(false);
        }
    }

    private void dieIn(Duration delay) {
        stopped();
        death = service.network()
                .clockwork()
                .schedule(
                        () -> {
                            death = null;
                            service.server().services().kill(EntssoService.NAME);
                        },
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void declare(FaultNotes notes) {
        declareOfTheService(notes);
        declareOfTheSecret(notes);
        declareOfTheNetwork();
        declareOfTheDatabase();
    }

    private void declareOfTheService(FaultNotes notes) {
        plain(
                SERVICE_LATE,
                "ENTSSO takes longer to start than net start waits, and then runs.",
                "10.2 #32",
                Map.of("seconds", "how much longer a start takes, default 60"));
        with(
                SERVICE_DIES,
                "The process of ENTSSO dies some time after it started, without an event.",
                "12.3",
                Map.of("seconds", "how long after its start, or after now when it runs, default 30"),
                settings -> {
                    if (service.role().isPresent()) {
                        dieIn(duration(settings.getOrDefault("seconds", "30")));
                    }
                },
                this::stopped);
        with(
                WRONG_ACCOUNT,
                "The service account was changed: at its next start a master cannot open its secrets.",
                "10.2 #30",
                Map.of(
                        "account",
                        "name of the other account in the domain, default svc-entsso2",
                        "administrator",
                        "whether it is an SSO administrator, yes or no, default yes"),
                settings -> FaultEffects.changeAccount(service, notes, settings),
                () -> FaultEffects.changeAccountBack(service, notes));
        plain(
                VERSION_TOO_NEW,
                "The server is newer than the SSO database: at its next start it refuses to run. Once ssoconfig -upgradedb"
                        + " on it has raised the database's version, servers without this fault refuse to.",
                "10.1 #16",
                Map.of());
        with(
                CLUSTERED,
                "ENTSSO is a resource of a failover cluster and answers to its network name; started by hand and not"
                        + " by the cluster, it hands out no secret.",
                "10.1 #7, 8",
                Map.of("name", "the network name, default SSOCLUSTER"),
                settings -> service.server()
                        .cluster()
                        .take(EntssoService.NAME, settings.getOrDefault("name", "SSOCLUSTER")),
                () -> service.server().cluster().dissolve());
        plain(
                GROUP_MISSING,
                "Somebody is not in a group in which he has to be: the service account, or whoever types; or nobody knows the"
                        + " group here.",
                "10.1 #17, 10.2 #35 and #36",
                Map.of("who", "service, caller or group, default service"));
        plain(
                SECOND_MASTER,
                "At its next start the service takes itself for the master secret server, whatever the database names.",
                "12.3",
                Map.of());
    }

    private void declareOfTheSecret(FaultNotes notes) {
        with(
                WRONG_SECRET,
                "Under SSOSS lies a secret that was never in use in this SSO system.",
                "10.1 #2, 12.3",
                Map.of(),
                settings -> FaultEffects.plant(service, notes, WRONG_SECRET),
                () -> FaultEffects.unplant(service, notes, WRONG_SECRET));
        with(
                OLD_SECRET,
                "Under SSOSS lies a secret that is no longer in use: the previous one where somebody still has it.",
                "10.1 #2, 12.3, 9 V16",
                Map.of(),
                settings -> FaultEffects.plant(service, notes, OLD_SECRET),
                () -> FaultEffects.unplant(service, notes, OLD_SECRET));
        with(
                SECRET_LOST,
                "The keys under SSOSS are gone. Switching this off brings nothing back: only a restore does.",
                "10.1 #9",
                Map.of(),
                settings -> FaultEffects.loseSecrets(service),
                () -> {});
        with(
                SECRET_OLD,
                "The master secret is older than a year: a master says so once a day.",
                "10.2 #40",
                Map.of(),
                settings -> service.network()
                        .clockwork()
                        .execute(service.secretOperations().age()::warnWhenOld),
                () -> {});
        plain(
                RESTORE_BUG,
                "The known bug: a restore reports success and stores a secret that opens nothing.",
                "10.1 #12",
                Map.of());
        with(
                REENCRYPTION_RUNNING,
                "A re-encryption is under way and does not end.",
                "10.1, 6.3, 12.3",
                Map.of("seconds", "how long; 0 means until it is switched off, default 0"),
                settings -> {
                    service.secretOperations().reencryption().hold();
                    endIn(REENCRYPTION_RUNNING, settings);
                },
                () -> {
                    forgetEnd(REENCRYPTION_RUNNING);
                    service.secretOperations().reencryption().letGo();
                });
        with(
                NEVER_BACKED_UP,
                "Nobody has backed up the master secret; a backup ends this.",
                "10.2 #34",
                Map.of(),
                settings -> service.network()
                        .clockwork()
                        .execute(service.secretOperations().backupReminder()::remind),
                () -> {});
        with(
                DAMAGED_BACKUPS,
                "The backup files in a folder are damaged: their headers can be read, the rest cannot.",
                "10.1 #3",
                Map.of("folder", "the folder on drive C, default Restore"),
                settings -> FaultEffects.damageBackups(service, notes, settings.getOrDefault("folder", "Restore")),
                () -> FaultEffects.mendBackups(service, notes));
    }

    private void declareOfTheNetwork() {
        plain(
                DNS_ALIAS,
                "The server is known under an alias, too; where the database names the alias, nothing new can be encrypted.",
                "10.1 #13 and #15",
                Map.of(
                        "alias",
                        "the other name, default SSOMASTER",
                        "encrypt",
                        "whether encrypting fails or works under the alias, default fails"));
        plain(
                ENDPOINT_MISSING,
                "The secret server's endpoint is not registered: members get 0x800706D9 from a master that runs.",
                "10.1 #7",
                Map.of());
        plain(
                RPC_BLOCKED,
                "No SSO server reaches this one, nor this one another, as behind a firewall; the database and SSH answer.",
                "10.1 #8, 12.3",
                Map.of());
        plain(
                PEER_REFUSED,
                "The master refuses this server's service account when it asks for the secrets.",
                "10.1 #18",
                Map.of());
        plain(
                DTC_BROKEN,
                "MSDTC is not configured for distributed transactions: writing to a Config Store application fails.",
                "10.1 #19",
                Map.of());
    }

    private void declareOfTheDatabase() {
        with(
                DATABASE_AWAY,
                "This server does not reach its SQL Server.",
                "10.2 #37, 12.3",
                Map.of("seconds", "how long; 0 means until it is switched off, default 360"),
                settings -> endIn(DATABASE_AWAY, settings),
                () -> forgetEnd(DATABASE_AWAY));
        with(
                SSO_DISABLED,
                "Somebody switched SSO off for the whole system and forgot to switch it on again.",
                "10.2 #41",
                Map.of(),
                settings -> FaultEffects.enableSso(service, false),
                () -> FaultEffects.enableSso(service, true));
        plain(
                UPDATE_COLLIDES,
                "Somebody else changes the settings between the reading and the writing of every update.",
                "4.3",
                Map.of());
    }

    private void endIn(String id, Map<String, String> settings) {
        forgetEnd(id);
        Duration after = duration(settings.getOrDefault("seconds", "0"));
        if (!after.isZero()) {
            ends.put(
                    id,
                    service.network()
                            .clockwork()
                            .schedule(() -> faults.switchOff(id), after.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void forgetEnd(String id) {
        ScheduledFuture<?> planned = ends.remove(id);
        if (planned != null) {
            planned.cancel(false);
        }
    }

    private void plain(String id, String meaning, String source, Map<String, String> settings) {
        faults.declare(new Fault(id, meaning, "docs/entsso.md " + source, settings), this::check);
    }

    private void with(
            String id,
            String meaning,
            String source,
            Map<String, String> settings,
            Consumer<Map<String, String>> on,
            Runnable off) {
        faults.declare(new Fault(id, meaning, "docs/entsso.md " + source, settings), new Faults.Effect() {
            @Override
            public void on(Map<String, String> given) {
                check(given);
                on.accept(given);
            }

            @Override
            public void off() {
                off.run();
            }
        });
    }

    private void check(Map<String, String> settings) {
        choice(settings, "who", "service", "caller", "group");
        choice(settings, "administrator", "yes", "no");
        choice(settings, "encrypt", "fails", "works");
        if (settings.containsKey("seconds")) {
            duration(settings.get("seconds"));
        }
    }

    private static void choice(Map<String, String> settings, String name, String... allowed) {
        String value = settings.get(name);
        if (value != null && !List.of(allowed).contains(value)) {
            throw new IllegalArgumentException(
                    "The setting " + name + " has to be one of " + String.join(", ", allowed) + ", not " + value + ".");
        }
    }

    private static Duration duration(String seconds) {
        double number = Double.parseDouble(seconds);
        if (number < 0 || number > 86_400) {
            throw new IllegalArgumentException("The setting seconds has to be between 0 and 86400.");
        }
        return Duration.ofMillis(Math.round(number * 1000));
    }
}
