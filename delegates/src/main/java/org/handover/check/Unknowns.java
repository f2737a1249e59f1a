package org.handover.check;

import java.util.ArrayList;
import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.handover.sso.SsoServerName;
import org.handover.step.Looks;
import org.handover.tool.RegistryQuery;
import org.handover.tool.SsoManage;

/** What only a real server can show (docs/windows-consoles.md, last section), with what was seen of it. */
final class Unknowns {
    private final List<String> rpc = new ArrayList<>();
    private final List<String> rights = new ArrayList<>();

    void lookAt(Sight sight, SsoServerName server, ServerAddress address) throws InterruptedException {
        String logon = address.credential() instanceof Credential.KeyFile ? "a key" : "a password";
        try {
            SsoManage.DisplayDb answer = sight.displayDb(server);
            rpc.add("%s, logged on to with %s: %s"
                    .formatted(
                            server,
                            logon,
                            answer instanceof SsoManage.DisplayDb.Known
                                    ? "it answers"
                                    : answer instanceof SsoManage.DisplayDb.Failed failed
                                            ? failed.error().code()
                                            : "its answer is not understood"));
            RegistryQuery.Msids msids = sight.ask(server, RegistryQuery.msids());
            rights.add("%s: %s".formatted(server, Looks.say(msids)));
        } catch (ConsoleException e) {
            rpc.add("%s: %s".formatted(server, e.getMessage()));
            rights.add("%s: not asked".formatted(server));
        }
    }

    /** One sentence each, in the order of the documentation. */
    List<String> sentences() {
        return List.of(
                "Whether ENTSSO's RPC takes this logon was seen for -displaydb only, not for -updatedb. " + in(rpc),
                "How ssoconfig behaves on a terminal of OpenSSH (its prompts, the reminder, a password with ä, € and quotes): a prompt was not answered, because that changes something.",
                "What exit codes ssomanage and ssoconfig give: they are documented nowhere and nothing here relies on them.",
                "Who opens the restore file, the caller or ENTSSO: it has to be readable for both.",
                "Who may read SSOSS. " + in(rights),
                "Whether the restore password fits the restore file: off the master it cannot be tried.",
                "Which other computers, users, BizTalk groups and firewall rules name the master secret server.");
    }

    private static String in(List<String> said) {
        return String.join(
                        "; ",
                        said.stream()
                                .map(one -> one.endsWith(".") ? one.substring(0, one.length() - 1) : one)
                                .toList())
                + ".";
    }
}
