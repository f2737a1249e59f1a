package org.handover.lab.entsso;

import java.util.List;
import java.util.Locale;
import org.handover.lab.entsso.ToolConsole.Help;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/**
 * {@code ssoconfig.exe}: what is done on one server and its secrets (docs/entsso.md 3.5). It prompts before it asks the
 * service anything; the password is read from the console and from nowhere else.
 */
final class SsoConfigProgram implements Program {

    private static final int LEAST_PASSWORD = 7;
    private static final int MOST_PASSWORD = 256;
    private static final int MOST_REMINDER = 512;
    private static final List<Help> HELP = List.of(
            new Help("-setDB", "name the SQL Server and the SSO database"),
            new Help("-showDB", "show the SQL Server and the SSO database"),
            new Help("-createDB", "make an SSO database"),
            new Help("-upgradeDB", "upgrade the SSO database"),
            new Help("-generateSecret", "make a new master secret"),
            new Help("-backupSecret", "back up the master secret"),
            new Help("-restoreSecret", "restore the master secret"),
            new Help("-auditLevel", "say how much this server audits"),
            new Help("-setSSL", "encrypt the link to SQL Server, or not"),
            new Help("-replayFiles", "name the folder for replay files"),
            new Help("-syncAge", "limit the age of passwords"),
            new Help("-remoteLookup", "let credentials be looked up from afar"),
            new Help("-discover", "find SSO servers"),
            new Help("-status", "show how this SSO server is"),
            new Help("-allowPS", "allow password synchronisation"),
            new Help("-reportFilterErrors", "report errors of the password filter"),
            new Help("-scp", "handle service connection points"));

    private final EntssoService service;

    SsoConfigProgram(EntssoService service) {
        this.service = service;
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        ToolConsole console = new ToolConsole(invocation);
        List<String> arguments = invocation.arguments();
        String option = arguments.isEmpty() ? "-help" : arguments.get(0).toLowerCase(Locale.ROOT);
        try {
            return switch (option) {
                case "-restoresecret" -> restore(invocation, console);
                case "-backupsecret" -> backUp(invocation, console);
                case "-generatesecret" -> generate(invocation, console);
                case "-help", "-?", "/?" -> console.help("ssoconfig", HELP);
                default -> other(option, invocation, console);
            };
        } catch (SsoError error) {
            return console.failed(error);
        }
    }

    private int other(String option, Invocation invocation, ToolConsole console) throws SsoError {
        if (HELP.stream().anyMatch(help -> help.option().equalsIgnoreCase(option))) {
            return new ServerCommands(invocation, console, service).run(option);
        }
        console.help("ssoconfig", HELP);
        return ToolConsole.FAILURE;
    }

    private int restore(Invocation invocation, ToolConsole console) throws SsoError, InterruptedException {
        String name = fileArgument(invocation);
        BackupFile file;
        try {
            file = BackupFile.read(ServerFiles.read(invocation, name));
        } catch (BackupFile.NotABackupException notABackup) {
            EntssoEvent.NOT_A_BACKUP.write(invocation.server().applicationLog());
            throw SsoError.of(SsoError.Code.NOT_A_BACKUP);
        }
        console.line("Password reminder : " + file.header().reminder());
        String password = console.ask("Password : ", true);
        service.secretOperations().restore(caller(invocation), ServerFiles.fullName(invocation, name), file, password);
        return console.succeeded();
    }

    private int backUp(Invocation invocation, ToolConsole console) throws SsoError, InterruptedException {
        String name = fileArgument(invocation);
        NewPassword given = askForNewPassword(console);
        service.secretOperations()
                .backUp(
                        caller(invocation),
                        ServerFiles.fullName(invocation, name),
                        given.password(),
                        given.reminder(),
                        bytes -> ServerFiles.write(invocation, name, bytes));
        return console.succeeded();
    }

    private int generate(Invocation invocation, ToolConsole console) throws SsoError, InterruptedException {
        String name = fileArgument(invocation);
        NewPassword given = askForNewPassword(console);
        service.secretOperations()
                .generate(
                        caller(invocation),
                        ServerFiles.fullName(invocation, name),
                        given.password(),
                        given.reminder(),
                        bytes -> ServerFiles.write(invocation, name, bytes));
        return console.succeeded();
    }

    private static final class NewPassword {
        private final String password;
        private final String reminder;

        NewPassword(String password, String reminder) {
            this.password = password;
            this.reminder = reminder;
        }

        String password() {
            return password;
        }

        String reminder() {
            return reminder;
        }
    }

    private static NewPassword askForNewPassword(ToolConsole console) throws SsoError, InterruptedException {
        String password = console.ask("Password : ", true);
        String confirmed = console.ask("Confirm Password : ", true);
        String reminder = console.ask("Password reminder : ", false);
        if (!password.equals(confirmed)) {
            throw SsoError.of(SsoError.Code.PASSWORDS_DIFFER);
        }
        if (password.length() < LEAST_PASSWORD) {
            throw SsoError.of(SsoError.Code.PASSWORD_TOO_SHORT);
        }
        if (password.length() > MOST_PASSWORD) {
            throw SsoError.of(SsoError.Code.PASSWORD_TOO_LONG);
        }
        if (reminder.length() > MOST_REMINDER) {
            throw SsoError.of(SsoError.Code.REMINDER_TOO_LONG);
        }
        return new NewPassword(password, reminder);
    }

    private static String fileArgument(Invocation invocation) throws SsoError {
        if (invocation.arguments().size() != 2) {
            throw SsoError.withText(
                    SsoError.Code.INVALID_ARGUMENT,
                    "Say which file: ssoconfig " + invocation.arguments().get(0) + " <file>");
        }
        return invocation.arguments().get(1);
    }

    private static Caller caller(Invocation invocation) {
        return Caller.local(invocation.logon(), invocation.server());
    }
}
