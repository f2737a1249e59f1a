package org.handover.app.inventory;

import java.util.ArrayList;
import java.util.List;
import org.handover.journal.Backups;
import org.handover.journal.RecordedBackup;
import org.handover.sso.SsoSystem;
import org.handover.sso.WindowsPath;
import org.handover.step.PlaceRestoreFileDelegate;

/** Joins the backups that runs have made and recorded to what the inventory's author wrote. */
public final class RecordedBackups {

    private final Backups backups;

    public RecordedBackups(Backups backups) {
        this.backups = backups;
    }

    /** The system with the recorded backups behind its own restore files, the newest first. */
    SsoSystem joinedTo(SsoSystem system) {
        List<SsoSystem.RestoreFile> files = new ArrayList<>(system.restoreFiles());
        List<RecordedBackup> recorded = backups.of(system.estate(), system.name());
        for (int i = recorded.size() - 1; i >= 0; i--) {
            SsoSystem.RestoreFile file = asRestoreFile(recorded.get(i));
            if (files.stream().noneMatch(other -> other.path().equals(file.path()))) {
                files.add(file);
            }
        }
        return files.size() == system.restoreFiles().size()
                ? system
                : new SsoSystem(
                        system.estate(),
                        system.kind(),
                        system.name(),
                        system.masterSecretServer(),
                        system.ssoServers(),
                        List.copyOf(files),
                        system.approval(),
                        system.priority(),
                        system.changeTimeLimit());
    }

    private static SsoSystem.RestoreFile asRestoreFile(RecordedBackup backup) {
        return backup.inStore()
                ? new SsoSystem.RestoreFile(
                        PlaceRestoreFileDelegate.folder().child(backup.path()),
                        backup.digest(),
                        backup.msid(),
                        null,
                        backup.path())
                : new SsoSystem.RestoreFile(
                        WindowsPath.of(backup.path()), backup.digest(), backup.msid(), backup.server(), null);
    }
}
