package org.handover.lab.control;

import java.util.List;
import java.util.Locale;

/** What a lab prints when it is ready, for whoever started it. */
final class Welcome {

    private Welcome() {}

    static String readyLine(List<LabSystem> systems, String httpAddress) {
        StringBuilder line = new StringBuilder("lab ready: " + httpAddress);
        LabFile.SystemInventory first = systems.get(0).inventory();
        for (LabFile.Server server : first.servers()) {
            line.append(", ")
                    .append(server.name())
                    .append(" ")
                    .append(server.host())
                    .append(":")
                    .append(server.port());
        }
        line.append(", account ").append(first.account());
        if (systems.size() > 1) {
            line.append(", and ").append(systems.size() - 1).append(" more SSO systems");
        }
        return line.toString();
    }

    static String text(List<LabSystem> systems, String page) {
        StringBuilder text = new StringBuilder();
        for (LabSystem system : systems) {
            LabFile.SystemInventory inventory = system.inventory();
            text.append("\nSSO system ").append(inventory.name()).append(":\n");
            for (LabFile.Server server : inventory.servers()) {
                text.append(line(system, server));
            }
            text.append("  log on:  ssh -p PORT -l '")
                    .append(inventory.account())
                    .append("' localhost\n");
        }
        return text.append("\nThe page of the lab:  ").append(page).append('\n').toString();
    }

    private static String line(LabSystem system, LabFile.Server server) {
        String host = server.host().equals("127.0.0.1") ? "localhost" : server.host();
        boolean off = system.server(server.name())
                .filter(one -> !one.windows().poweredOn())
                .isPresent();
        return String.format(
                Locale.ROOT, "  %-15s %s:%d%s%n", server.name(), host, server.port(), off ? "   (no power)" : "");
    }
}
