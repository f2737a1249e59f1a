package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.handover.journal.RecordedBackup;
import org.handover.secret.Purpose;
import org.handover.sso.RefusedValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password and the reminder of a new backup, and where the backup goes. */
final class BackupSecretsTest {

    @Test
    void passwordAndReminderAreTypedAtThePromptsAndKeptNowhere() {
        Way way = Way.planned();
        way.look();

        way.backUpFormer();

        assertThat(way.server("SSO01").answered)
                .containsExactly(Way.BACKUP_PASSWORD, Way.BACKUP_PASSWORD, Way.REMINDER);
        assertThat(way.everythingKept())
                .contains("-backupSecret")
                .contains("Password reminder : [masked]")
                .doesNotContain(Way.BACKUP_PASSWORD)
                .doesNotContain(Way.REMINDER);
        assertThat(way.estate.servers.values().stream().flatMap(server -> server.typed.stream()))
                .noneMatch(line -> line.contains(Way.BACKUP_PASSWORD) || line.contains(Way.REMINDER));
    }

    @Test
    void afterAProvenBackupTheyAreForgotten() {
        Way way = Way.planned();
        way.look();
        way.backUpFormer();

        assertThat(way.custody.holds(way.id.value(), Purpose.BACKUP)).isFalse();
        assertThat(way.custody.holds(way.id.value(), Purpose.BACKUP_REMINDER)).isFalse();
    }

    @Test
    void aReminderThatTellsThePasswordIsRefusedAndBothAreZeroed() {
        Way way = Way.planned();
        char[] password = "secret-of-mine".toCharArray();
        char[] reminder = "it is secret-of-mine, of course".toCharArray();

        assertThatThrownBy(() -> way.custody.sealBackup(way.id.value(), password, reminder))
                .isInstanceOf(RefusedValueException.class)
                .hasMessageContaining("reminder contains the password")
                .hasMessageNotContaining("secret-of-mine");
        assertThat(password).containsOnly('\0');
        assertThat(reminder).containsOnly('\0');
        assertThat(way.custody.holdsBackup(way.id.value())).isFalse();
    }

    @Test
    void aReminderIsOneTo512CharactersThatCanBeTyped() {
        Way way = Way.planned();
        for (String reminder : new String[] {"", "x".repeat(513), "two\nlines"}) {
            assertThatThrownBy(() ->
                            way.custody.sealBackup(way.id.value(), "long enough".toCharArray(), reminder.toCharArray()))
                    .isInstanceOf(RefusedValueException.class);
        }
    }

    @Test
    void theFreshBackupIsMovedOffTheServerIntoTheStoreAndRecorded(@TempDir Path store) throws Exception {
        Way way = Way.planned().accepted();
        way.store = store;
        way.giveBackupPassword();

        way.proven(way.takeBackup());

        RecordedBackup made =
                way.backups.madeBy(way.id, RecordedBackup.Purpose.FRESH).orElseThrow();
        assertThat(made.inStore()).isTrue();
        Path kept = store.resolve(made.path());
        assertThat(Files.readAllBytes(kept)).isEqualTo(Way.bytes("backup of " + way.estate.msid));
        assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(way.server("SSO02").files.keySet()).noneMatch(path -> path.endsWith(".fresh.bak"));
        assertThat(way.backups.of(way.failover().estate(), way.failover().ssoSystem()))
                .extracting(RecordedBackup::purpose)
                .containsExactly(RecordedBackup.Purpose.FORMER, RecordedBackup.Purpose.FRESH);
        assertThat(way.everythingKept()).doesNotContain(Way.BACKUP_PASSWORD).doesNotContain(Way.REMINDER);
    }

    @Test
    void aFreshBackupThatIsRecordedIsNotTakenASecondTime(@TempDir Path store) {
        Way way = Way.planned().accepted();
        way.store = store;
        way.giveBackupPassword();
        way.proven(way.takeBackup());

        way.proven(way.takeBackup());

        assertThat(way.typedOn("SSO02").stream().filter(line -> line.contains("-backupSecret")))
                .hasSize(1);
    }

    @Test
    void aFileThatCouldNotBeKeptStaysOnTheServerAndIsFetchedByTheNextTry(@TempDir Path store) {
        Way way = Way.planned().accepted();
        way.store = store.resolve("not-there");
        way.giveBackupPassword();
        assertThat(way.failed(way.takeBackup()).probed()).contains("could not be kept in the store");
        assertThat(way.server("SSO02").files.keySet()).anyMatch(path -> path.endsWith(".fresh.bak"));

        way.store = store;
        way.proven(way.takeBackup());

        assertThat(way.typedOn("SSO02").stream().filter(line -> line.contains("-backupSecret")))
                .hasSize(1);
        assertThat(way.server("SSO02").files.keySet()).noneMatch(path -> path.endsWith(".fresh.bak"));
    }

    @Test
    void aNodeThatLostItsLeaseBehindTheWallTakesNoFileAway() {
        Way way = Way.planned().accepted();
        way.giveBackupPassword();
        Iterator<Boolean> held = List.of(true, false).iterator();
        way.leaseHeld = held::next;
        String file = TakeBackupDelegate.file(way.failover().estate().value(), way.id.value())
                .value()
                .toLowerCase(Locale.ROOT);
        way.server("SSO02").files.put(file, Way.bytes("what another node made"));

        assertThat(way.carryOut(way.takeBackup())).isInstanceOf(StepResult.TakenAgain.class);

        assertThat(way.server("SSO02").files).containsKey(file);
        assertThat(way.lastIntent(TakeBackupDelegate.STEP).isOpen()).isTrue();
        way.leaseHeld = () -> true;
        way.proven(way.takeBackup());
    }

    @Test
    void withoutAStoreTheBackupIsRecordedWhereItLies() {
        Way way = Way.planned().accepted();
        way.giveBackupPassword();

        way.proven(way.takeBackup());

        RecordedBackup made =
                way.backups.madeBy(way.id, RecordedBackup.Purpose.FRESH).orElseThrow();
        assertThat(made.inStore()).isFalse();
        assertThat(way.server("SSO02").files).containsKey(made.path().toLowerCase(Locale.ROOT));
    }

    @Test
    void aNameThatLeadsOutOfTheStoreIsNoNameInIt(@TempDir Path store) throws Exception {
        Files.writeString(store.resolveSibling("outside.bak"), "not yours");
        BackupStore inStore = () -> java.util.Optional.of(store);

        for (String name : new String[] {"../outside.bak", "/etc/passwd", "..", "a/b.bak", ""}) {
            assertThat(inStore.read(name)).as(name).isEmpty();
        }
    }
}
