package org.handover.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.handover.console.ConsoleException;
import org.handover.sso.GlobalInfo;
import org.handover.sso.LetterCase;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.step.Looks;
import org.handover.step.ServerLook;
import org.handover.tool.EventRecord;
import org.handover.tool.InstallDirectory;
import org.handover.tool.RegistryQuery;
import org.handover.tool.RegistryValues;
import org.handover.tool.ServerInUse;
import org.handover.tool.ServiceSettings;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;
import org.handover.tool.SsoManage;

/** Those proofs of a promotion that the other SSO servers give, or all of them together (docs/entsso.md 9, V7, V8, V13, V14, V16). */
final class ServerProofs {
    private static final int MASTER_STARTED = 10534;
    private static final int MSID_OF_10529 = 1;
    private static final int SERVER_OF_10529 = 0;

    private final Promotion promotion;

    ServerProofs(Promotion promotion) {
        this.promotion = promotion;
    }

    Proof membersGotIt(String name) throws InterruptedException {
        if (promotion.members().isEmpty()) {
            return new Proof(name, Proof.Result.NOT_APPLICABLE, "There is no other SSO server.");
        }
        List<String> got = new ArrayList<>();
        List<String> open = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        for (SsoServerName server : promotion.members()) {
            Optional<EventRecord> event = newest(server);
            Long before = promotion.membersBeforeRestore().get(server);
            if (event.isPresent() && event.get().id() == ServerLook.LOST_SECRET_SERVER) {
                lost.add("%s lost it (%s).".formatted(server, Words.of(event.get())));
            } else if (event.isPresent() && before != null && event.get().recordId() > before) {
                if (event.get().id() != ServerLook.GOT_SECRET || fromNew(event.get())) {
                    got.add("%s: %s".formatted(server, Words.of(event.get())));
                } else {
                    lost.add("%s: %s, which is not the secret in use from %s."
                            .formatted(server, Words.of(event.get()), promotion.newMaster()));
                }
            } else {
                open.add("%s said nothing since the restore".formatted(server));
            }
        }
        if (!lost.isEmpty()) {
            return new Proof(name, Proof.Result.CONTRADICTED, String.join(" ", lost));
        }
        return open.isEmpty()
                ? new Proof(name, Proof.Result.PROVEN, Words.list(got) + ".")
                : new Proof(
                        name, Proof.Result.NOT_CHECKED, "%s. Silence is not agreement.".formatted(Words.list(open)));
    }

    private boolean fromNew(EventRecord event) {
        return Belief.names(event, MSID_OF_10529, promotion.secret())
                && event.data().size() > SERVER_OF_10529
                && new GlobalInfo(event.data().get(SERVER_OF_10529), null, null, null, null)
                        .names(promotion.newMaster());
    }

    private Optional<EventRecord> newest(SsoServerName server) throws InterruptedException {
        try {
            return Belief.newestOfMember(promotion, server) instanceof Sight.Newest.Known known
                    ? known.event()
                    : Optional.empty();
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    Proof oneMsid(String name) throws ConsoleException, InterruptedException {
        Set<String> msids = new TreeSet<>();
        int servers = 0;
        for (SsoServerName server : promotion.members()) {
            Optional<EventRecord> got = newestGot(server);
            if (got.isPresent()
                    && got.get().data().size() > MSID_OF_10529
                    && Msid.isOne(got.get().data().get(MSID_OF_10529))) {
                msids.add(Msid.of(got.get().data().get(MSID_OF_10529)).value());
                servers++;
            }
        }
        boolean held =
                Looks.holds(promotion.sight().ask(promotion.newMaster(), RegistryQuery.msids()), promotion.secret());
        String seen =
                "In use: %s. Last got by the other servers (%d say so): %s. Under which secret the credentials lie is in the database only."
                        .formatted(
                                promotion.secret(), servers, msids.isEmpty() ? "not in their logs" : Words.list(msids));
        if (msids.stream().anyMatch(msid -> !msid.equals(promotion.secret().value()))) {
            return new Proof(name, Proof.Result.CONTRADICTED, seen);
        }
        return held && !msids.isEmpty()
                ? new Proof(name, Proof.Result.PROVEN, seen)
                : new Proof(name, Proof.Result.NOT_CHECKED, seen);
    }

    private Optional<EventRecord> newestGot(SsoServerName server) throws InterruptedException {
        try {
            return promotion.sight().newest(server, ServerLook.GOT_SECRET) instanceof Sight.Newest.Known known
                    ? known.event()
                    : Optional.empty();
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    Proof startTypes(String name) throws InterruptedException {
        List<String> said = new ArrayList<>();
        boolean known = true;
        boolean good = true;
        Set<String> accounts = new HashSet<>();
        for (SsoServerName server : promotion.servers()) {
            Optional<ServiceSettings> settings = settings(server);
            known &= settings.isPresent() || (server.equals(promotion.former()) && promotion.masterLost());
            if (settings.isPresent()) {
                good &= server.equals(promotion.former())
                        || (settings.get().automatic() && settings.get().delayed());
                accounts.add(LetterCase.lower(settings.get().account()));
                said.add("%s: %s, %s"
                        .formatted(
                                server, settings.get().account(), settings.get().startInWords()));
            }
        }
        String seen = said.isEmpty() ? "No server says how its service is set up." : String.join("; ", said) + ".";
        if (!good || accounts.size() > 1) {
            return new Proof(
                    name, Proof.Result.WARNING, seen + " Automatic and delayed, under one account, is recommended.");
        }
        return new Proof(name, known && !said.isEmpty() ? Proof.Result.PROVEN : Proof.Result.NOT_CHECKED, seen);
    }

    private Optional<ServiceSettings> settings(SsoServerName server) throws InterruptedException {
        try {
            return ServiceSettings.of(promotion.sight().ask(server, RegistryValues.of(RegistryValues.ENTSSO_SERVICE)));
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    Proof whomTheyAsk(String name) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        List<String> said = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (SsoServerName server : promotion.servers()) {
            ServerInUse asked = asked(server);
            if (asked instanceof ServerInUse.Other other) {
                (other.name().sameComputer(promotion.former()) && !server.equals(promotion.former()) ? wrong : said)
                        .add("%s asks %s".formatted(server, other.name()));
            } else if (asked instanceof ServerInUse.ThisComputer) {
                said.add("%s asks itself".formatted(server));
            } else if (!server.equals(promotion.former())) {
                unknown.add(server.value());
            }
        }
        String mine = "This holds for the account that looked; other users and computers are on the list of pointers.";
        if (!wrong.isEmpty()) {
            return new Proof(name, Proof.Result.CONTRADICTED, "%s. %s".formatted(Words.list(wrong), mine));
        }
        return unknown.isEmpty()
                ? new Proof(name, Proof.Result.PROVEN, "%s. %s".formatted(Words.list(said), mine))
                : new Proof(name, Proof.Result.NOT_CHECKED, "Not known of %s. %s".formatted(Words.list(unknown), mine));
    }

    ServerInUse asked(SsoServerName server) throws InterruptedException {
        try {
            Optional<InstallDirectory> tools = promotion.sight().tools(server);
            return tools.isPresent()
                    ? promotion.sight().ask(server, new SsoManage(tools.get()).showServer())
                    : new ServerInUse.CannotTell("The SSO tools are not found.");
        } catch (ConsoleException noAnswer) {
            return new ServerInUse.CannotTell(String.valueOf(noAnswer.getMessage()));
        }
    }

    Proof formerIsNoMaster(String name) throws InterruptedException {
        SsoServerName former = promotion.former();
        try {
            ServiceStatus status = promotion.sight().ask(former, Services.query(Services.ENTSSO));
            if (status.is(ServiceState.STOPPED) || status instanceof ServiceStatus.NotInstalled) {
                return new Proof(name, Proof.Result.PROVEN, Looks.say(status));
            }
            if (promotion.sight().newest(former, MASTER_STARTED, ServerLook.GOT_SECRET)
                            instanceof Sight.Newest.Known known
                    && known.is(ServerLook.GOT_SECRET)
                    && known.event().filter(this::fromNew).isPresent()) {
                return new Proof(
                        name,
                        Proof.Result.PROVEN,
                        "It runs, and got the secret from %s (%s)."
                                .formatted(
                                        promotion.newMaster(),
                                        known.event().map(Words::of).orElse("")));
            }
            return new Proof(
                    name,
                    Proof.Result.WARNING,
                    Looks.say(status)
                            + " It was not restarted since it was master, so it may still take itself for it; the next task decides on it.");
        } catch (ConsoleException e) {
            return new Proof(
                    name,
                    Proof.Result.NOT_CHECKED,
                    "It cannot be asked: %s It must not come back as master unnoticed.".formatted(e.getMessage()));
        }
    }
}
