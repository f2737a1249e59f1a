package org.handover.lab.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Program;

/**
 * {@code whoami} and {@code whoami /groups [/fo csv] [/nh]}. A group that a filtered token may only be denied by is listed, and
 * says so in its attributes. Source: docs/windows-consoles.md, Who one is after logging on.
 */
final class Whoami implements Program {
    private static final String ENABLED = "Mandatory group, Enabled by default, Enabled group";
    private static final String DENY_ONLY = "Group used for deny only";
    private static final Map<String, String> NAMES = Map.of(
            Logon.ADMINISTRATORS,
            "BUILTIN\\Administrators",
            "S-1-5-32-545",
            "BUILTIN\\Users",
            "S-1-5-32-573",
            "BUILTIN\\Event Log Readers");

    private record Group(String name, String type, String sid, String attributes) {}

    @Override
    public int run(Invocation invocation) {
        Options options = new Options(invocation.arguments(), Set.of("fo"));
        if (options.names().isEmpty()) {
            invocation.console().outLine(invocation.logon().account().toLowerCase(Locale.ROOT));
            return 0;
        }
        if (!options.has("groups")) {
            invocation.console().errLine("ERROR: The lab's whoami knows: /GROUPS [/FO CSV] [/NH]");
            return 1;
        }
        boolean csv = options.value("fo").orElse("table").equalsIgnoreCase("csv");
        if (!options.has("nh")) {
            invocation.console().outLine(csv ? "\"Group Name\",\"Type\",\"SID\",\"Attributes\"" : HEAD);
        }
        for (Group group : groups(invocation)) {
            invocation.console().outLine(csv ? csv(group) : row(group));
        }
        return 0;
    }

    private static final String HEAD = "\r\nGROUP INFORMATION\r\n-----------------\r\n\r\n"
            + String.format(Locale.ROOT, "%-44s %-16s %-48s %s", "Group Name", "Type", "SID", "Attributes");

    private static List<Group> groups(Invocation invocation) {
        Logon logon = invocation.logon();
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("Everyone", "Well-known group", "S-1-1-0", ENABLED));
        Set<String> all = new TreeSet<>(invocation.server().accounts().groupsOf(logon.account()));
        all.addAll(logon.groups());
        all.add("S-1-5-32-545");
        for (String sid : all) {
            boolean alias = sid.startsWith("S-1-5-32-");
            boolean enabled = logon.groups().contains(sid) || sid.equals("S-1-5-32-545");
            groups.add(new Group(name(sid, logon), alias ? "Alias" : "Group", sid, enabled ? ENABLED : DENY_ONLY));
        }
        groups.add(new Group("NT AUTHORITY\\NETWORK", "Well-known group", "S-1-5-2", ENABLED));
        groups.add(new Group("NT AUTHORITY\\Authenticated Users", "Well-known group", "S-1-5-11", ENABLED));
        groups.add(new Group("NT AUTHORITY\\This Organization", "Well-known group", "S-1-5-15", ENABLED));
        groups.add(
                logon.kind() == Logon.Kind.KEY
                        ? new Group("Service asserted identity", "Well-known group", "S-1-18-2", ENABLED)
                        : new Group(
                                "Authentication authority asserted identity", "Well-known group", "S-1-18-1", ENABLED));
        groups.add(
                logon.elevated()
                        ? new Group("Mandatory Label\\High Mandatory Level", "Label", "S-1-16-12288", "")
                        : new Group("Mandatory Label\\Medium Mandatory Level", "Label", "S-1-16-8192", ""));
        return groups;
    }

    private static String name(String sid, Logon logon) {
        if (sid.equals(Logon.SSO_ADMINISTRATORS)) {
            int slash = logon.account().indexOf('\\');
            return (slash < 0 ? "" : logon.account().substring(0, slash + 1)) + "SSO Administrators";
        }
        return NAMES.getOrDefault(sid, sid);
    }

    private static String csv(Group group) {
        return "\"" + String.join("\",\"", group.name(), group.type(), group.sid(), group.attributes()) + "\"";
    }

    private static String row(Group group) {
        return String.format(
                        Locale.ROOT,
                        "%-44s %-16s %-48s %s",
                        group.name(),
                        group.type(),
                        group.sid(),
                        group.attributes())
                .stripTrailing();
    }
}
