package org.handover.lab.program.powershell;

import java.util.List;
import java.util.Locale;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.handover.lab.windows.ServiceControlManager.State;
import org.handover.lab.windows.ServiceView;

/** What {@code Get-Service} answers for one service. */
record ServiceObject(ServiceView view) implements DotNetObject {
    static final List<String> TITLE =
            List.of("", row("Status", "Name", "DisplayName"), row("------", "----", "-----------"));

    private record Type(String fullName) implements DotNetType {}

    @Override
    public DotNetType type() {
        return new Type("System.ServiceProcess.ServiceController");
    }

    @Override
    public Object get(String member) throws DotNetException {
        return switch (member.toLowerCase(Locale.ROOT)) {
            case "name", "servicename" -> view.name();
            case "displayname" -> view.displayName();
            case "status" -> status(view.state());
            case "starttype" ->
                switch (view.startType()) {
                    case 2 -> "Automatic";
                    case 4 -> "Disabled";
                    default -> "Manual";
                };
            default -> throw DotNetException.noMember(type().fullName(), member);
        };
    }

    String row() {
        String status = status(view.state());
        return row(status.length() > 8 ? status.substring(0, 7) + "..." : status, view.name(), view.displayName());
    }

    private static String row(String status, String name, String displayName) {
        String shortName = name.length() > 18 ? name.substring(0, 15) + "..." : name;
        return String.format(Locale.ROOT, "%-8s %-18s %-38s", status, shortName, displayName);
    }

    private static String status(State state) {
        return switch (state) {
            case STOPPED -> "Stopped";
            case START_PENDING -> "StartPending";
            case STOP_PENDING -> "StopPending";
            case RUNNING -> "Running";
        };
    }

    @Override
    public String toString() {
        return type().fullName();
    }
}
