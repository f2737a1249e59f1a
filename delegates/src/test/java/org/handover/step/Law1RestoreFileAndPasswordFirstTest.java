package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.handover.secret.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 1: the restore file and its password are in hand before the database is touched. */
final class Law1RestoreFileAndPasswordFirstTest {

    @Test
    void law1_withoutThePasswordInCustodyTheDatabaseIsNotTouchedByTheCommandLine() {
        Way way = Way.masterLost().ready();
        way.custody.discard(way.id.value(), Purpose.RESTORE);

        assertThat(way.carryOut(way.updateDatabase())).isInstanceOf(StepResult.PasswordNeeded.class);
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law1_withoutThePasswordInCustodyTheSnapInIsNotShown() {
        Way way = Way.bySnapIn().ready();
        way.custody.discard(way.id.value(), Purpose.RESTORE);

        assertThat(way.carryOut(way.openSnapInChange())).isInstanceOf(StepResult.PasswordNeeded.class);
        assertThat(way.journal.openIntent(way.id)).isEmpty();
    }

    @Test
    void law1_aFileInTheStoreIsPutOnTheNewServerProtectedBeforeTheDatabaseMayBeTouched(@TempDir Path store)
            throws Exception {
        Files.write(store.resolve("kept.bak"), Way.bytes("backup"));
        Way way = Way.withFileInStore(store).ready();

        assertThat(way.failed(way.updateDatabase()).failure()).contains("placeRestoreFile");
        assertThat(way.changesTyped()).isEmpty();

        way.proven(new PlaceRestoreFileDelegate(way.store()));
        String path = PlaceRestoreFileDelegate.folder().child("kept.bak").value();
        assertThat(way.server("SSO02").files).containsKey(path.toLowerCase(java.util.Locale.ROOT));
        assertThat(way.typedOn("SSO02"))
                .contains("icacls \"" + path
                        + "\" /inheritance:r /grant:r *S-1-5-18:F *S-1-5-32-544:F *S-1-5-21-1-2-3-1105:R");
        way.proven(way.updateDatabase());
    }

    @Test
    void law1_aFileInTheStoreThatIsNotTheRecordedOneIsNotPutAnywhere(@TempDir Path store) throws Exception {
        Files.write(store.resolve("kept.bak"), Way.bytes("something else"));
        Way way = Way.withFileInStore(store).ready();

        assertThat(way.failed(new PlaceRestoreFileDelegate(way.store())).failure())
                .contains("no restore file kept.bak with the recorded digest");
        assertThat(way.server("SSO02").files).hasSize(1);
    }

    @Test
    void law1_theFileThatTheRunPutThereIsTakenAwayAgainAndNoOther(@TempDir Path store) throws Exception {
        Files.write(store.resolve("kept.bak"), Way.bytes("backup"));
        Way way = Way.withFileInStore(store).ready();
        way.proven(new PlaceRestoreFileDelegate(way.store()));
        way.proven(way.updateDatabase());
        way.proven(new ConfirmDatabaseDelegate());
        way.restored();

        way.proven(new RemoveRestoreFileDelegate());

        assertThat(way.server("SSO02").files.keySet()).noneMatch(path -> path.endsWith("kept.bak"));
        assertThat(store.resolve("kept.bak")).exists();
    }

    @Test
    void law1_aFileThatLayThereAlreadyStaysWhereItIs(@TempDir Path store) throws Exception {
        Files.write(store.resolve("kept.bak"), Way.bytes("backup"));
        Way way = Way.withFileInStore(store);
        String path = PlaceRestoreFileDelegate.folder().child("kept.bak").value();
        way.server("SSO02").files.put(path.toLowerCase(java.util.Locale.ROOT), Way.bytes("backup"));
        way.ready();
        way.proven(new PlaceRestoreFileDelegate(way.store()));
        way.proven(way.updateDatabase());
        way.proven(new ConfirmDatabaseDelegate());
        way.restored();

        way.proven(new RemoveRestoreFileDelegate());

        assertThat(way.server("SSO02").files).containsKey(path.toLowerCase(java.util.Locale.ROOT));
    }
}
