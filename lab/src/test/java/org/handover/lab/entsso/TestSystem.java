package org.handover.lab.entsso;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.handover.lab.windows.EventLog;
import org.handover.lab.windows.Faults;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Registry;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.WindowsServer;

/** CONTOSO as a lab founds it, without front doors: SSO01 was the master and is off, SSO02 and SSO03 live on their memory. */
final class TestSystem implements AutoCloseable {

    static final String PASSWORD = "Ärger mit \"Häfen\" kostet 7 €";
    static final String REMINDER = "what trouble with ports costs";
    static final String OPERATOR = "CONTOSO\\handover";
    static final EntssoSettings QUICK = EntssoSettings.asDocumented()
            .withPoll(Duration.ofMillis(50))
            .withStartDuration(Duration.ofMillis(20))
            .withImpatience(3, Duration.ofMillis(20), Duration.ofMillis(150));

    private final SsoSystem system = new SsoSystem("CONTOSO", "CONTOSO", "SQL01", "SSODB");
    private final String url;
    private final List<SsoDatabase> databases = new ArrayList<>();
    private final List<SsoServer> servers = new ArrayList<>();
    private final SsoNetwork network;
    private final Founding.RestoreFile restoreFile;

    private TestSystem(Path home, EntssoSettings settings) throws SQLException, InterruptedException, IOException {
        url = TestPostgres.lend();
        LabClock clock = new LabClock(Clock.systemUTC());
        network = new SsoNetwork(settings.withPoll(Duration.ofHours(1)).withStartDuration(Duration.ZERO));
        for (String name : List.of("SSO01", "SSO02", "SSO03")) {
            WindowsServer windows = WindowsServer.create(name, home.resolve(name), clock);
            windows.accounts().add(OPERATOR, null, Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS), true);
            SsoDatabase database = new SsoDatabase(url, "postgres", "postgres", "sso_contoso");
            databases.add(database);
            servers.add(
                    SsoServer.install(windows, home.resolve(name), system, database, network, !name.equals("SSO01")));
        }
        restoreFile =
                new Founding(system, databases.get(0), servers, clock).carryOut(UUID.randomUUID(), PASSWORD, REMINDER);
        network.use(settings);
    }

    static TestSystem founded(Path home) throws SQLException, InterruptedException, IOException {
        return new TestSystem(home, QUICK);
    }

    SsoServer server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    SsoDatabase database() {
        return databases.get(0);
    }

    SsoNetwork network() {
        return network;
    }

    String msid() {
        return restoreFile.msid();
    }

    static Logon operator() {
        return new Logon(OPERATOR, Logon.Kind.KEY, true, Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS));
    }

    TestConsole.Result ssomanage(String server, String commandTail, String... answers) {
        return TestConsole.run(server(server), new SsoManageProgram(network, system), operator(), commandTail, answers);
    }

    TestConsole.Result ssomanage(String server, Logon logon, String commandTail) {
        return TestConsole.run(server(server), new SsoManageProgram(network, system), logon, commandTail);
    }

    TestConsole.Result ssoconfig(String server, String commandTail, String... answers) {
        return ssoconfig(server, operator(), commandTail, answers);
    }

    TestConsole.Result ssoconfig(String server, Logon logon, String commandTail, String... answers) {
        return TestConsole.run(
                server(server), new SsoConfigProgram(server(server).entsso()), logon, commandTail, answers);
    }

    /** Names another master secret server the way that an operator does. */
    TestConsole.Result nameMaster(String typedOn, String newMaster) {
        put(typedOn, "C:\\update.xml", updateFile(newMaster));
        return ssomanage(typedOn, "-updatedb C:\\update.xml");
    }

    static String updateFile(String newMaster) {
        return "<sso><globalInfo><secretServer>" + newMaster + "</secretServer></globalInfo></sso>";
    }

    void put(String server, String windowsPath, String content) {
        try {
            Files.writeString(
                    server(server).windows().disk().resolve(windowsPath, "C:\\"), content, StandardCharsets.UTF_8);
        } catch (IOException cannotBeWritten) {
            throw new IllegalStateException(cannotBeWritten);
        }
    }

    /** Makes SSO02 the master with the secret of the backup, as the command-line path does. */
    void promoteSso02() throws InterruptedException {
        nameMaster("SSO02", "SSO02");
        restartEntsso("SSO02");
        ssoconfig("SSO02", "-restoresecret " + restoreFile.path(), PASSWORD);
        Awaitility.await().until(() -> {
            server("SSO03").entsso().poll();
            return database().credentialsByMsid().size() == 1
                    && readable("SSO03").decryptable() == 15;
        });
    }

    /** The same while SSO is switched off. */
    void promoteSso02AsFarAsSecretsGo() throws InterruptedException {
        nameMaster("SSO02", "SSO02");
        restartEntsso("SSO02");
        ssoconfig("SSO02", "-restoresecret " + restoreFile.path(), PASSWORD);
    }

    Faults faults(String server) {
        return server(server).windows().faults();
    }

    /** Takes the SSO database away from everybody, or gives it back. */
    void letDatabaseIn(boolean allowed) {
        TestPostgres.letIn(url, allowed);
    }

    void restartEntsso(String server) throws InterruptedException {
        server(server).windows().services().stopAndWait(EntssoService.NAME);
        server(server).windows().services().startAndWait(EntssoService.NAME);
    }

    State service(String server, String name) {
        return server(server).serviceState(name).orElseThrow();
    }

    /** Ids of the events since the given record, oldest first. */
    List<Integer> eventsAfter(String server, long recordId) {
        return server(server).windows().applicationLog().events().stream()
                .filter(event -> event.recordId() > recordId)
                .map(EventLog.Event::id)
                .toList();
    }

    EventLog.Event newest(String server, int id) {
        return server(server).windows().applicationLog().events().stream()
                .filter(event -> event.id() == id)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new AssertionError(String.format(Locale.ROOT, "no event %d on %s", id, server)));
    }

    long lastRecord(String server) {
        List<EventLog.Event> events = server(server).windows().applicationLog().events();
        return events.get(events.size() - 1).recordId();
    }

    CredentialVault.Readability readable(String server) {
        return server(server).entsso().vault().readability().orElseThrow();
    }

    Registry registry(String server) {
        return server(server).windows().registry();
    }

    @Override
    public void close() {
        servers.forEach(SsoServer::suspend);
        network.close();
        databases.forEach(SsoDatabase::close);
        TestPostgres.giveBack(url);
    }
}
