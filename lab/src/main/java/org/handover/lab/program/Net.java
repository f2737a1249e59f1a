package org.handover.lab.program;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.ServiceControlManager;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.ServiceView;
import org.handover.lab.windows.Win32Error;

/**
 * {@code net start} and {@code net stop}. Every failure ends with exit code 2 and a number: {@code NET HELPMSG n} or
 * {@code System error n}. {@code net start} gives up while a slow service still starts, and {@code net stop} asks on standard
 * input when others depend on the service. Source: docs/windows-consoles.md, Language and files.
 */
final class Net implements Program {
    private static final int FAILED = 2;
    private static final int ALREADY_STARTED = 2182;
    private static final int NO_SUCH_SERVICE = 2185;
    private static final int NOT_RESPONDING = 2186;
    private static final int PENDING = 2189;
    private static final int NOT_STARTED = 3521;
    private static final int SERVICE_ERROR = 3534;

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
                        : stop(invocation, name.get(), options.has("y") || options.has("yes"));
            default -> usage(invocation);
        };
    }

    private static int list(Invocation invocation) {
        invocation.console().outLine("Services that run:\r\n");
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
            return failed(invocation, "There is no service of this name.", NO_SUCH_SERVICE);
        }
        if (!invocation.logon().isLocalAdministrator()) {
            return systemError(invocation, Win32Error.ACCESS_DENIED);
        }
        ServiceView view = found.get();
        if (view.state().pending()) {
            return failed(invocation, "The service is just starting or stopping.", PENDING);
        }
        ServiceControlManager services = invocation.server().services();
        int error = services.start(view.name());
        if (error == Win32Error.SERVICE_ALREADY_RUNNING) {
            return failed(invocation, "The service runs already.", ALREADY_STARTED);
        }
        if (error != Win32Error.DONE) {
            return systemError(invocation, error);
        }
        invocation.console().outLine("Service " + view.displayName() + " starts.");
        State state = services.awaitSettled(view.name(), patience(invocation));
        if (state == State.RUNNING) {
            invocation.console().outLine("Service " + view.displayName() + " runs.\r\n");
            return 0;
        }
        if (state == State.START_PENDING) {
            return failed(invocation, "Service " + view.displayName() + " did not answer in time.", NOT_RESPONDING);
        }
        int exitCode =
                services.view(view.name()).map(ServiceView::win32ExitCode).orElse(0);
        return failed(
                invocation,
                "Service " + view.displayName() + " did not start. It gave error " + exitCode + ".",
                SERVICE_ERROR);
    }

    private static int stop(Invocation invocation, String name, boolean yes) throws InterruptedException {
        Optional<ServiceView> found = find(invocation, name);
        if (found.isEmpty()) {
            return failed(invocation, "There is no service of this name.", NO_SUCH_SERVICE);
        }
        if (!invocation.logon().isLocalAdministrator()) {
            return systemError(invocation, Win32Error.ACCESS_DENIED);
        }
        ServiceView view = found.get();
        if (view.state() == State.STOPPED) {
            return failed(invocation, "Service " + view.displayName() + " does not run.", NOT_STARTED);
        }
        if (view.state().pending()) {
            return failed(invocation, "The service is just starting or stopping.", PENDING);
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
        invocation.console().outLine("These services depend on " + view.displayName() + " and would stop with it:\r\n");
        dependents.forEach(dependent -> invocation.console().outLine("   " + dependent.displayName()));
        String answer = invocation.console().readStandardInput("\r\nStop them all? (Y/N) [N]: ");
        return answer.strip().regionMatches(true, 0, "y", 0, 1);
    }

    private static int stopOne(Invocation invocation, ServiceView view) throws InterruptedException {
        ServiceControlManager services = invocation.server().services();
        int error = services.stop(view.name());
        if (error != Win32Error.DONE) {
            return systemError(invocation, error);
        }
        invocation.console().outLine("Service " + view.displayName() + " stops.");
        if (services.awaitSettled(view.name(), patience(invocation)) != State.STOPPED) {
            return failed(invocation, "Service " + view.displayName() + " did not stop in time.", NOT_RESPONDING);
        }
        invocation.console().outLine("Service " + view.displayName() + " has stopped.\r\n");
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

    private static int failed(Invocation invocation, String message, int number) {
        invocation.console().err(message + "\r\n\r\nMore about this: NET HELPMSG " + number + "\r\n\r\n");
        return FAILED;
    }

    private static int systemError(Invocation invocation, int number) {
        String message =
                number == Win32Error.ACCESS_DENIED ? "This needs an administrator." : "The service was not asked.";
        invocation.console().err("System error " + number + "\r\n\r\n" + message + "\r\n\r\n");
        return FAILED;
    }

    private static int usage(Invocation invocation) {
        invocation.console().errLine("The lab's net knows: NET START [service], NET STOP service [/Y]");
        return 1;
    }
}
