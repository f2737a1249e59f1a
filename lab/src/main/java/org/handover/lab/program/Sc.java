package org.handover.lab.program;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.ServiceControlManager;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.ServiceView;
import org.handover.lab.windows.Win32Error;

/**
 * {@code sc}: query, queryex, qc, enumdepend, start, stop and {@code config start=}. The exit code of a failure is the Windows
 * error, and the number of a state stands before its name. Source: docs/windows-consoles.md, Language and files.
 */
final class Sc implements Program {
    private static final int RPC_SERVER_UNAVAILABLE = 1722;
    private static final int INVALID_PARAMETER = 87;
    private static final Map<String, Integer> START_TYPES =
            Map.of("auto", 2, "delayed-auto", 2, "demand", 3, "disabled", 4);

    @Override
    public int run(Invocation invocation) {
        List<String> arguments = invocation.arguments();
        String verb = arguments.isEmpty() ? "" : arguments.get(0).toLowerCase(Locale.ROOT);
        if (verb.startsWith("\\\\")) {
            return failed(invocation, "OpenSCManager", RPC_SERVER_UNAVAILABLE);
        }
        Optional<String> name = arguments.size() > 1 && !arguments.get(1).endsWith("=")
                ? Optional.of(arguments.get(1))
                : Optional.empty();
        boolean query = verb.equals("query") || verb.equals("queryex");
        if (query && name.isEmpty()) {
            return list(invocation, verb.equals("queryex"), arguments);
        }
        if (name.isEmpty()) {
            invocation
                    .console()
                    .errLine("The lab's sc knows: query, queryex, qc, enumdepend, start, stop, config start=");
            return 1639;
        }
        Optional<ServiceView> view = invocation.server().services().view(name.get());
        if (view.isEmpty()) {
            String call = query ? "EnumQueryServicesStatus:OpenService" : "OpenService";
            return failed(invocation, call, Win32Error.SERVICE_DOES_NOT_EXIST);
        }
        return switch (verb) {
            case "query", "queryex" -> {
                status(invocation.console(), view.get(), false, verb.equals("queryex"));
                yield 0;
            }
            case "qc" -> configuration(invocation, view.get());
            case "enumdepend" -> dependents(invocation, view.get());
            case "start", "stop" -> control(invocation, verb, view.get());
            case "config" -> configure(invocation, view.get(), arguments);
            default -> failed(invocation, verb, INVALID_PARAMETER);
        };
    }

    private static int list(Invocation invocation, boolean extended, List<String> arguments) {
        boolean all = arguments.contains("state=") && arguments.contains("all");
        for (ServiceView view : invocation.server().services().list()) {
            if (all || view.state() != State.STOPPED) {
                status(invocation.console(), view, true, extended);
            }
        }
        return 0;
    }

    private static int configuration(Invocation invocation, ServiceView view) {
        ProcessConsole console = invocation.console();
        String startType =
                switch (view.startType()) {
                    case 2 ->
                        invocation.server().services().startsLate(view.name())
                                ? "2   AUTO_START  (DELAYED)"
                                : "2   AUTO_START";
                    case 3 -> "3   DEMAND_START";
                    default -> "4   DISABLED";
                };
        console.outLine(Phrases.say(invocation, "[SC] %s SUCCESS", "QueryServiceConfig") + "\r\n");
        console.outLine("SERVICE_NAME: " + view.name());
        field(console, "TYPE", "10  WIN32_OWN_PROCESS ");
        field(console, "START_TYPE", startType);
        field(console, "ERROR_CONTROL", "1   NORMAL");
        field(console, "BINARY_PATH_NAME", view.imagePath());
        field(console, "LOAD_ORDER_GROUP", "");
        field(console, "TAG", "0");
        field(console, "DISPLAY_NAME", view.displayName());
        field(console, "DEPENDENCIES", String.join("\r\n                           : ", view.dependsOn()));
        field(console, "SERVICE_START_NAME", view.account());
        return 0;
    }

    private static int dependents(Invocation invocation, ServiceView view) {
        List<ServiceView> dependents = invocation.server().services().dependents(view.name());
        invocation.console().outLine("[SC] EnumDependentServices: entriesread = " + dependents.size());
        dependents.forEach(dependent -> status(invocation.console(), dependent, true, false));
        return 0;
    }

    private static int control(Invocation invocation, String verb, ServiceView view) {
        if (!invocation.logon().isLocalAdministrator()) {
            return failed(invocation, "OpenService", Win32Error.ACCESS_DENIED);
        }
        ServiceControlManager services = invocation.server().services();
        int error = verb.equals("start") ? services.start(view.name()) : services.stop(view.name());
        if (error != Win32Error.DONE) {
            return failed(invocation, verb.equals("start") ? "StartService" : "ControlService", error);
        }
        services.view(view.name()).ifPresent(now -> status(invocation.console(), now, false, true));
        return 0;
    }

    private static int configure(Invocation invocation, ServiceView view, List<String> arguments) {
        if (!invocation.logon().isLocalAdministrator()) {
            return failed(invocation, "OpenService", Win32Error.ACCESS_DENIED);
        }
        int at = arguments.indexOf("start=");
        String wanted = at < 0 || at + 1 >= arguments.size()
                ? ""
                : arguments.get(at + 1).toLowerCase(Locale.ROOT);
        Integer type = START_TYPES.get(wanted);
        if (type == null) {
            return failed(invocation, "ChangeServiceConfig", INVALID_PARAMETER);
        }
        invocation.server().services().setStartType(view.name(), type);
        invocation.server().services().startLate(view.name(), wanted.equals("delayed-auto"));
        invocation.server().commandLog().changed(view.name() + " start type " + type);
        invocation.console().outLine(Phrases.say(invocation, "[SC] %s SUCCESS", "ChangeServiceConfig"));
        return 0;
    }

    private static void status(ProcessConsole console, ServiceView view, boolean withDisplayName, boolean extended) {
        boolean running = view.state() == State.RUNNING;
        console.outLine("\r\nSERVICE_NAME: " + view.name() + " ");
        if (withDisplayName) {
            console.outLine("DISPLAY_NAME: " + view.displayName());
        }
        field(console, "TYPE", "10  WIN32_OWN_PROCESS  ");
        field(console, "STATE", view.state().number() + "  " + view.state() + " ");
        console.outLine("                                ("
                + (running
                        ? "STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN"
                        : "NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN")
                + ")");
        field(console, "WIN32_EXIT_CODE", code(view.win32ExitCode()));
        field(console, "SERVICE_EXIT_CODE", code(0));
        field(console, "CHECKPOINT", "0x0");
        field(console, "WAIT_HINT", view.state().pending() ? "0x7530" : "0x0");
        if (extended) {
            field(console, "PID", Integer.toString(view.processId()));
            field(console, "FLAGS", "");
        }
    }

    private static void field(ProcessConsole console, String label, String value) {
        console.outLine(String.format(Locale.ROOT, "        %-19s: %s", label, value));
    }

    private static String code(int code) {
        return code + "  (0x" + Integer.toHexString(code) + ")";
    }

    private static int failed(Invocation invocation, String call, int error) {
        invocation.console().outLine(Phrases.say(invocation, "[SC] %s FAILED %d:\r\n", call, error));
        invocation.console().outLine(Phrases.say(invocation, "Windows refused this with error %d.\r\n", error));
        return error;
    }
}
