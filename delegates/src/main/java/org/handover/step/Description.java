package org.handover.step;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.handover.console.ServerAddress;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;

/**
 * What was configured, such as what an inventory says of an SSO system: one fact a line and always in the same order, so that
 * two of them can be compared and a digest stands for one.
 */
public record Description(List<String> lines) {

    public Description {
        lines = List.copyOf(lines);
    }

    /** The system itself, how its servers are reached, and who has to approve; not its restore files, and not who is master now. */
    public static Description of(SsoSystem system, Inventory inventory) {
        return new Description(Stream.concat(
                        Stream.of(
                                "estate %s (%s), SSO system %s"
                                        .formatted(system.estate(), system.kind(), system.name()),
                                "approvals: %d within %s, by %s; asked by name when half of that is over: %s; break-glass %s"
                                        .formatted(
                                                system.approvalsNeeded(),
                                                system.approvalValidity(),
                                                named(system.approval().approvers(), "any approver"),
                                                named(system.approval().escalateTo(), "nobody"),
                                                system.approval().breakGlass() ? "allowed" : "not allowed")),
                        system.ssoServers().stream().map(server -> line(system, server, inventory)))
                .toList());
    }

    private static String named(List<String> people, String otherwise) {
        return people.isEmpty() ? otherwise : String.join(", ", people);
    }

    private static String line(SsoSystem system, SsoServerName server, Inventory inventory) {
        ServerAddress address = inventory.address(system.estate(), server);
        return inventory.hasConsole(system.estate(), server)
                ? "server %s: %s port %d as %s, host key %s"
                        .formatted(server, address.host(), address.port(), address.account(), address.hostKey())
                : "server %s: no console, typed as %s".formatted(server, address.account());
    }

    /** The same with a line for each of these files. */
    public Description with(List<SsoSystem.RestoreFile> files) {
        return new Description(
                Stream.concat(lines.stream(), files.stream().map(file -> "restore file %s, SHA-256 %s, MSID %s"
                                .formatted(file.path(), file.digest(), file.msid())))
                        .toList());
    }

    /** SHA-256 of the text. */
    public String digest() {
        return Sha256.ofContent(text().getBytes(StandardCharsets.UTF_8)).value();
    }

    public String text() {
        return String.join("\n", lines);
    }
}
