package org.handover.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.handover.journal.Ledger;
import org.handover.verify.BrokenException;
import org.handover.verify.SignedHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {

    @TempDir
    Path folder;

    private final LedgerDatabase database = new LedgerDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstKeyIsMadeForItsOwnerAloneAndStaysTheSame() throws Exception {
        Path keystore = folder.resolve("ledger").resolve("signing.p12");
        SignedHead first = new SignedLedger(database, keystore).sign();
        SignedHead second = new SignedLedger(database, keystore).sign();

        assertThat(second.key()).isEqualTo(first.key());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keystore)))
                .isEqualTo("rw-------");
        assertThat(database.kinds(Ledger.HOUSE)).containsExactly("key.announced");
    }

    @Test
    void aKeyOfOnesOwnIsTakenAsKeytoolMakesIt() throws Exception {
        Path keystore = keytool("own.p12", "Ed25519");

        SignedHead head = new SignedLedger(database, keystore).sign();

        assertThat(head.key())
                .isEqualTo(new Keystore(keystore, SignedLedger.PASSWORD).load().fingerprint());
        assertThat(new SignedLedger(database, keystore).verify().whole()).isTrue();
    }

    @Test
    void aKeyOfAnotherKindAndAWrongPasswordAreSaid() throws Exception {
        SignedLedger rsa = new SignedLedger(database, keytool("rsa.p12", "RSA"));
        assertThat(rsa.signer.sign()).isEmpty();
        assertThat(rsa.keys.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("is RSA; the ledger is signed with Ed25519"));

        Path garbled = Files.writeString(folder.resolve("garbled.p12"), "no keystore");
        SignedLedger unreadable = new SignedLedger(database, garbled);
        assertThat(unreadable.signer.sign()).isEmpty();
        assertThat(unreadable.keys.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("cannot be opened"));
    }

    @Test
    void aPasswordFileThatCannotBeReadIsSaidUntilItIsThere() throws Exception {
        Path word = folder.resolve("word");
        SignedLedger without = new SignedLedger(database, folder.resolve("signing.p12"), word);

        assertThat(without.signer.sign()).isEmpty();
        assertThat(without.signer.problem()).get().asString().contains("The password file " + word);
        assertThatThrownBy(() -> without.sealing().seal(Ledger.HOUSE)).isInstanceOf(BrokenException.class);

        Files.writeString(word, SignedLedger.PASSWORD + "\n");
        without.sign();
        assertThat(without.signer.problem()).isEmpty();
        assertThat(database.kinds(Ledger.HOUSE)).contains("signing.behind", "signing.caughtUp");
    }

    @Test
    void aKeyIsReplacedByOneThatTheOldKeySignsFor() throws Exception {
        Path old = folder.resolve("old.p12");
        Path fresh = keytool("new.p12", "Ed25519");
        SignedHead before = new SignedLedger(database, old).sign();

        SignedLedger replaced = new SignedLedger(database, fresh, old, null);
        SignedHead after = replaced.sign();
        SignedHead afterTheNextStart = new SignedLedger(database, fresh).sign();

        assertThat(after.key()).isNotEqualTo(before.key()).isEqualTo(afterTheNextStart.key());
        assertThat(database.kinds(Ledger.HOUSE)).containsExactly("key.announced", "key.handedOver");
        assertThat(replaced.verify().whole()).isTrue();
        assertThat(database.heads.keys().orElseThrow().successions())
                .singleElement()
                .satisfies(succession -> {
                    assertThat(succession.lastHead()).isEqualTo(1);
                    assertThat(succession.signedByOld()).isNotEqualTo("none");
                });
    }

    @Test
    void withoutItsKeyNothingIsSignedUntilAPersonSaysThatItIsLost() throws Exception {
        Path keystore = folder.resolve("signing.p12");
        SignedHead before = new SignedLedger(database, keystore).sign();
        Files.delete(keystore);

        SignedLedger without = new SignedLedger(database, keystore);
        assertThat(without.signer.sign()).isEmpty();
        assertThat(without.keys.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains(before.key().hex())
                .contains("handover.ledger.key-lost"));
        assertThat(keystore).doesNotExist();

        SignedLedger lost = new SignedLedger(database, keystore, null, "The disk of APP01\nburned.");
        SignedHead after = lost.sign();
        assertThat(after.previous()).isEqualTo(before.digest());
        assertThat(lost.verify().whole()).as("old heads stay verifiable").isTrue();
        assertThat(database.heads.keys().orElseThrow().successions().get(0).words())
                .isEqualTo("The disk of APP01 burned.");
        assertThat(database.kinds(Ledger.HOUSE)).contains("signing.behind", "key.lost");
    }

    @Test
    void aKeyThatSomebodyPutInItsPlaceIsNotTaken() throws Exception {
        Path keystore = folder.resolve("signing.p12");
        new SignedLedger(database, keystore).sign();
        Files.move(keytool("stranger.p12", "Ed25519"), keystore, StandardCopyOption.REPLACE_EXISTING);

        SignedLedger strange = new SignedLedger(database, keystore);

        assertThat(strange.signer.sign()).isEmpty();
        assertThat(strange.keys.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("is another one than signed until now"));
    }

    @Test
    void aKeyThatWasReplacedDoesNotComeBack() throws Exception {
        Path old = folder.resolve("old.p12");
        Path fresh = keytool("new.p12", "Ed25519");
        new SignedLedger(database, old).sign();
        new SignedLedger(database, fresh, old, null).sign();

        SignedLedger back = new SignedLedger(database, old);

        assertThat(back.signer.sign()).isEmpty();
        assertThat(back.keys.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("was replaced by"));
    }

    @Test
    void aNodeThatWasNotRestartedSignsNothingWithTheKeyThatAnotherNodeReplaced() throws Exception {
        Path old = folder.resolve("old.p12");
        Path fresh = keytool("new.p12", "Ed25519");
        SignedLedger notRestarted = new SignedLedger(database, old);
        database.append("FO-000001", 1);
        notRestarted.sign();
        SignedHead after = new SignedLedger(database, fresh, old, null).sign();
        database.append("FO-000002", 1);

        assertThat(notRestarted.signer.sign()).isEmpty();
        assertThat(notRestarted.signer.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("was replaced by %s while this node ran; restart it".formatted(after.key())));
        assertThat(notRestarted.signer.sign()).isEmpty();
        assertThat(database.kinds(Ledger.HOUSE)).containsOnlyOnce("signing.behind");
        assertThat(notRestarted.verify().whole()).isTrue();

        SignedLedger restarted = new SignedLedger(database, fresh);
        assertThat(restarted.sign().key()).isEqualTo(after.key());
        assertThat(restarted.verify().whole()).isTrue();
    }

    @Test
    void aNodeThatWasNotRestartedSealsNothingWithTheKeyThatAnotherNodeReplaced() throws Exception {
        Path old = folder.resolve("old.p12");
        SignedLedger notRestarted = new SignedLedger(database, old);
        database.append("FO-000001", 1);
        notRestarted.sign();
        assertThat(notRestarted.sealing().seal("FO-000001").head().number()).isEqualTo(1);
        SignedLedger replaced = new SignedLedger(database, keytool("new.p12", "Ed25519"), old, null);
        SignedHead after = replaced.sign();

        assertThatThrownBy(() -> notRestarted.sealing().seal("FO-000001"))
                .isInstanceOfSatisfying(BrokenException.class, broken -> assertThat(broken.sentence())
                        .contains("was replaced by %s while this node ran".formatted(after.key())));
        assertThat(replaced.sealing().seal("FO-000001").head()).isEqualTo(after);
    }

    @Test
    void aNodeTakesTheNewKeyWithoutARestartWhereItLiesInThePlaceOfTheOldOne() throws Exception {
        Path shared = folder.resolve("signing.p12");
        SignedLedger notRestarted = new SignedLedger(database, shared);
        notRestarted.sign();
        Path old = Files.move(shared, folder.resolve("old.p12"));
        Files.move(keytool("new.p12", "Ed25519"), shared);
        SignedHead after = new SignedLedger(database, shared, old, null).sign();

        assertThat(notRestarted.sign().key()).isEqualTo(after.key());
        assertThat(notRestarted.verify().whole()).isTrue();
    }

    @Test
    void whatWasSaidOfALostKeyAtTheStartIsNotSaidOfTheNextOne() throws Exception {
        Path old = folder.resolve("old.p12");
        Path second = folder.resolve("second.p12");
        new SignedLedger(database, old).sign();
        SignedLedger notRestarted = new SignedLedger(database, second, null, "The disk of APP01 burned.");
        notRestarted.sign();
        SignedHead after = new SignedLedger(database, keytool("third.p12", "Ed25519"), second, null).sign();
        Files.delete(second);

        assertThat(notRestarted.signer.sign()).isEmpty();
        assertThat(second).doesNotExist();
        assertThat(database.heads.keys().orElseThrow().current()).isEqualTo(after.key());
    }

    private Path keytool(String name, String algorithm) throws Exception {
        Path keystore = folder.resolve(name);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "ledger",
                        "-keyalg",
                        algorithm,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        SignedLedger.PASSWORD,
                        "-dname",
                        "CN=Handover ledger",
                        "-validity",
                        "3650")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
        return keystore;
    }
}
