package org.handover.check;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.handover.console.ConsoleException;
import org.handover.sso.SsoServerName;
import org.handover.tool.ConfigStore;
import org.handover.tool.InstallDirectory;
import org.handover.tool.SsoManage;

/**
 * The encrypt and decrypt test (docs/entsso.md 9, V10 and V11), only on the Config Store application that was made for it and
 * never on anybody's credentials. Where that application is not there, it could not be checked.
 */
final class ConfigStoreProof {
    private static final Duration TIME_FOR_POWERSHELL = Duration.ofMinutes(3);

    private final Promotion promotion;

    ConfigStoreProof(Promotion promotion) {
        this.promotion = promotion;
    }

    Duration limit() {
        return TIME_FOR_POWERSHELL;
    }

    /** A value that was written before the promotion is read. */
    Proof decrypts(String name) throws ConsoleException, InterruptedException {
        Optional<String> missing = whyNot();
        if (missing.isPresent()) {
            return new Proof(name, Proof.Result.NOT_CHECKED, missing.get());
        }
        ConfigStore.Answer answer = promotion.sight().ask(promotion.newMaster(), ConfigStore.get());
        if (answer instanceof ConfigStore.Answer.Value) {
            return new Proof(
                    name,
                    Proof.Result.PROVEN,
                    "The value in %s was decrypted on %s.".formatted(ConfigStore.APPLICATION, promotion.newMaster()));
        }
        return notProven(name, answer);
    }

    /** A new value is encrypted on the new master and decrypted on another server. */
    Proof encrypts(String name) throws ConsoleException, InterruptedException {
        Optional<String> missing = whyNot();
        if (missing.isPresent()) {
            return new Proof(name, Proof.Result.NOT_CHECKED, missing.get());
        }
        // What was there before is read first: writing takes it away.
        promotion.sight().ask(promotion.newMaster(), ConfigStore.get());
        String proof = UUID.randomUUID().toString();
        ConfigStore.Answer written = promotion.sight().ask(promotion.newMaster(), ConfigStore.set(proof));
        if (!written.equals(new ConfigStore.Answer.Value(proof))) {
            return notProven(name, written);
        }
        String seen = "A new value in %s was encrypted and decrypted on %s"
                .formatted(ConfigStore.APPLICATION, promotion.newMaster());
        for (SsoServerName member : promotion.members()) {
            if (promotion.sight().failureOf(member).isPresent()) {
                continue;
            }
            ConfigStore.Answer read = promotion.sight().ask(member, ConfigStore.get());
            if (read.equals(new ConfigStore.Answer.Value(proof))) {
                return new Proof(name, Proof.Result.PROVEN, "%s, and decrypted on %s.".formatted(seen, member));
            }
            return new Proof(
                    name,
                    read instanceof ConfigStore.Answer.Failed ? Proof.Result.CONTRADICTED : Proof.Result.WARNING,
                    "%s, but on %s it could not be read: %s".formatted(seen, member, say(read)));
        }
        return new Proof(name, Proof.Result.WARNING, seen + "; there is no other server to read it on.");
    }

    private Optional<String> whyNot() throws ConsoleException, InterruptedException {
        if (promotion.byHand()) {
            return Optional.of("It is not tried where a person types on one of the servers.");
        }
        Optional<InstallDirectory> tools = promotion.sight().tools(promotion.newMaster());
        if (tools.isEmpty()) {
            return Optional.of("The SSO tools are not found on %s.".formatted(promotion.newMaster()));
        }
        SsoManage.Application application = promotion
                .sight()
                .ask(promotion.newMaster(), new SsoManage(tools.get()).displayApp(ConfigStore.APPLICATION));
        if (application instanceof SsoManage.Application.There) {
            return Optional.empty();
        }
        String why = application instanceof SsoManage.Application.CannotTell unknown
                ? unknown.reason()
                : "There is no Config Store application %s, which would be made for this test alone."
                        .formatted(ConfigStore.APPLICATION);
        return Optional.of(why + " A person may save a port or a credential that is theirs to save.");
    }

    private static Proof notProven(String name, ConfigStore.Answer answer) {
        return new Proof(
                name,
                answer instanceof ConfigStore.Answer.Failed ? Proof.Result.CONTRADICTED : Proof.Result.NOT_CHECKED,
                say(answer));
    }

    private static String say(ConfigStore.Answer answer) {
        if (answer instanceof ConfigStore.Answer.Failed failed) {
            return Words.of(failed.error());
        }
        if (answer instanceof ConfigStore.Answer.CannotTell unknown) {
            return unknown.reason();
        }
        return answer instanceof ConfigStore.Answer.Empty
                ? "%s holds no value yet.".formatted(ConfigStore.APPLICATION)
                : "Another value was read than was written.";
    }
}
