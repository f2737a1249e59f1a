package org.handover.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.console.ConsoleException;
import org.handover.sso.GlobalInfo;
import org.handover.sso.LetterCase;
import org.handover.sso.SsoServerName;
import org.handover.step.Looks;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.InstallDirectory;
import org.handover.tool.RegistryQuery;
import org.handover.tool.SsoConfig;
import org.handover.tool.SsoManage;

/** The proofs of a promotion, V1 to V17 of docs/entsso.md 9: their list, and those that the new master itself gives. */
final class Proofs {
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final int MASTER_STARTED = 10534;
    private static final int NAME_CHANGED = 10575;
    private static final int BACKED_UP = 10559;
    private static final int API_WARNING = 10536;
    private static final Set<String> NOT_DECRYPTED = Set.of("0x80090005", "0xC0002A1F", "0xC0002A1A");

    private final Promotion promotion;
    private final ServerProofs servers;
    private final ConfigStoreProof configStore;

    Proofs(Promotion promotion) {
        this.promotion = promotion;
        this.servers = new ServerProofs(promotion);
        this.configStore = new ConfigStoreProof(promotion);
    }

    /** In the order of their numbers. */
    List<Proof> all() throws InterruptedException {
        SsoServerName master = promotion.newMaster();
        return SideBySide.all(
                List.of(
                        search(
                                "V1 The SSO database names %s, says every server".formatted(master),
                                this::databaseNames),
                        search(
                                "V2 The snap-in shows %s under System, Properties, General".formatted(master),
                                this::snapIn),
                        search(
                                "V3 The snap-in shows the secret service on %s and on no other server"
                                        .formatted(master),
                                this::snapIn),
                        search("V4 ssoconfig -status on %s and %s".formatted(master, promotion.former()), this::status),
                        search("V5 %s holds the secret in use under SSOSS".formatted(master), this::holdsSecret),
                        search(
                                "V6 %s started as master, restored the secret, and has not lost it".formatted(master),
                                this::restored),
                        search(
                                "V7 Every other SSO server got the secret from %s".formatted(master),
                                servers::membersGotIt),
                        search("V8 All that is seen of the secret has one MSID", servers::oneMsid),
                        search("V9 The change of the name is in the log, with who did it", this::nameChanged),
                        search("V10 What was encrypted before can be decrypted", this::decrypts)
                                .within(configStore.limit()),
                        search(
                                        "V11 Something new can be encrypted, and decrypted on another server",
                                        configStore::encrypts)
                                .within(configStore.limit()),
                        search("V12 A BizTalk host instance starts", this::offeredAfterRestore),
                        search("V13 ENTSSO starts by itself on every server, delayed", servers::startTypes),
                        search("V14 No SSO server points ssomanage at the former master", servers::whomTheyAsk),
                        search("V15 A fresh backup was taken from %s".formatted(master), this::freshBackup),
                        search("V16 %s is no master any more".formatted(promotion.former()), servers::formerIsNoMaster),
                        search(
                                "V17 After another restart ENTSSO on %s still has the secret".formatted(master),
                                this::offeredAfterRestore),
                        search(
                                "Unplug test: the others miss %s when it stops, and find it again".formatted(master),
                                this::offeredAfterBackup)),
                promotion.atOnce());
    }

    private static Proof.Search search(String name, Proof.Look look) {
        return new Proof.Search(name, USUAL, look);
    }

    private static Proof proof(String name, Proof.Result result, String seen) {
        return new Proof(name, result, seen);
    }

    private Proof databaseNames(String name) throws InterruptedException {
        List<String> others = new ArrayList<>();
        int agree = 0;
        Boolean enabled = null;
        for (SsoServerName server : promotion.servers()) {
            Optional<GlobalInfo> info = info(server);
            if (info.isEmpty()) {
                continue;
            }
            enabled = info.get().ssoEnabled() == null ? enabled : info.get().ssoEnabled();
            if (info.get().names(promotion.newMaster())) {
                agree++;
            } else {
                others.add("%s says %s".formatted(server, info.get().secretServerName()));
            }
        }
        String sso = enabled == null
                ? "Whether SSO is enabled is not said."
                : enabled ? "SSO is enabled." : "SSO is disabled: whoever disabled it has to enable it.";
        if (!others.isEmpty()) {
            return proof(name, Proof.Result.CONTRADICTED, "%s. %s".formatted(Words.list(others), sso));
        }
        String seen = "%d of %d servers say so. %s"
                .formatted(agree, promotion.servers().size(), sso);
        if (agree < 2) {
            return proof(name, Proof.Result.NOT_CHECKED, seen);
        }
        return proof(name, Boolean.TRUE.equals(enabled) ? Proof.Result.PROVEN : Proof.Result.WARNING, seen);
    }

    private Optional<GlobalInfo> info(SsoServerName server) throws InterruptedException {
        try {
            return promotion.sight().displayDb(server) instanceof SsoManage.DisplayDb.Known known
                    ? Optional.of(known.info())
                    : Optional.empty();
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    private Proof snapIn(String name) {
        return proof(name, Proof.Result.NOT_CHECKED, "Only the snap-in shows it: a person may look there.");
    }

    private Proof status(String name) throws ConsoleException, InterruptedException {
        SsoConfig.Status status = status(promotion.newMaster());
        if (!(status instanceof SsoConfig.Status.Known known)) {
            return proof(name, Proof.Result.NOT_CHECKED, ((SsoConfig.Status.CannotTell) status).reason());
        }
        Optional<Boolean> secretServer = known.isSecretServer();
        String seen = "It shows %d settings; its layout is not documented."
                .formatted(known.settings().size());
        if (secretServer.isEmpty()) {
            return proof(
                    name, Proof.Result.NOT_CHECKED, seen + " Which of them says that it is the master is not known.");
        }
        if (!secretServer.get()) {
            return proof(name, Proof.Result.CONTRADICTED, seen + " It says that it is not the secret server.");
        }
        Optional<Boolean> former = formerSaysThatItIsTheSecretServer();
        String both = seen + " It says that it is the secret server. "
                + former.map(is -> "%s says that it is%s."
                                .formatted(promotion.former(), is ? ", too; the next task decides on it" : " not"))
                        .orElse("%s could not be asked.".formatted(promotion.former()));
        return proof(name, former.orElse(false) ? Proof.Result.WARNING : Proof.Result.PROVEN, both);
    }

    private SsoConfig.Status status(SsoServerName server) throws ConsoleException, InterruptedException {
        Optional<InstallDirectory> tools = promotion.sight().tools(server);
        return tools.isPresent()
                ? promotion.sight().ask(server, new SsoConfig(tools.get()).status())
                : new SsoConfig.Status.CannotTell("The SSO tools are not found there.");
    }

    /** One that was not restarted since still takes itself for it; what it says proves nothing of the new one. */
    private Optional<Boolean> formerSaysThatItIsTheSecretServer() throws InterruptedException {
        try {
            return status(promotion.former()) instanceof SsoConfig.Status.Known known
                    ? known.isSecretServer()
                    : Optional.empty();
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    private Proof holdsSecret(String name) throws ConsoleException, InterruptedException {
        RegistryQuery.Msids msids = promotion.sight().ask(promotion.newMaster(), RegistryQuery.msids());
        if (Looks.holds(msids, promotion.secret())) {
            return proof(name, Proof.Result.PROVEN, Looks.say(msids));
        }
        return msids instanceof RegistryQuery.Msids.Present || msids instanceof RegistryQuery.Msids.None
                ? proof(name, Proof.Result.CONTRADICTED, Looks.say(msids) + " In use is " + promotion.secret() + ".")
                : proof(name, Proof.Result.NOT_CHECKED, Looks.say(msids));
    }

    private Proof restored(String name) throws ConsoleException, InterruptedException {
        Optional<EventRecord> restored = Belief.restored(promotion);
        if (restored.isEmpty()) {
            return proof(
                    name,
                    Proof.Result.NOT_CHECKED,
                    "The newest event 10523 of this run does not name the secret in use, or there is none.");
        }
        Optional<EventRecord> contradiction = Belief.contradiction(promotion, restored.get());
        if (contradiction.isPresent()) {
            return proof(
                    name,
                    Proof.Result.CONTRADICTED,
                    "Restored (%s), but then %s: it has no usable secret."
                            .formatted(Words.of(restored.get()), Words.of(contradiction.get())));
        }
        boolean startedAsMaster = promotion.sight().newest(promotion.newMaster(), MASTER_STARTED)
                        instanceof Sight.Newest.Known known
                && known.event()
                        .filter(event -> event.recordId() < restored.get().recordId())
                        .isPresent();
        return startedAsMaster
                ? proof(
                        name,
                        Proof.Result.PROVEN,
                        "10534, then %s, and nothing against it since.".formatted(Words.of(restored.get())))
                : proof(
                        name,
                        Proof.Result.WARNING,
                        "Restored (%s), but no event 10534 is seen before it.".formatted(Words.of(restored.get())));
    }

    /** Only what was written since this run changed the name counts: an older change may have had the same two names. */
    private Proof nameChanged(String name) throws InterruptedException {
        for (Map.Entry<SsoServerName, Long> before : promotion.logBeforeNaming().entrySet()) {
            Optional<EventRecord> change = nameChange(before.getKey(), before.getValue());
            if (change.isPresent()) {
                List<String> data = change.get().data();
                return proof(
                        name,
                        Proof.Result.PROVEN,
                        "On %s: %s, by %s."
                                .formatted(
                                        before.getKey(),
                                        Words.of(change.get()),
                                        data.size() > 4 ? data.get(4) : "an account that it does not name"));
            }
        }
        return proof(
                name,
                Proof.Result.NOT_CHECKED,
                promotion.logBeforeNaming().isEmpty()
                        ? "This run did not change the name itself, so which event 10575 tells of it is not known."
                        : "No event 10575 with these two names is seen since this run changed the name.");
    }

    private Optional<EventRecord> nameChange(SsoServerName server, long after) throws InterruptedException {
        try {
            return promotion.sight().newest(server, NAME_CHANGED) instanceof Sight.Newest.Known known
                    ? known.event()
                            .filter(event -> event.recordId() > after)
                            .filter(event -> event.data().size() > 1
                                    && sameName(event.data().get(0), promotion.newMaster())
                                    && sameName(event.data().get(1), promotion.former()))
                    : Optional.empty();
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    private static boolean sameName(String written, SsoServerName server) {
        return new GlobalInfo(written, null, null, null, null).names(server);
    }

    /** The failures of others tell, too; that there are none proves nothing. */
    private Proof decrypts(String name) throws ConsoleException, InterruptedException {
        long after = Belief.restored(promotion).map(EventRecord::recordId).orElse(0L);
        EventQuery.Events events =
                promotion.sight().ask(promotion.newMaster(), EventQuery.newerThan(after, API_WARNING));
        if (after > 0 && events instanceof EventQuery.Events.Known known) {
            Optional<EventRecord> failed = known.events().stream()
                    .filter(event -> event.data().stream()
                            .anyMatch(text -> NOT_DECRYPTED.stream().anyMatch(code -> containsCode(text, code))))
                    .findFirst();
            if (failed.isPresent()) {
                return proof(
                        name,
                        Proof.Result.CONTRADICTED,
                        "Since the restore something could not be decrypted: %s. See docs/entsso.md 10.1, row 12."
                                .formatted(Words.of(failed.get())));
            }
        }
        return configStore.decrypts(name);
    }

    private static boolean containsCode(String text, String code) {
        return LetterCase.upper(text).contains(LetterCase.upper(code));
    }

    private Proof offeredAfterRestore(String name) throws ConsoleException, InterruptedException {
        return hasUsableSecret()
                ? proof(name, Proof.Result.OFFERED, "It starts or stops something, so nothing here does it.")
                : proof(name, Proof.Result.NOT_CHECKED, "Not before V6 is proven.");
    }

    private Proof offeredAfterBackup(String name) throws ConsoleException, InterruptedException {
        return hasUsableSecret()
                ? proof(
                        name,
                        Proof.Result.OFFERED,
                        "It stops the master, so nothing here does it; not before the fresh backup (V15) is in hand.")
                : proof(
                        name,
                        Proof.Result.NOT_CHECKED,
                        "Not before V6 is proven and the fresh backup (V15) is in hand.");
    }

    private boolean hasUsableSecret() throws ConsoleException, InterruptedException {
        Optional<EventRecord> restored = Belief.restored(promotion);
        return restored.isPresent()
                && Belief.contradiction(promotion, restored.get()).isEmpty();
    }

    private Proof freshBackup(String name) throws ConsoleException, InterruptedException {
        Optional<EventRecord> restored = Belief.restored(promotion);
        Sight.Newest newest = promotion.sight().newest(promotion.newMaster(), BACKED_UP);
        if (!(newest instanceof Sight.Newest.Known known)) {
            return proof(name, Proof.Result.NOT_CHECKED, ((Sight.Newest.CannotTell) newest).reason());
        }
        boolean fresh = restored.isPresent()
                && known.event()
                        .filter(event -> event.recordId() > restored.get().recordId())
                        .isPresent();
        return fresh
                ? proof(
                        name,
                        Proof.Result.PROVEN,
                        "After the restore: %s."
                                .formatted(known.event().map(Words::of).orElse("")))
                : proof(
                        name,
                        Proof.Result.WARNING,
                        "None since the restore. Once the result is accepted, a task asks for it.");
    }
}
