package org.handover.lab.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.ServiceControlManager;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.ServiceView;
import org.handover.lab.windows.Win32Error;
import org.handover.lab.windows.WindowsServer;

/**
 * The cmdlets that the lab's PowerShell knows: {@code Get-Service}, {@code Start-Service}, {@code Stop-Service [-Force]},
 * {@code Restart-Service [-Force]}, {@code Get-Content} and {@code Test-Path}. Unlike {@code net start}, they wait for as long as
 * it takes. An error has PowerShell's own id; its sentence is the lab's.
 */
final class Cmdlets {
    private static final Duration LONG = Duration.ofDays(1);

    private final Invocation invocation;
    private final ProcessConsole console;
    private final ServiceControlManager services;

    Cmdlets(Invocation invocation, ProcessConsole console) {
        this.invocation = invocation;
        this.console = console;
        this.services = invocation.server().services();
    }

    /** Whether all went well; nothing where there is no such cmdlet. */
    Optional<Boolean> run(PowerShellWords.Statement statement) throws InterruptedException {
        List<String> names = new ArrayList<>();
        boolean force = false;
        for (String word : statement.words()) {
            if (word.equalsIgnoreCase("-force")) {
                force = true;
            } else if (!word.startsWith("-")) {
                names.addAll(List.of(word.split(",", -1)));
            }
        }
        names.removeIf(String::isBlank);
        return switch (statement.command().toLowerCase(Locale.ROOT)) {
            case "get-service", "gsv" -> Optional.of(get(names));
            case "start-service", "sasv" -> Optional.of(each(names, this::start));
            case "stop-service", "spsv" -> Optional.of(stopAll(names, force));
            case "restart-service" -> Optional.of(stopAll(names, force) && each(names, this::start));
            case "get-content", "gc", "cat", "type" -> Optional.of(content(names));
            case "test-path" -> Optional.of(exists(names));
            default -> Optional.empty();
        };
    }

    private interface Act {
        boolean on(String name) throws InterruptedException;
    }

    private boolean each(List<String> names, Act act) throws InterruptedException {
        boolean well = !names.isEmpty();
        for (String name : names) {
            well &= act.on(name);
        }
        return well;
    }

    private boolean get(List<String> names) {
        List<ServiceView> found = new ArrayList<>();
        boolean well = true;
        for (String name : names) {
            Optional<ServiceView> view = services.view(name);
            view.ifPresent(found::add);
            if (view.isEmpty()) {
                well = error(name, "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand");
            }
        }
        if (names.isEmpty()) {
            found.addAll(services.list());
        }
        if (!found.isEmpty()) {
            console.outLine("");
            console.outLine(row("Status", "Name", "DisplayName"));
            console.outLine(row("------", "----", "-----------"));
            found.forEach(view -> console.outLine(row(status(view.state()), view.name(), view.displayName())));
            console.outLine("");
            console.outLine("");
        }
        return well;
    }

    private boolean start(String name) throws InterruptedException {
        Optional<ServiceView> view = services.view(name);
        if (view.isEmpty()) {
            return error(name, "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.StartServiceCommand");
        }
        if (!invocation.logon().isLocalAdministrator()) {
            return error(name, "CouldNotStartService,Microsoft.PowerShell.Commands.StartServiceCommand");
        }
        int refused = services.start(name);
        boolean asked = refused == Win32Error.DONE || refused == Win32Error.SERVICE_ALREADY_RUNNING;
        if (!asked || services.awaitSettled(name, LONG) != State.RUNNING) {
            return error(name, "StartServiceFailed,Microsoft.PowerShell.Commands.StartServiceCommand");
        }
        return true;
    }

    private boolean stopAll(List<String> names, boolean force) throws InterruptedException {
        return each(names, name -> stop(name, force));
    }

    private boolean stop(String name, boolean force) throws InterruptedException {
        Optional<ServiceView> view = services.view(name);
        if (view.isEmpty()) {
            return error(name, "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.StopServiceCommand");
        }
        if (!invocation.logon().isLocalAdministrator()) {
            return error(name, "CouldNotStopService,Microsoft.PowerShell.Commands.StopServiceCommand");
        }
        List<ServiceView> dependents = services.dependents(name).stream()
                .filter(dependent -> dependent.state() != State.STOPPED)
                .toList();
        if (!dependents.isEmpty() && !force) {
            return error(name, "ServiceHasDependentServices,Microsoft.PowerShell.Commands.StopServiceCommand");
        }
        for (ServiceView dependent : dependents) {
            services.stop(dependent.name());
            services.awaitSettled(dependent.name(), LONG);
        }
        services.stop(name);
        return services.awaitSettled(name, LONG) == State.STOPPED
                || error(name, "StopServiceFailed,Microsoft.PowerShell.Commands.StopServiceCommand");
    }

    private boolean content(List<String> names) {
        boolean well = !names.isEmpty();
        for (String name : names) {
            try {
                byte[] bytes = invocation
                        .server()
                        .files(invocation.logon())
                        .read(invocation.server().disk().resolve(name, invocation.currentDirectory()));
                new String(bytes, WindowsServer.OEM).lines().forEach(console::outLine);
            } catch (IOException | InvalidPathException e) {
                well = error(name, "PathNotFound,Microsoft.PowerShell.Commands.GetContentCommand");
            }
        }
        return well;
    }

    private boolean exists(List<String> names) {
        for (String name : names) {
            boolean there;
            try {
                there = Files.exists(invocation.server().disk().resolve(name, invocation.currentDirectory()));
            } catch (InvalidPathException e) {
                there = false;
            }
            console.outLine(there ? "True" : "False");
        }
        return true;
    }

    private boolean error(String name, String id) {
        console.errLine(name + " : this was not done.\r\n    + FullyQualifiedErrorId : " + id);
        return false;
    }

    private static String row(String status, String name, String displayName) {
        String shortName = name.length() > 18 ? name.substring(0, 15) + "..." : name;
        return String.format(Locale.ROOT, "%-8s %-18s %-38s", status, shortName, displayName);
    }

    private static String status(State state) {
        return switch (state) {
            case STOPPED -> "Stopped";
            case START_PENDING -> "StartPe...";
            case STOP_PENDING -> "StopPen...";
            case RUNNING -> "Running";
        };
    }
}
