package org.handover.check;

import static org.handover.check.FakeServers.DIGEST;
import static org.handover.check.FakeServers.FILE;
import static org.handover.check.FakeServers.SECRET;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.planned;
import static org.handover.check.Preflight.surroundings;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.handover.sso.Sha256;
import org.handover.sso.SsoSystem;
import org.handover.step.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of the restore file and its drive in each of their results. */
class FileChecksTest {
    @Test
    void the_restore_file_has_to_be_there_and_unaltered() throws InterruptedException {
        String check = "The restore file lies on SSO02";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, SECRET.value());
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.HASH, "cd".repeat(32) + "\n")),
                check,
                BLOCKING,
                "recorded is");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.HASH, -2147024894, "CertUtil: 0x80070002\n")),
                check,
                BLOCKING,
                "not there");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.HASH, -2147024891, "CertUtil: 0x80070005\n")),
                check,
                BLOCKING,
                "denied");
        assertFinds(planned(FakeServers.healthy().forgets(SSO02, FakeServers.HASH)), check, NOT_CHECKED, "digest");
        assertFinds(
                surroundings(
                        FakeServers.healthy(),
                        false,
                        new SsoSystem.RestoreFile(FILE, DIGEST, SECRET, SSO01, null),
                        Optional.empty()),
                check,
                BLOCKING,
                "lie on SSO01");
    }

    @Test
    void a_file_in_the_store_is_compared_there(@TempDir Path store) throws Exception {
        String check = "The restore file lies in the store";
        byte[] content = {1, 2, 3};
        SsoSystem.RestoreFile file =
                new SsoSystem.RestoreFile(FILE, Sha256.ofContent(content), SECRET, null, "SSO01.bak");

        assertFinds(surroundings(FakeServers.healthy(), false, file, Optional.empty()), check, BLOCKING, "No folder");
        assertFinds(
                surroundings(FakeServers.healthy(), false, file, Optional.of(store)),
                check,
                BLOCKING,
                "not in the store");
        Files.write(store.resolve("SSO01.bak"), content);
        assertFinds(surroundings(FakeServers.healthy(), false, file, Optional.of(store)), check, PASSED, "SSO01.bak");
        Files.write(store.resolve("SSO01.bak"), new byte[] {4});
        assertFinds(
                surroundings(FakeServers.healthy(), false, file, Optional.of(store)), check, BLOCKING, "recorded is");
    }

    @ParameterizedTest
    @CsvSource({"NTFS, PASSED", "FAT32, BLOCKING", "exFAT, BLOCKING", "ReFS, WARNING", "XYZ, NOT_CHECKED"})
    void a_backup_is_refused_on_a_fat_drive(String fileSystem, Finding.Result result) throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .says(SSO02, FakeServers.VOLUME, "Volumename : Daten\nDateisystemname : " + fileSystem + "\n");

        assertFinds(
                planned(servers),
                "can be secured",
                result,
                result == NOT_CHECKED ? "fsutil" : fileSystem.substring(1).toUpperCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({"45.097.156.608, PASSED", "500.000.000, WARNING", "50.000.000, BLOCKING", "viel, NOT_CHECKED"})
    void a_drive_without_room_blocks(String free, Finding.Result result) throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .says(
                        SSO02,
                        FakeServers.FREE,
                        "Gesamtzahl der freien Bytes : " + free + "\nGesamtzahl der Bytes : 254.721.126.400\n");

        assertFinds(planned(servers), "has room", result, result == NOT_CHECKED ? "fsutil" : "MB are free");
    }
}
