package org.handover.lab.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.handover.lab.windows.FileRights;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Program;

/**
 * {@code whoami}, {@code whoami /user} and {@code whoami /groups [/fo csv] [/nh]}. A group that a filtered token may only be denied by is listed, and
 * says so in its attributes. Source: docs/windows-consoles.md, Who one is after logging on.
 */
final class Whoami implements Program {
    private static final String ENABLED = "Mandatory group, Enabled by default, Enabled group";
    private static final String DENY_ONLY = "Group used for deny only";

    private record Group(String name, String type, String sid, String attributes) {}

    @Override
    public int run(Invocation invocation) {
        Options options = new Options(invocation.arguments(), Set.of("fo"));
        Logon logon = invocation.logon();
        if (options.names().isEmpty()) {
            invocation.console().outLine(logon.account().toLowerCase(Locale.ROOT));
            return 0;
        }
        boolean csv = options.value("fo").orElse("table").equalsIgnoreCase("csv");
        if (options.has("user")) {
            String account = logon.account().toLowerCase(Locale.ROOT);
            if (!options.has("nh")) {
                invocation
                        .console()
                        .outLine(
                                csv
                                        ? Phrases.say(invocation, "\"User Name\",\"SID\"")
                                        : title(invocation, "USER INFORMATION") + Phrases.say(invocation, "User Name")
                                                + " SID");
            }
            String sid = FileRights.sidOf(account);
            invocation.console().outLine(csv ? "\"" + account + "\",\"" + sid + "\"" : account + " " + sid);
            return 0;
        }
        if (!options.has("groups")) {
            invocation.console().errLine("ERROR: The lab's whoami knows: [/USER|/GROUPS [/FO CSV] [/NH]]");
            return 1;
        }
        if (!options.has("nh")) {
            invocation
                    .console()
                    .outLine(
                            csv
                                    ? Phrases.say(invocation, "\"Group Name\",\"Type\",\"SID\",\"Attributes\"")
                                    : title(invocation, "GROUP INFORMATION")
                                            + row(
                                                    Phrases.say(invocation, "Group Name"),
                                                    Phrases.say(invocation, "Type"),
                                                    "SID",
                                                    Phrases.say(invocation, "Attributes")));
        }
        for (Group group : groups(invocation)) {
            String name = Phrases.say(invocation, group.name());
            String type = Phrases.say(invocation, group.type());
            String attributes = Phrases.say(invocation, group.attributes());
            invocation
                    .console()
                    .outLine(
                            csv
                                    ? "\"" + String.join("\",\"", name, type, group.sid(), attributes) + "\""
                                    : row(name, type, group.sid(), attributes));
        }
        return 0;
    }

    private static String title(Invocation invocation, String english) {
        String title = Phrases.say(invocation, english);
        return "\r\n" + title + "\r\n" + "-".repeat(title.length()) + "\r\n\r\n";
    }

    private static List<Group> groups(Invocation invocation) {
        Logon logon = invocation.logon();
        Names names = new Names(invocation);
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("Everyone", "Well-known group", "S-1-1-0", ENABLED));
        Set<String> all = new TreeSet<>(invocation.server().accounts().groupsOf(logon.account()));
        all.addAll(logon.groups());
        all.add("S-1-5-32-545");
        for (String sid : all) {
            boolean alias = sid.startsWith("S-1-5-32-");
            boolean enabled = logon.groups().contains(sid) || sid.equals("S-1-5-32-545");
            groups.add(new Group(names.of(sid), alias ? "Alias" : "Group", sid, enabled ? ENABLED : DENY_ONLY));
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

    private static String row(String name, String type, String sid, String attributes) {
        return String.format(Locale.ROOT, "%-52s %-16s %-48s %s", name, type, sid, attributes)
                .stripTrailing();
    }
}
