package org.handover.lab.entsso;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.handover.lab.windows.EventLog;
import org.handover.lab.windows.Invocation;

/**
 * The switches of {@code ssoconfig} that set one server up and say how it is (docs/entsso.md 3.5, 3.8). None of their output
 * was found anywhere: layout and order are the lab's own.
 */
final class ServerCommands {

    private static final int HIGHEST_LEVEL = 3;
    private static final String REPLAY_FILES = "ReplayFiles";

    private final Invocation invocation;
    private final ToolConsole console;
    private final EntssoService service;
    private final Caller caller;

    ServerCommands(Invocation invocation, ToolConsole console, EntssoService service) {
        this.invocation = invocation;
        this.console = console;
        this.service = service;
        this.caller = Caller.local(invocation.logon(), invocation.server());
    }

    int run(String option) throws SsoError {
        return switch (option) {
            case "-setdb" -> setDatabase();
            case "-showdb" -> showDatabase();
            case "-createdb" -> createDatabase();
            case "-upgradedb" -> upgradeDatabase();
            case "-auditlevel" -> setAuditLevel();
            case "-setssl" -> setSsl();
            case "-replayfiles" -> set(REPLAY_FILES, argument(1, "<folder> | -default"));
            case "-syncage" -> setSyncAge();
            case "-remotelookup" -> setYesOrNo("RemoteLookup", argument(1, "yes | no"));
            case "-allowps" -> allowPasswordSync();
            case "-discover" -> discover();
            case "-status" -> status();
            default -> withoutSyntax(option);
        };
    }

    /** Of two switches nothing but the names was found; what they take is a setting of the lab. */
    private int withoutSyntax(String option) throws SsoError {
        if (service.network().settings().inventions().switchesWithoutSyntax()
                == EntssoSettings.SwitchesWithoutSyntax.REFUSE) {
            throw SsoError.of(SsoError.Code.NOT_EMULATED);
        }
        return setYesOrNo(
                option.equals("-scp") ? "ServiceConnectionPoints" : "ReportFilterErrors", argument(1, "yes | no"));
    }

    /** It counts at the next start of the service; whether such a database is there is not asked. */
    private int setDatabase() throws SsoError {
        String sqlServer = argument(1, "<SQL Server> <SSO database>");
        String database = argument(2, "<SQL Server> <SSO database>");
        requireLocalAdministrator();
        requireDatabaseName(database, 128, SsoError.Code.DATABASE_NAME_TOO_LONG);
        var registry = invocation.server().registry();
        registry.createKey(StartConditions.SQL_KEY);
        registry.setString(StartConditions.SQL_KEY, "Server", sqlServer);
        registry.setString(StartConditions.SQL_KEY, "Database", database);
        changed("SSO database set to " + database + " on " + sqlServer);
        return console.succeeded();
    }

    private int showDatabase() {
        line("SQL Server", registered("Server"));
        line("SSO database", registered("Database"));
        return ToolConsole.SUCCESS;
    }

    private String registered(String name) {
        return invocation
                .server()
                .registry()
                .string(StartConditions.SQL_KEY, name)
                .orElse("<not set>");
    }

    private int createDatabase() throws SsoError {
        String sqlServer = argument(1, "<SQL Server> <SSO database>");
        String name = argument(2, "<SQL Server> <SSO database>");
        requireLocalAdministrator();
        requireDatabaseName(name, 123, SsoError.Code.DATABASE_NAME_TOO_LONG_TO_CREATE);
        try {
            if (!caller.ssoAdministrator()) {
                throw SsoError.of(SsoError.Code.CALLER_NOT_SSO_ADMIN);
            }
            if (!service.databases().isSqlServer(sqlServer)) {
                service.write(EntssoEvent.SQL_SERVER_NOT_FOUND, sqlServer);
                throw SsoError.of(SsoError.Code.DATABASE);
            }
            SsoDatabase database = service.databases().at(sqlServer, name);
            try {
                if (database.exists()) {
                    throw SsoError.of(
                            database.schemaVersion() < StartConditions.versionNeeded(service)
                                    ? SsoError.Code.DATABASE_REQUIRES_UPGRADE
                                    : SsoError.Code.DATABASE_EXISTS);
                }
                SsoSystem system = service.system();
                database.create(
                        UUID.randomUUID(),
                        service.serverName(),
                        system.administrators(),
                        system.affiliateAdministrators());
            } catch (SQLException unreachable) {
                throw SsoError.of(SsoError.Code.DATABASE);
            }
        } catch (SsoError refused) {
            service.write(EntssoEvent.CREATE_DATABASE_FAILED, sqlServer, name, caller.account(), refused.codeText());
            throw refused;
        }
        service.write(EntssoEvent.DATABASE_CREATED, sqlServer, name, caller.account());
        changed("SSO database " + name + " created");
        return console.succeeded();
    }

    /** The lab has one layout of the database: what an upgrade raises is the version that the servers compare with theirs. */
    private int upgradeDatabase() throws SsoError {
        String sqlServer = argument(1, "<SQL Server> <SSO database>");
        String name = argument(2, "<SQL Server> <SSO database>");
        requireLocalAdministrator();
        try {
            if (!caller.ssoAdministrator()) {
                throw SsoError.of(SsoError.Code.CALLER_NOT_SSO_ADMIN);
            }
            SsoDatabase database = service.databases().at(sqlServer, name);
            if (!database.exists()) {
                throw SsoError.of(SsoError.Code.DATABASE_NOT_CONFIGURED);
            }
            int version = StartConditions.versionNeeded(service);
            if (database.upgrade(version)) {
                changed("SSO database " + name + " upgraded to version " + version);
            }
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
        return console.succeeded();
    }

    private int setAuditLevel() throws SsoError {
        int positive = level(argument(1, "<positive> <negative>"));
        int negative = level(argument(2, "<positive> <negative>"));
        requireLocalAdministrator();
        service.configuration().auditLevels(positive, negative);
        changed("audit levels " + positive + " and " + negative);
        return console.succeeded();
    }

    private static int level(String text) throws SsoError {
        if (!text.matches("[0-9]") || Integer.parseInt(text) > HIGHEST_LEVEL) {
            throw SsoError.withText(
                    SsoError.Code.INVALID_ARGUMENT, "A level is 0 (none), 1 (low), 2 (medium) or 3 (high).");
        }
        return Integer.parseInt(text);
    }

    /** It counts at the next start of the service (event 10501 instead of 10611). */
    private int setSsl() throws SsoError {
        boolean encrypted = ToolConsole.yesOrNo(argument(1, "yes | no"));
        requireLocalAdministrator();
        service.configuration().useSsl(encrypted);
        changed("encrypted link to SQL Server " + (encrypted ? "on" : "off"));
        return console.succeeded();
    }

    private int setSyncAge() throws SsoError {
        String hours = argument(1, "<hours>");
        if (!hours.matches("[0-9]{1,5}")) {
            throw SsoError.withText(SsoError.Code.INVALID_ARGUMENT, "Hours are a number.");
        }
        return set("PasswordSyncAge", hours);
    }

    private int allowPasswordSync() throws SsoError {
        String source = argument(1, "PCNS | MIIS yes | no").toUpperCase(Locale.ROOT);
        if (!Set.of("PCNS", "MIIS").contains(source)) {
            throw SsoError.withText(SsoError.Code.INVALID_ARGUMENT, "The source is PCNS or MIIS.");
        }
        return setYesOrNo("Allow" + source, argument(2, "PCNS | MIIS yes | no"));
    }

    private int setYesOrNo(String name, String word) throws SsoError {
        return set(name, ToolConsole.yesOrNo(word) ? "yes" : "no");
    }

    private int set(String name, String value) throws SsoError {
        requireLocalAdministrator();
        if (value.equalsIgnoreCase("-default")) {
            service.configuration().forget(name);
        } else {
            service.configuration().text(name, value);
        }
        changed(name + "=" + value);
        return console.succeeded();
    }

    /** The servers that the database has seen in the last ten days. */
    private int discover() throws SsoError {
        service.running();
        for (String name : serversSeen()) {
            console.line(name);
        }
        return ToolConsole.SUCCESS;
    }

    private List<String> serversSeen() throws SsoError {
        try {
            return service.database().serversSeen();
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
    }

    private int status() throws SsoError {
        ServiceMemory now = service.running();
        service.administration().requireSsoAdministrator(caller);
        ServerConfiguration configuration = service.configuration();
        line("SSO server name", service.serverName());
        line("SQL Server", registered("Server"));
        line("SSO database", registered("Database"));
        line("Service account", service.serviceAccount());
        line(
                "Computer name (cluster)",
                invocation.server().cluster().networkName().orElse(""));
        line("Computer name (node)", service.serverName());
        line(
                "Event counts (info/warning/error)",
                count(EventLog.Level.INFORMATION) + "/" + count(EventLog.Level.WARNING) + "/"
                        + count(EventLog.Level.ERROR));
        line(
                "Audit level (positive/negative)",
                configuration.auditLevelPositive() + "/" + configuration.auditLevelNegative());
        line("Password sync age", configuration.text("PasswordSyncAge").orElse("0"));
        line("Version", service.system().version());
        line("Status", "Online");
        line("Secret server", now.tookMasterRole() ? "Yes" : "No");
        return ToolConsole.SUCCESS;
    }

    private long count(EventLog.Level level) {
        return invocation.server().applicationLog().events().stream()
                .filter(event -> event.source().equals(EntssoEvent.SOURCE) && event.level() == level)
                .count();
    }

    private void requireLocalAdministrator() throws SsoError {
        service.administration().requireLocalAdministrator(caller);
    }

    private static void requireDatabaseName(String name, int most, SsoError.Code tooLong) throws SsoError {
        if (name.length() > most) {
            throw SsoError.of(tooLong);
        }
    }

    private String argument(int number, String usage) throws SsoError {
        if (invocation.arguments().size() <= number) {
            throw SsoError.withText(
                    SsoError.Code.INVALID_ARGUMENT,
                    "Something is missing: ssoconfig " + invocation.arguments().get(0) + " " + usage);
        }
        return invocation.arguments().get(number);
    }

    private void line(String label, String value) {
        console.line(SsoManageProgram.labelled(label, value));
    }

    private void changed(String what) {
        invocation.server().commandLog().changed(what);
    }
}
