package org.handover.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.handover.journal.Ledger;
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
