package org.handover.lab.entsso;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Registry;
import org.handover.lab.windows.ServiceBody;
import org.handover.lab.windows.ServiceControlManager;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.WindowsServer;

/** A Windows server on which ENTSSO and its tools are installed, and on some also a BizTalk host. */
public final class SsoServer {

    /** Where the tools live (docs/entsso.md 3.0). */
    public static final String DIRECTORY = "C:\\Program Files\\Common Files\\Enterprise Single Sign-On";

    private static final String BIZTALK_DIRECTORY = "C:\\Program Files (x86)\\Microsoft BizTalk Server";
    private static final String GROUP = "BizTalk Group";

    /** Where Windows lists what is installed; the name of the product's own key is the lab's. */
    private static final String INSTALLED =
            "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Enterprise Single Sign-On";

    private static final String TRANSACTION_COORDINATOR_KEY =
            "HKLM\\SYSTEM\\CurrentControlSet\\Services\\" + EntssoService.TRANSACTION_COORDINATOR;

    private final WindowsServer windows;
    private final EntssoService entsso;
    private final List<BizTalkHost> hosts;

    private SsoServer(WindowsServer windows, EntssoService entsso, List<BizTalkHost> hosts) {
        this.windows = windows;
        this.entsso = entsso;
        this.hosts = List.copyOf(hosts);
    }

    /**
     * A BizTalk host instance on a server.
     *
     * @param host its name, which is the name of its Config Store application, too; once on a server
     * @param group its BizTalk group; several groups may share one SSO system
     */
    public record HostInstance(String host, String group) {}

    /** With the host that every BizTalk group has, or without any. */
    public static SsoServer install(
            WindowsServer windows,
            Path home,
            SsoSystem system,
            SsoDatabase database,
            SsoNetwork network,
            boolean withBizTalkHost) {
        return install(
                windows,
                home,
                system,
                database,
                network,
                withBizTalkHost ? List.of(new HostInstance(BizTalkHost.APPLICATION, GROUP)) : List.of());
    }

    /** Installs what is not installed yet; the registry of a server that was there before stays as it is. */
    public static SsoServer install(
            WindowsServer windows,
            Path home,
            SsoSystem system,
            SsoDatabase database,
            SsoNetwork network,
            List<HostInstance> instances) {
        Registry registry = windows.registry();
        if (!registry.exists(StartConditions.SQL_KEY)) {
            registry.createKey(StartConditions.SQL_KEY);
            registry.setString(StartConditions.SQL_KEY, "Server", system.sqlServer());
            registry.setString(StartConditions.SQL_KEY, "Database", system.database());
            String versions = "HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\ENTSSO";
            registry.createKey(versions);
            registry.setString(versions, "Server", system.version());
            registry.setString(versions, "Administration", system.version());
        }
        if (!registry.exists(INSTALLED)) {
            registry.setString(INSTALLED, "DisplayName", "Microsoft Enterprise Single Sign-On");
            registry.setString(INSTALLED, "DisplayVersion", system.version());
            registry.setString(INSTALLED, "InstallLocation", DIRECTORY);
        }
        windows.accounts().add(system.serviceAccount(), null, Set.of(Logon.SSO_ADMINISTRATORS), false);
        EntssoService entsso = new EntssoService(windows, home, system, database, network);
        windows.install(DIRECTORY + "\\ssomanage.exe", new SsoManageProgram(network, system));
        windows.install(DIRECTORY + "\\ssoconfig.exe", new SsoConfigProgram(entsso));
        ConfigStore.installOn(windows, entsso);
        windows.services()
                .register(
                        EntssoService.NAME,
                        "Enterprise Single Sign-On Service",
                        "\"" + DIRECTORY + "\\ENTSSO.exe\"",
                        system.serviceAccount(),
                        List.of(),
                        entsso);
        windows.network(network.seenFrom(windows, system));
        installTransactionCoordinator(windows);
        List<BizTalkHost> hosts = new ArrayList<>();
        for (HostInstance instance : instances) {
            hosts.add(installHost(windows, system, entsso, instance));
        }
        return new SsoServer(windows, entsso, hosts);
    }

    /** Every Windows server has it; ENTSSO cannot do without it (docs/entsso.md 1.4). */
    private static void installTransactionCoordinator(WindowsServer windows) {
        ServiceControlManager services = windows.services();
        boolean runs = !windows.registry().exists(TRANSACTION_COORDINATOR_KEY)
                || services.wasRunning(EntssoService.TRANSACTION_COORDINATOR);
        services.register(
                EntssoService.TRANSACTION_COORDINATOR,
                "Distributed Transaction Coordinator",
                WindowsServer.SYSTEM32 + "\\msdtc.exe",
                "NT AUTHORITY\\NetworkService",
                List.of(),
                ServiceBody.IDLE);
        services.startLate(EntssoService.TRANSACTION_COORDINATOR, true);
        if (runs) {
            services.startAtBoot(EntssoService.TRANSACTION_COORDINATOR);
        }
    }

    private static BizTalkHost installHost(
            WindowsServer windows, SsoSystem system, EntssoService entsso, HostInstance instance) {
        String account = system.domain() + "\\svc-biztalk";
        windows.accounts().add(account, null, Set.of(), false);
        BizTalkHost host = new BizTalkHost(entsso, account, instance.host());
        windows.services()
                .register(
                        host.serviceName(),
                        "BizTalk Service " + instance.group() + " : " + instance.host(),
                        "\"" + BIZTALK_DIRECTORY + "\\BTSNTSvc64.exe\" -group \"" + instance.group() + "\" -name \""
                                + instance.host() + "\"",
                        account,
                        List.of(EntssoService.NAME),
                        host);
        return host;
    }

    /** The lab's process starts again: what ran goes on as if nothing had been. */
    public void resume() throws InterruptedException {
        if (windows.services().wasRunning(EntssoService.NAME)) {
            List<BizTalkHost> ran = hosts.stream()
                    .filter(host -> windows.services().wasRunning(host.serviceName()))
                    .toList();
            entsso.resumeAtNextStart();
            windows.services().startAndWait(EntssoService.NAME);
            for (BizTalkHost host : ran) {
                host.resumeAtNextStart();
                windows.services().startAndWait(host.serviceName());
            }
        }
    }

    /** Ends the server with the lab's process; {@link #resume} finds everything. */
    public void suspend() {
        entsso.suspend();
        windows.close();
    }

    public String name() {
        return windows.name();
    }

    public WindowsServer windows() {
        return windows;
    }

    public EntssoService entsso() {
        return entsso;
    }

    /** The names of the services that depend on ENTSSO here. */
    public List<String> dependents() {
        return hosts.stream().map(BizTalkHost::serviceName).toList();
    }

    /** The names of the BizTalk hosts here. */
    List<String> hosts() {
        return hosts.stream().map(BizTalkHost::host).toList();
    }

    /** The service's state, unless there is no service of this name here. */
    public Optional<State> serviceState(String service) {
        return windows.services().view(service).map(view -> view.state());
    }

    /** The decrypt test and the encrypt test, as PowerShell would do them here. */
    public ConfigStore configStore() {
        return ConfigStore.on(windows).orElseThrow();
    }
}
