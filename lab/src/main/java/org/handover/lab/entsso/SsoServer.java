package org.handover.lab.entsso;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Registry;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.WindowsServer;
import org.jspecify.annotations.Nullable;

/** A Windows server on which ENTSSO and its tools are installed, and on some also a BizTalk host. */
public final class SsoServer {

    /** Where the tools live (docs/entsso.md 3.0). */
    public static final String DIRECTORY = "C:\\Program Files\\Common Files\\Enterprise Single Sign-On";

    private static final String BIZTALK_DIRECTORY = "C:\\Program Files (x86)\\Microsoft BizTalk Server";
    /** Made up; a real one is e.g. 9.0.1865.0 (docs/entsso.md 5.1). */
    private static final String VERSION = "10.0.1000.0";

    private final WindowsServer windows;
    private final EntssoService entsso;
    private final @Nullable BizTalkHost host;

    private SsoServer(WindowsServer windows, EntssoService entsso, @Nullable BizTalkHost host) {
        this.windows = windows;
        this.entsso = entsso;
        this.host = host;
    }

    /** Installs what is not installed yet; the registry of a server that was there before stays as it is. */
    public static SsoServer install(
            WindowsServer windows,
            Path home,
            SsoSystem system,
            SsoDatabase database,
            SsoNetwork network,
            boolean withBizTalkHost) {
        Registry registry = windows.registry();
        if (!registry.exists(StartConditions.SQL_KEY)) {
            registry.createKey(StartConditions.SQL_KEY);
            registry.setString(StartConditions.SQL_KEY, "Server", system.sqlServer());
            registry.setString(StartConditions.SQL_KEY, "Database", system.database());
            String versions = "HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\ENTSSO";
            registry.createKey(versions);
            registry.setString(versions, "Server", VERSION);
            registry.setString(versions, "Administration", VERSION);
        }
        windows.accounts().add(system.serviceAccount(), null, Set.of(Logon.SSO_ADMINISTRATORS), false);
        EntssoService entsso = new EntssoService(windows, home, system, database, network);
        windows.install(DIRECTORY + "\\ssomanage.exe", new SsoManageProgram(network, system));
        windows.install(DIRECTORY + "\\ssoconfig.exe", new SsoConfigProgram(entsso));
        windows.services()
                .register(
                        EntssoService.NAME,
                        "Enterprise Single Sign-On Service",
                        "\"" + DIRECTORY + "\\ENTSSO.exe\"",
                        system.serviceAccount(),
                        List.of(),
                        entsso);
        BizTalkHost host = null;
        if (withBizTalkHost) {
            String account = system.domain() + "\\svc-biztalk";
            windows.accounts().add(account, null, Set.of(), false);
            host = new BizTalkHost(entsso, account);
            windows.services()
                    .register(
                            BizTalkHost.NAME,
                            "BizTalk Service BizTalk Group : " + BizTalkHost.APPLICATION,
                            "\"" + BIZTALK_DIRECTORY + "\\BTSNTSvc64.exe\" -group \"BizTalk Group\" -name \""
                                    + BizTalkHost.APPLICATION + "\"",
                            account,
                            List.of(EntssoService.NAME),
                            host);
        }
        return new SsoServer(windows, entsso, host);
    }

    /** The lab's process starts again: what ran goes on as if nothing had been. */
    public void resume() throws InterruptedException {
        if (windows.services().wasRunning(EntssoService.NAME)) {
            boolean hostRan = host != null && windows.services().wasRunning(BizTalkHost.NAME);
            entsso.resumeAtNextStart();
            windows.services().startAndWait(EntssoService.NAME);
            if (host != null && hostRan) {
                host.resumeAtNextStart();
                windows.services().startAndWait(BizTalkHost.NAME);
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
        return host == null ? List.of() : List.of(BizTalkHost.NAME);
    }

    /** The service's state, unless there is no service of this name here. */
    public Optional<State> serviceState(String service) {
        return windows.services().view(service).map(view -> view.state());
    }

    boolean hasHost() {
        return host != null;
    }
}
