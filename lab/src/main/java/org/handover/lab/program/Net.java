package org.handover.lab.program;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Language;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.ServiceControlManager;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.ServiceView;
import org.handover.lab.windows.Win32Error;

/**
 * {@code net start}, {@code net stop}, {@code net localgroup}, {@code net user NAME /domain} and {@code net helpmsg}. Every
 * failure ends with exit code 2 and a number: {@code NET HELPMSG n} or {@code System error n}. {@code net start} gives up while
 * a slow service still starts, and {@code net stop} asks on standard input when others depend on the service. Source:
 * docs/windows-consoles.md, Language and files.
 */
final class Net implements Program {
    private static final int FAILED = 2;
    private static final int ALREADY_STARTED = 2182;
    private static final int NO_SUCH_SERVICE = 2185;
    private static final int NOT_RESPONDING = 2186;
    private static final int PENDING = 2189;
    private static final int NO_SUCH_ACCOUNT = 2221;
    private static final int NOT_STARTED = 3521;
    private static final int SERVICE_ERROR = 3534;
    private static final int NO_SUCH_GROUP = 1376;
    private static final int LOGON_SESSION_HAS_NO_CREDENTIALS = 1312;
    private static final int NETWORK_PATH_NOT_FOUND = 53;
    private static final String RULE = "-".repeat(79);
    private static final Map<String, String> LOCAL_GROUPS = Map.of(
            "administrators", Logon.ADMINISTRATORS,
            "administratoren", Logon.ADMINISTRATORS,
            "sso administrators", Logon.SSO_ADMINISTRATORS);

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        Options options = new Options(invocation.arguments(), Set.of());
        String verb = options.word(0).orElse("").toLowerCase(Locale.ROOT);
        Optional<String> name = options.word(1);
        return switch (verb) {
            case "start" -> name.isEmpty() ? list(invocation) : start(invocation, name.get());
            case "stop" ->
                name.isEmpty()
                        ? usage(invocation)
                        : stop(invocation, name.get(), options.has("y") || options.has("yes") || options.has("j"));
            case "localgroup", "group" -> name.isEmpty() ? groups(invocation) : members(invocation, name.get());
            case "user" -> name.isEmpty() ? usage(invocation) : user(invocation, name.get());
            case "use" -> use(invocation, name.orElse(""));
            case "helpmsg" -> help(invocation, name.orElse(""));
            default -> usage(invocation);
        };
    }

    private static int list(Invocation invocation) {
        print(invocation, "Services that run:\r\n");
        for (ServiceView view : invocation.server().services().list()) {
            if (view.state() == State.RUNNING) {
                invocation.console().outLine("   " + view.displayName());
            }
        }
        return 0;
    }

    private static int start(Invocation invocation, String name) throws InterruptedException {
        Optional<ServiceView> found = find(invocation, name);
        if (found.isEmpty()) {
            return failed(invocation, NO_SUCH_SERVICE, "There is no service of this name.");
        }
        if (!invocation.logon().isLocalAdministrator()) {
            return systemError(invocation, Win32Error.ACCESS_DENIED);
        }
        ServiceView view = found.get();
        if (view.state().pending()) {
            return failed(invocation, PENDING, "The service is just starting or stopping.");
        }
        ServiceControlManager services = invocation.server().services();
        int error = services.start(view.name());
        if (error == Win32Error.SERVICE_ALREADY_RUNNING) {
            return failed(invocation, ALREADY_STARTED, "The service runs already.");
        }
        if (error != Win32Error.DONE) {
            return systemError(invocation, error);
        }
        print(invocation, "Service %s starts.", view.displayName());
        State state = services.awaitSettled(view.name(), patience(invocation));
        if (state == State.RUNNING) {
            print(invocation, "Service %s runs.\r\n", view.displayName());
            return 0;
        }
        if (state == State.START_PENDING) {
            return failed(invocation, NOT_RESPONDING, "Service %s did not answer in time.", view.displayName());
        }
        int exitCode =
                services.view(view.name()).map(ServiceView::win32ExitCode).orElse(0);
        return failed(
                invocation, SERVICE_ERROR, "Service %s did not start. It gave error %d.", view.displayName(), exitCode);
    }

    private static int stop(Invocation invocation, String name, boolean yes) throws InterruptedException {
        Optional<ServiceView> found = find(invocation, name);
        if (found.isEmpty()) {
            return failed(invocation, NO_SUCH_SERVICE, "There is no service of this name.");
        }
        if (!invocation.logon().isLocalAdministrator()) {
            return systemError(invocation, Win32Error.ACCESS_DENIED);
        }
        ServiceView view = found.get();
        if (view.state() == State.STOPPED) {
            return failed(invocation, NOT_STARTED, "Service %s does not run.", view.displayName());
        }
        if (view.state().pending()) {
            return failed(invocation, PENDING, "The service is just starting or stopping.");
        }
        List<ServiceView> dependents = invocation.server().services().dependents(view.name()).stream()
                .filter(dependent -> dependent.state() != State.STOPPED)
                .toList();
        if (!dependents.isEmpty() && !yes && !agreed(invocation, view, dependents)) {
            return FAILED;
        }
        for (ServiceView dependent : dependents) {
            int result = stopOne(invocation, dependent);
            if (result != 0) {
                return result;
            }
        }
        return stopOne(invocation, view);
    }

    private static boolean agreed(Invocation invocation, ServiceView view, List<ServiceView> dependents)
            throws InterruptedException {
        print(invocation, "These services depend on %s and would stop with it:\r\n", view.displayName());
        dependents.forEach(dependent -> invocation.console().outLine("   " + dependent.displayName()));
        String answer =
                invocation.console().readStandardInput(Phrases.say(invocation, "\r\nStop them all? (Y/N) [N]: "));
        return answer.strip().regionMatches(true, 0, Phrases.say(invocation, "Y"), 0, 1);
    }

    private static int stopOne(Invocation invocation, ServiceView view) throws InterruptedException {
        ServiceControlManager services = invocation.server().services();
        int error = services.stop(view.name());
        if (error != Win32Error.DONE) {
            return systemError(invocation, error);
        }
        print(invocation, "Service %s stops.", view.displayName());
        if (services.awaitSettled(view.name(), patience(invocation)) != State.STOPPED) {
            return failed(invocation, NOT_RESPONDING, "Service %s did not stop in time.", view.displayName());
        }
        print(invocation, "Service %s has stopped.\r\n", view.displayName());
        return 0;
    }

    private static int groups(Invocation invocation) {
        boolean german = invocation.server().language() == Language.GERMAN;
        invocation.console().outLine("*" + (german ? "Administratoren" : "Administrators"));
        invocation.console().outLine("*SSO Administrators");
        return 0;
    }

    /**
     * Who is in a group, whatever the tokens of those who are logged on have: between a rule of hyphens and one last sentence, as
     * Windows prints it.
     */
    private static int members(Invocation invocation, String group) {
        String sid = LOCAL_GROUPS.get(group.toLowerCase(Locale.ROOT));
        boolean german = invocation.server().language() == Language.GERMAN;
        boolean otherLanguage = group.equalsIgnoreCase(german ? "administrators" : "administratoren");
        if (sid == null || otherLanguage) {
            invocation
                    .console()
                    .err(Phrases.say(invocation, "System error %d", NO_SUCH_GROUP) + "\r\n\r\n"
                            + Phrases.say(invocation, "There is no group of this name.") + "\r\n\r\n");
            return FAILED;
        }
        print(invocation, "Alias name     %s\r\n\r\nMembers\r\n", group);
        invocation.console().outLine(RULE);
        for (String account : invocation.server().accounts().names()) {
            if (invocation.server().accounts().groupsOf(account).contains(sid)) {
                invocation.console().outLine(account);
            }
        }
        print(invocation, "These are all.\r\n");
        return 0;
    }

    private static int user(Invocation invocation, String name) {
        for (String account : invocation.server().accounts().names()) {
            if (account.equalsIgnoreCase(name)
                    || account.substring(account.indexOf('\\') + 1).equalsIgnoreCase(name)) {
                print(invocation, "User Name");
                invocation.console().outLine("   " + account.substring(account.indexOf('\\') + 1));
                return 0;
            }
        }
        return failed(invocation, NO_SUCH_ACCOUNT, "There is no account of this name.");
    }

    /** A key logon has nothing to show to another server (docs/windows-consoles.md, Who one is after logging on). */
    private static int use(Invocation invocation, String share) {
        if (!share.startsWith("\\\\")) {
            return usage(invocation);
        }
        return systemError(
                invocation,
                invocation.logon().kind() == Logon.Kind.KEY
                        ? LOGON_SESSION_HAS_NO_CREDENTIALS
                        : NETWORK_PATH_NOT_FOUND);
    }

    private static int help(Invocation invocation, String number) {
        if (!number.matches("\\d{1,5}")) {
            return usage(invocation);
        }
        print(invocation, "Windows' error %d.", Integer.valueOf(number));
        return 0;
    }

    private static Optional<ServiceView> find(Invocation invocation, String name) {
        ServiceControlManager services = invocation.server().services();
        return services.view(name).or(() -> services.list().stream()
                .filter(view -> view.displayName().equalsIgnoreCase(name))
                .findFirst());
    }

    private static Duration patience(Invocation invocation) {
        return invocation.server().settings().netPatience();
    }

    private static void print(Invocation invocation, String english, Object... arguments) {
        invocation.console().outLine(Phrases.say(invocation, english, arguments));
    }

    private static int failed(Invocation invocation, int number, String english, Object... arguments) {
        invocation
                .console()
                .err(Phrases.say(invocation, english, arguments) + "\r\n\r\n"
                        + Phrases.say(invocation, "More about this: NET HELPMSG %d", number) + "\r\n\r\n");
        return FAILED;
    }

    private static int systemError(Invocation invocation, int number) {
        String english =
                number == Win32Error.ACCESS_DENIED ? "This needs an administrator." : "The service was not asked.";
        invocation
                .console()
                .err(Phrases.say(invocation, "System error %d", number) + "\r\n\r\n" + Phrases.say(invocation, english)
                        + "\r\n\r\n");
        return FAILED;
    }

    private static int usage(Invocation invocation) {
        invocation
                .console()
                .errLine("The lab's net knows: NET START [service], NET STOP service [/Y], NET LOCALGROUP [group],"
                        + " NET USER name, NET HELPMSG number");
        return 1;
    }
}
