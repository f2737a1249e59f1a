package org.handover.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.handover.sso.SsoServerName;
import org.handover.tool.ServerInUse;

/** What only people can set right after a promotion: a list to tick off. */
final class Pointers {
    private final Promotion promotion;
    private final List<Belief> beliefs;
    private final ServerProofs servers;

    Pointers(Promotion promotion, List<Belief> beliefs) {
        this.promotion = promotion;
        this.beliefs = beliefs;
        this.servers = new ServerProofs(promotion);
    }

    List<Map<String, String>> rows() throws InterruptedException {
        HostChecks.Users users = new HostChecks.Users(promotion.sight());
        users.lookAt(promotion.servers().stream()
                .filter(server -> !promotion.masterLost() || !server.equals(promotion.former()))
                .toList());
        String former = promotion.former().value();
        return List.of(
                pointer(
                        "Other computers and other users that point ssomanage at %s (ssomanage -server, -serverall): set them to a server that runs."
                                .formatted(former),
                        "Seen on the SSO servers for the account that looked: %s.".formatted(whomTheyAskInWords())),
                pointer(
                        "The SSO server name in the properties of each BizTalk group.",
                        users.groups().isEmpty()
                                ? "No BizTalk group was seen on the SSO servers; others cannot be seen from there."
                                : "Seen: %s.".formatted(Words.list(users.groups()))),
                pointer(
                        "Firewall and MSDTC rules that name %s: they have to name %s now."
                                .formatted(former, promotion.newMaster()),
                        "It cannot be seen from the servers."),
                pointer(
                        "The key of %s under SSOSS stays until a person removes it.".formatted(former),
                        beliefs.stream()
                                .filter(belief -> belief.server().equals(promotion.former()))
                                .map(Belief::seen)
                                .findFirst()
                                .orElse("It was not asked.")));
    }

    private String whomTheyAskInWords() throws InterruptedException {
        List<String> said = new ArrayList<>();
        for (SsoServerName server : promotion.servers()) {
            ServerInUse asked = servers.asked(server);
            if (asked instanceof ServerInUse.Other other) {
                said.add("%s asks %s".formatted(server, other.name()));
            }
        }
        return said.isEmpty() ? "no setting that names another server" : Words.list(said);
    }

    private static Map<String, String> pointer(String pointer, String seen) {
        return Map.of("pointer", pointer, "seen", seen);
    }
}
