package org.handover.check;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.sso.Sha256;
import org.handover.sso.SsoSystem;
import org.handover.step.Finding;
import org.handover.tool.FileHash;
import org.handover.tool.Volume;
import org.jspecify.annotations.Nullable;

/** The restore file and the drive that it lies on (docs/entsso.md 2.1, P2; 7; 10.1, row 22). */
final class FileChecks {
    private static final long MEGABYTE = 1024L * 1024;
    private static final long TOO_LITTLE = 100 * MEGABYTE;
    private static final long LITTLE = 1024 * MEGABYTE;

    private final Surroundings run;

    FileChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of(unaltered(), this::fileIsThere),
                PreflightCheck.of(ntfs(), this::driveIsNtfs),
                PreflightCheck.of(room(), this::driveHasRoom));
    }

    private String unaltered() {
        return run.restoreFile().inStore()
                ? "The restore file lies in the store, unaltered, with a recorded MSID"
                : "The restore file lies on %s, unaltered, with a recorded MSID".formatted(run.newMaster());
    }

    private Finding fileIsThere() throws ConsoleException, InterruptedException {
        SsoSystem.RestoreFile file = run.restoreFile();
        String inStore = file.storeFile();
        if (inStore != null) {
            return inStore(inStore);
        }
        if (file.server() != null && !file.server().sameComputer(run.newMaster())) {
            return Finding.blocking(
                    unaltered(),
                    "%s is recorded to lie on %s.".formatted(file.path(), file.server()),
                    "Choose a file that lies on %s or in the store.".formatted(run.newMaster()));
        }
        FileHash.Answer answer = run.sight().ask(run.newMaster(), FileHash.sha256(file.path()));
        if (answer instanceof FileHash.Answer.Known known) {
            return compared(file.path().value(), known.digest());
        }
        if (answer instanceof FileHash.Answer.CannotTell unknown) {
            return Finding.notChecked(unaltered(), unknown.reason(), "Compare the digest by hand.");
        }
        return Finding.blocking(
                unaltered(),
                "%s: %s"
                        .formatted(
                                file.path(),
                                answer instanceof FileHash.Answer.Denied
                                        ? "reading it is denied."
                                        : "it is not there."),
                "Put the backup file there, readable for this account.");
    }

    private Finding inStore(String name) {
        if (run.store().folder().isEmpty()) {
            return Finding.blocking(
                    unaltered(),
                    "No folder of backups is set.",
                    "Set handover.backup-store to the folder that holds %s.".formatted(name));
        }
        try {
            Optional<byte[]> content = run.store().read(name);
            if (content.isPresent()) {
                return compared(name, Sha256.ofContent(content.get()));
            }
        } catch (IOException e) {
            return Finding.blocking(
                    unaltered(),
                    "%s cannot be read in the store.".formatted(name),
                    "Make it readable for Handover's account.");
        }
        return Finding.blocking(
                unaltered(), "%s is not in the store.".formatted(name), "Put the recorded backup into the store.");
    }

    private Finding compared(String name, Sha256 digest) {
        return digest.equals(run.restoreFile().digest())
                ? Finding.passed(
                        unaltered(),
                        "%s has the recorded digest; its secret is recorded as %s. Its password cannot be tried before."
                                .formatted(name, run.secretInUse()))
                : Finding.blocking(
                        unaltered(),
                        "%s has the digest %s, recorded is %s."
                                .formatted(name, digest, run.restoreFile().digest()),
                        "It is another file or a damaged one. Put the recorded backup there.");
    }

    private String ntfs() {
        return "Drive %s of %s can be secured: NTFS".formatted(drive(), run.newMaster());
    }

    private String drive() {
        return Volume.drive(run.restoreFile().path());
    }

    private Finding driveIsNtfs() throws ConsoleException, InterruptedException {
        Volume.FileSystem answer = run.sight()
                .ask(run.newMaster(), Volume.fileSystemOf(run.restoreFile().path()));
        if (!(answer instanceof Volume.FileSystem.Known known)) {
            return Finding.notChecked(
                    ntfs(), ((Volume.FileSystem.CannotTell) answer).reason(), "Look at the properties of the drive.");
        }
        if (known.isNtfs()) {
            return Finding.passed(ntfs(), "It is NTFS.");
        }
        return known.isFat()
                ? Finding.blocking(
                        ntfs(),
                        "It is %s.".formatted(known.name()),
                        "ENTSSO refuses a backup file on a fixed FAT drive (0xC0002A07): put it on an NTFS drive.")
                : Finding.warning(
                        ntfs(), "It is %s.".formatted(known.name()), "Only NTFS and removable media are documented.");
    }

    private String room() {
        return "Drive %s of %s has room".formatted(drive(), run.newMaster());
    }

    private Finding driveHasRoom() throws ConsoleException, InterruptedException {
        Volume.Free answer =
                run.sight().ask(run.newMaster(), Volume.freeOn(run.restoreFile().path()));
        @Nullable Long bytes = answer instanceof Volume.Free.Known known ? known.bytes() : null;
        if (bytes == null) {
            return Finding.notChecked(
                    room(), ((Volume.Free.CannotTell) answer).reason(), "Look at the properties of the drive.");
        }
        String seen = "%d MB are free.".formatted(bytes / MEGABYTE);
        if (bytes < TOO_LITTLE) {
            return Finding.blocking(room(), seen, "Make room: logs, the update file and the backup are written there.");
        }
        return bytes < LITTLE ? Finding.warning(room(), seen, "Make room soon.") : Finding.passed(room(), seen);
    }
}
