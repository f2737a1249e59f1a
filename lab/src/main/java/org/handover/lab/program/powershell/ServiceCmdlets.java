package org.handover.lab.program.powershell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ServiceControlManager;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.ServiceView;
import org.handover.lab.windows.Win32Error;

/**
 * {@code Get-Service}, {@code Start-Service}, {@code Stop-Service [-Force]} and {@code Restart-Service [-Force]}. Unlike
 * {@code net start}, they wait for as long as it takes. An error has PowerShell's own id; its sentence is the lab's.
 */
final class ServiceCmdlets {
    private static final Duration LONG = Duration.ofDays(1);

    private final Invocation invocation;
    private final ServiceControlManager services;

    ServiceCmdlets(Invocation invocation) {
        this.invocation = invocation;
        this.services = invocation.server().services();
    }

    Map<String, Cmdlet> all() {
        return Map.of(
                "Get-Service", this::get,
                "gsv", this::get,
                "Start-Service", call -> each(call, (name, force) -> start(name)),
                "sasv", call -> each(call, (name, force) -> start(name)),
                "Stop-Service", call -> each(call, this::stop),
                "spsv", call -> each(call, this::stop),
                "Restart-Service",
                        call -> each(call, (name, force) -> {
                            stop(name, force);
                            start(name);
                        }));
    }

    private interface Act {
        void on(String name, boolean force) throws PsError, InterruptedException;
    }

    private static void each(Cmdlet.Call call, Act act) throws PsError, InterruptedException {
        Cmdlet.Parameters given = call.parameters("Name", "Force!");
        for (String name : given.names("Name")) {
            try {
                act.on(name, given.has("Force"));
            } catch (PsError e) {
                call.interpreter().failed(e);
            }
        }
    }

    private void get(Cmdlet.Call call) throws PsError, InterruptedException {
        List<String> names = call.parameters("Name").names("Name");
        for (String name : names) {
            List<ServiceView> found = services.list().stream()
                    .filter(view ->
                            Operators.wildcard(name).matcher(view.name()).matches())
                    .toList();
            found.forEach(view -> call.out().put(new ServiceObject(view)));
            if (found.isEmpty() && !name.contains("*")) {
                call.interpreter()
                        .failed(error(
                                name, "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand"));
            }
        }
        if (names.isEmpty()) {
            services.list().forEach(view -> call.out().put(new ServiceObject(view)));
        }
    }

    private void start(String name) throws PsError, InterruptedException {
        Optional<ServiceView> view = services.view(name);
        if (view.isEmpty()) {
            throw error(name, "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.StartServiceCommand");
        }
        if (!invocation.logon().isLocalAdministrator()) {
            throw error(name, "CouldNotStartService,Microsoft.PowerShell.Commands.StartServiceCommand");
        }
        int refused = services.start(name);
        boolean asked = refused == Win32Error.DONE || refused == Win32Error.SERVICE_ALREADY_RUNNING;
        if (!asked || services.awaitSettled(name, LONG) != State.RUNNING) {
            throw error(name, "StartServiceFailed,Microsoft.PowerShell.Commands.StartServiceCommand");
        }
    }

    private void stop(String name, boolean force) throws PsError, InterruptedException {
        Optional<ServiceView> view = services.view(name);
        if (view.isEmpty()) {
            throw error(name, "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.StopServiceCommand");
        }
        if (!invocation.logon().isLocalAdministrator()) {
            throw error(name, "CouldNotStopService,Microsoft.PowerShell.Commands.StopServiceCommand");
        }
        List<ServiceView> dependents = services.dependents(name).stream()
                .filter(dependent -> dependent.state() != State.STOPPED)
                .toList();
        if (!dependents.isEmpty() && !force) {
            throw error(name, "ServiceHasDependentServices,Microsoft.PowerShell.Commands.StopServiceCommand");
        }
        for (ServiceView dependent : dependents) {
            services.stop(dependent.name());
            services.awaitSettled(dependent.name(), LONG);
        }
        services.stop(name);
        if (services.awaitSettled(name, LONG) != State.STOPPED) {
            throw error(name, "StopServiceFailed,Microsoft.PowerShell.Commands.StopServiceCommand");
        }
    }

    private static PsError error(String name, String id) {
        return PsError.of(name + " : this was not done.", id);
    }
}
