package org.handover.lab.entsso;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.handover.lab.entsso.AffiliateApplication.Kind;
import org.handover.lab.windows.WindowsServer;

/**
 * The past of a new SSO system: it is founded on its first server, other servers join, credentials are set, the secret is
 * changed once and backed up, and then the first server dies. All of it really happens, at the times that {@link LabClock}
 * shows, so that event logs, registry and database are what a life leaves behind.
 */
public final class Founding {

    public static final String RESTORE_DIRECTORY = "C:\\Restore";

    private static final Duration AGE = Duration.ofDays(34);
    private static final List<String> GROUP_PARTNERS =
            List.of("WOODGROVE", "FABRIKAM", "LITWARE", "NORTHWIND", "TAILSPIN");
    private static final List<String> PEOPLE = List.of("a.ortiz", "b.keller", "c.nowak", "d.haas", "e.lind");
    private static final List<String> ADAPTERS = List.of(
            "FILE receive handler", "SFTP receive handler", "SAP send handler", "HTTP send handler", "SB send handler");

    private final boolean masterDies;
    private final SsoSystem system;
    private final SsoDatabase database;
    private final List<SsoServer> servers;
    private final LabClock clock;

    /** @param servers the first is going to be the master secret server */
    public Founding(SsoSystem system, SsoDatabase database, List<SsoServer> servers, LabClock clock) {
        this(system, true, database, servers, clock);
    }

    /** @param masterDies whether the past ends with the master's loss of power */
    Founding(SsoSystem system, boolean masterDies, SsoDatabase database, List<SsoServer> servers, LabClock clock) {
        this.masterDies = masterDies;
        this.system = system;
        this.database = database;
        this.servers = servers;
        this.clock = clock;
    }

    /** The backup that was taken last. */
    public record RestoreFile(String path, String msid) {}

    /** The network's settings have to let services start at once and hardly ever poll while this runs. */
    public RestoreFile carryOut(UUID lab, String restorePassword, String reminder)
            throws SQLException, InterruptedException, IOException {
        SsoServer master = servers.get(0);
        try {
            clock.goBack(AGE);
            database.create(lab, master.name(), system.administrators(), system.affiliateAdministrators());
            found(master, restorePassword, reminder);
            join();
            List<Credential> late = setCredentials(master);
            clock.goBack(Duration.ofDays(6));
            changeTheSecret(master, restorePassword, reminder, late);
            RestoreFile file = backUp(master, restorePassword, reminder);
            clock.goBack(Duration.ofMinutes(27));
            if (masterDies) {
                master.windows().powerOff();
            }
            clock.advance(Duration.ofSeconds(23));
            servers.forEach(server -> server.entsso().poll());
            return file;
        } catch (SsoError refused) {
            throw new IllegalStateException("The SSO system cannot be founded: " + refused.getMessage(), refused);
        } finally {
            clock.catchUp();
        }
    }

    private record Credential(String application, long mapping, String value) {}

    private void found(SsoServer master, String password, String reminder) throws SsoError, InterruptedException {
        EntssoEvent.DATABASE_CREATED.write(
                master.windows().applicationLog(),
                system.sqlServer(),
                system.database(),
                founder(master).account());
        start(master, EntssoService.NAME);
        clock.advance(Duration.ofMinutes(3));
        String file = SsoServer.DIRECTORY + "\\SSO4A1F.bak";
        master.entsso()
                .secretOperations()
                .generate(founder(master), file, password, reminder, bytes -> put(master.windows(), file, bytes));
        clock.advance(Duration.ofMinutes(1));
        master.entsso().administration().enable(founder(master), true);
    }

    private void join() throws InterruptedException {
        for (SsoServer server : servers.subList(1, servers.size())) {
            clock.advance(Duration.ofMinutes(17));
            start(server, EntssoService.NAME);
        }
    }

    /** Three applications; what is returned is set later, by a server that does not know the new secret yet. */
    private List<Credential> setCredentials(SsoServer master) throws SQLException, SsoError, InterruptedException {
        for (String host : hosts()) {
            add(host, Kind.CONFIG_STORE, "Configuration of adapters", "biztalk");
        }
        add("Payments", Kind.GROUP, "Accounts at banks", "payments");
        add("SAP Finance", Kind.INDIVIDUAL, "Personal accounts in SAP", "sap");
        for (String host : hosts()) {
            for (String adapter : ADAPTERS) {
                long mapping = database.applications().addMapping(host, adapter, "", true);
                set(master, new Credential(host, mapping, "{\"Uri\":\"" + UUID.randomUUID() + "\"}"));
            }
        }
        for (String partner : GROUP_PARTNERS) {
            set(master, credential("Payments", system.domain() + "\\Payments " + partner, partner + "-batch"));
        }
        List<Credential> personal = new ArrayList<>();
        for (String person : PEOPLE) {
            personal.add(credential("SAP Finance", system.domain() + "\\" + person, person));
        }
        set(master, personal.get(0));
        set(master, personal.get(1));
        clock.advance(Duration.ofMinutes(40));
        for (SsoServer server : servers) {
            if (!server.dependents().isEmpty()) {
                server.entsso().poll();
            }
            for (String host : server.dependents()) {
                start(server, host);
            }
        }
        return personal.subList(2, personal.size());
    }

    private void changeTheSecret(SsoServer master, String password, String reminder, List<Credential> late)
            throws SsoError {
        String file = SsoServer.DIRECTORY + "\\SSO7C30.bak";
        master.entsso()
                .secretOperations()
                .generate(founder(master), file, password, reminder, bytes -> put(master.windows(), file, bytes));
        clock.advance(Duration.ofSeconds(9));
        for (Credential credential : late) {
            set(servers.get(servers.size() > 1 ? 1 : 0), credential);
        }
        clock.advance(Duration.ofSeconds(11));
        servers.forEach(server -> server.entsso().poll());
    }

    private RestoreFile backUp(SsoServer master, String password, String reminder) throws SsoError {
        clock.advance(Duration.ofMinutes(12));
        String path = RESTORE_DIRECTORY + "\\" + master.name() + ".bak";
        master.entsso().secretOperations().backUp(founder(master), path, password, reminder, bytes -> {
            for (SsoServer server : servers) {
                put(server.windows(), path, bytes);
            }
        });
        return new RestoreFile(path, master.entsso().msidsInMemory().get(0));
    }

    private Credential credential(String application, String windowsAccount, String externalAccount)
            throws SQLException {
        long mapping = database.applications().addMapping(application, windowsAccount, externalAccount, true);
        return new Credential(
                application,
                mapping,
                RuntimeCalls.text(List.of(UUID.randomUUID().toString())));
    }

    private void add(String name, Kind kind, String description, String contact) throws SQLException {
        database.applications()
                .add(AffiliateApplication.simple(
                        name,
                        kind,
                        description,
                        contact + "@" + system.domain().toLowerCase(Locale.ROOT) + ".example"));
    }

    /** The hosts of all servers, each once; the host that every BizTalk group has even where it runs nowhere. */
    private Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        hosts.add(BizTalkHost.APPLICATION);
        servers.forEach(server -> hosts.addAll(server.hosts()));
        return hosts;
    }

    private static void set(SsoServer on, Credential credential) throws SsoError {
        on.entsso().vault().set(credential.mapping(), credential.application(), credential.value());
    }

    private static void start(SsoServer server, String service) throws InterruptedException {
        server.windows().services().startAndWait(service);
        if (server.serviceState(service).filter(state -> state.number() == 4).isEmpty()) {
            throw new IllegalStateException(service + " does not start on " + server.name() + ".");
        }
    }

    private Caller founder(SsoServer on) {
        return new Caller(system.domain() + "\\administrator", on.name(), true, true);
    }

    private static void put(WindowsServer server, String path, byte[] bytes) throws SsoError {
        try {
            Path file = server.disk().resolve(path, "C:\\");
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.write(file, bytes);
        } catch (IOException cannotBeWritten) {
            throw SsoError.of(SsoError.Code.FILE_NOT_OPENED);
        }
    }
}
