package org.handover.lab.entsso;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.entsso.ToolConsole.Help;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.Registry;

/**
 * {@code ssomanage.exe}: asks the SSO server that was set for the user, or for all users, or else the one on this computer
 * (docs/entsso.md 1.4, 3.1 to 3.4).
 */
final class SsoManageProgram implements Program {

    /** Where the settings of -server and -serverall lie is not documented (docs/entsso.md 13.4). */
    static final String CLIENT_KEY = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\Client";

    private static final String ALL_USERS = "SSOServer";
    private static final int LABEL_WIDTH = 35;
    private static final Set<String> OF_APPLICATIONS = Set.of(
            "-listapps",
            "-displayapp",
            "-createapps",
            "-updateapps",
            "-deleteapp",
            "-enableapp",
            "-disableapp",
            "-purgecache",
            "-listmappings",
            "-createmappings",
            "-deletemappings",
            "-enablemapping",
            "-disablemapping",
            "-deletemapping",
            "-setcredentials");
    private static final List<Help> HELP = List.of(
            Help.heading("Configuration functions"),
            new Help("-server", "name the SSO server to ask, for this user"),
            new Help("-serverall", "name the SSO server to ask, for every user"),
            new Help("-showserver", "say which SSO server is asked"),
            Help.heading("Administration functions"),
            new Help("-updatedb", "change the settings in the SSO database"),
            new Help("-enablesso", "switch SSO on"),
            new Help("-disablesso", "switch SSO off"),
            new Help("-tickets", "say how tickets are used"),
            new Help("-displaydb", "show the settings in the SSO database"),
            new Help("-enable", "switch a feature on: hisso, winsync or extsync"),
            new Help("-disable", "switch a feature off"),
            Help.heading("Application functions"),
            new Help("-listapps", "list applications"),
            new Help("-displayapp", "show an application"),
            new Help("-createapps", "make applications"),
            new Help("-deleteapp", "remove an application"),
            new Help("-updateapps", "change applications"),
            new Help("-enableapp", "switch an application on"),
            new Help("-disableapp", "switch an application off"),
            new Help("-purgecache", "empty an application's credential cache"),
            Help.heading("Mapping functions"),
            new Help("-listmappings", "list a user's mappings"),
            new Help("-createmappings", "make mappings"),
            new Help("-deletemappings", "remove mappings"),
            new Help("-enablemapping", "switch a user's mapping on"),
            new Help("-disablemapping", "switch a user's mapping off"),
            new Help("-deletemapping", "remove a user's mapping"),
            new Help("-setcredentials", "set a user's external credentials"));

    private final SsoNetwork network;
    private final SsoSystem system;

    SsoManageProgram(SsoNetwork network, SsoSystem system) {
        this.network = network;
        this.system = system;
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        ToolConsole console = new ToolConsole(invocation);
        List<String> arguments = invocation.arguments();
        String option = arguments.isEmpty() ? "-help" : arguments.get(0).toLowerCase(Locale.ROOT);
        try {
            return switch (option) {
                case "-server" -> nameServer(invocation, console, forThisUser(invocation.logon()));
                case "-serverall" -> nameServerForAll(invocation, console);
                case "-showserver" -> showServer(invocation, console);
                case "-displaydb" -> displayDatabase(invocation, console);
                case "-updatedb" -> updateDatabase(invocation, console);
                case "-enablesso" -> enable(invocation, console, true);
                case "-disablesso" -> enable(invocation, console, false);
                case "-enable" -> enableFeature(invocation, console, true);
                case "-disable" -> enableFeature(invocation, console, false);
                case "-tickets" -> tickets(invocation, console);
                case "-help", "-?", "/?" -> console.help("ssomanage", HELP);
                default -> other(option, invocation, console);
            };
        } catch (SsoError error) {
            return console.failed(error);
        }
    }

    private int other(String option, Invocation invocation, ToolConsole console) throws SsoError, InterruptedException {
        if (!OF_APPLICATIONS.contains(option)) {
            console.help("ssomanage", HELP);
            return ToolConsole.FAILURE;
        }
        Target target = target(invocation, console);
        return new ApplicationCommands(invocation, console, target.service(), target.caller()).run(option);
    }

    private int tickets(Invocation invocation, ToolConsole console) throws SsoError {
        if (invocation.arguments().size() != 3) {
            throw SsoError.withText(
                    SsoError.Code.INVALID_ARGUMENT,
                    "Say it twice: ssomanage -tickets <allowed yes | no> <validate yes | no>");
        }
        boolean allowed = ToolConsole.yesOrNo(invocation.arguments().get(1));
        boolean validated = ToolConsole.yesOrNo(invocation.arguments().get(2));
        Target target = target(invocation, console);
        target.service().administration().tickets(target.caller(), allowed, validated);
        return console.succeeded();
    }

    private int enableFeature(Invocation invocation, ToolConsole console, boolean enabled) throws SsoError {
        String feature = invocation.arguments().size() == 2
                ? invocation.arguments().get(1).toLowerCase(Locale.ROOT)
                : "";
        Target target = target(invocation, console);
        target.service().administration().enableFeature(target.caller(), feature, enabled);
        return console.succeeded();
    }

    private int nameServerForAll(Invocation invocation, ToolConsole console) throws SsoError {
        if (!invocation.logon().isLocalAdministrator()) {
            throw SsoError.of(SsoError.Code.ACCESS_DENIED);
        }
        return nameServer(invocation, console, ALL_USERS);
    }

    /** Without a name the setting is taken back; whether the real tool can do that is not known. */
    private static int nameServer(Invocation invocation, ToolConsole console, String value) {
        String name = invocation.arguments().size() > 1 ? invocation.arguments().get(1) : "";
        Registry registry = invocation.server().registry();
        registry.createKey(CLIENT_KEY);
        registry.setString(CLIENT_KEY, value, name);
        invocation
                .server()
                .commandLog()
                .changed(
                        value.equals(ALL_USERS)
                                ? "SSO server for all users=" + name
                                : "SSO server for " + invocation.logon().account() + "=" + name);
        return console.succeeded();
    }

    private static int showServer(Invocation invocation, ToolConsole console) {
        Registry registry = invocation.server().registry();
        console.line(labelled(
                "SSO server for current user",
                setting(registry, forThisUser(invocation.logon())).orElse("<not set>")));
        console.line(labelled(
                "SSO server for all users", setting(registry, ALL_USERS).orElse("<not set>")));
        return ToolConsole.SUCCESS;
    }

    private int displayDatabase(Invocation invocation, ToolConsole console) throws SsoError {
        Target target = target(invocation, console);
        GlobalSettings settings = target.service().administration().show(target.caller());
        console.line(labelled("SQL Server", system.sqlServer()));
        console.line(labelled("SSO database", system.database()));
        console.line(labelled("SSO secret server name", settings.secretServer()));
        console.line(labelled("SSO Admin account", settings.adminAccount()));
        console.line(labelled("SSO Affiliate Admin account", settings.affiliateAdminAccount()));
        console.line(labelled(
                "Size of audit table for deleted applications",
                settings.auditRows().deletedApplications()));
        console.line(labelled(
                "Size of audit table for deleted mappings", settings.auditRows().deletedMappings()));
        console.line(labelled(
                "Size of audit table for external credential lookups",
                settings.auditRows().externalLookups()));
        console.line(labelled("Ticket timeout (in minutes)", settings.tickets().timeoutMinutes()));
        console.line(labelled("Credential cache timeout (in minutes)", settings.credentialCacheMinutes()));
        console.line("Global flags -");
        console.line(labelled("SSO enabled", settings.enabled()));
        console.line(labelled("Tickets allowed", settings.tickets().allowed()));
        console.line(labelled("Allow host initiated SSO", settings.features().hostInitiated()));
        console.line("Password Sync -");
        console.line(labelled("From Windows to adapters", settings.features().syncFromWindows()));
        console.line(labelled(
                "From adapters to SSO database (partial)", settings.features().syncToDatabase()));
        console.line(
                labelled("From adapters to Windows (full)", settings.features().syncToWindows()));
        return ToolConsole.SUCCESS;
    }

    private int updateDatabase(Invocation invocation, ToolConsole console) throws SsoError {
        if (invocation.arguments().size() != 2) {
            throw SsoError.withText(
                    SsoError.Code.INVALID_ARGUMENT, "Say which file: ssomanage -updatedb <update file>");
        }
        Target target = target(invocation, console);
        byte[] bytes = ServerFiles.read(invocation, invocation.arguments().get(1));
        try {
            target.service()
                    .administration()
                    .update(
                            target.caller(),
                            UpdateFile.parse(
                                    bytes, network.settings().inventions().unknownElements()));
        } catch (UpdateFile.MalformedException malformed) {
            throw SsoError.withText(
                    SsoError.Code.INVALID_DATA, "The update file cannot be used: " + malformed.getMessage() + ".");
        }
        return console.succeeded();
    }

    private int enable(Invocation invocation, ToolConsole console, boolean enabled) throws SsoError {
        Target target = target(invocation, console);
        target.service().administration().enable(target.caller(), enabled);
        return console.succeeded();
    }

    private record Target(EntssoService service, Caller caller) {}

    /** Prints the first line, which says who is asked, and reaches that server or fails as the real tool does. */
    private Target target(Invocation invocation, ToolConsole console) throws SsoError {
        Registry registry = invocation.server().registry();
        String here = invocation.server().name();
        Optional<String> named =
                setting(registry, forThisUser(invocation.logon())).or(() -> setting(registry, ALL_USERS));
        console.line(named.map(name -> "Using SSO server : " + name).orElse("Using SSO server on this computer"));
        String name = named.orElse(here);
        boolean elsewhere = !SsoNetwork.sameComputer(name, here);
        if (elsewhere && invocation.logon().kind() == Logon.Kind.KEY) {
            // a key logon has no credentials that another machine would accept (docs/windows-consoles.md)
            throw SsoError.of(SsoError.Code.ACCESS_DENIED);
        }
        EntssoService service = network.reachable(name, here)
                .orElseThrow(() -> SsoError.unreachable(name, SsoError.Rpc.SERVER_UNAVAILABLE));
        Caller caller = elsewhere
                ? Caller.remote(invocation.logon(), invocation.server(), service.server())
                : Caller.local(invocation.logon(), invocation.server());
        service.running();
        return new Target(service, caller);
    }

    private static Optional<String> setting(Registry registry, String value) {
        return registry.string(CLIENT_KEY, value).filter(name -> !name.isBlank());
    }

    private static String forThisUser(Logon logon) {
        return "SSOServer of " + logon.account().toUpperCase(Locale.ROOT);
    }

    private static String labelled(String label, boolean value) {
        return labelled(label, value ? "Yes" : "No");
    }

    private static String labelled(String label, int value) {
        return labelled(label, Integer.toString(value));
    }

    /** Labels are cut at 35 characters (docs/entsso.md 3.3). */
    static String labelled(String label, String value) {
        String cut = label.length() > LABEL_WIDTH ? label.substring(0, LABEL_WIDTH - 3) + "..." : label;
        return ToolConsole.pad(cut, LABEL_WIDTH) + " : " + value;
    }
}
