package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupFileTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PASSWORD = "grün & \"geheim\" €";
    private final SecretPair pair = new SecretPair(MasterSecret.generate(RANDOM), MasterSecret.generate(RANDOM));
    private final byte[] bytes = BackupFile.write(
            pair, PASSWORD, "not the blue one", "SSO01", Instant.parse("2026-01-02T03:04:05Z"), RANDOM);

    @Test
    void a_backup_opens_under_its_password_and_gives_both_secrets_back() throws Exception {
        assertThat(BackupFile.read(bytes).open(PASSWORD)).isEqualTo(pair);
    }

    @Test
    void a_backup_of_a_first_secret_has_no_previous_one() throws Exception {
        SecretPair first = new SecretPair(MasterSecret.generate(RANDOM), null);

        byte[] written = BackupFile.write(first, PASSWORD, "", "SSO01", Instant.EPOCH, RANDOM);

        assertThat(BackupFile.read(written).open(PASSWORD)).isEqualTo(first);
    }

    @Test
    void reminder_source_and_msids_can_be_read_without_the_password() throws Exception {
        BackupFile.Header header = BackupFile.read(bytes).header();

        assertThat(header.reminder()).isEqualTo("not the blue one");
        assertThat(header.sourceHost()).isEqualTo("SSO01");
        assertThat(header.created()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(header.currentMsid()).isEqualTo(pair.current().msid().toString());
        assertThat(header.previousMsid()).isEqualTo(pair.previousMsidText());
    }

    @Test
    void another_password_is_told_from_damage() {
        assertThatThrownBy(() -> BackupFile.read(bytes).open(PASSWORD + " "))
                .isInstanceOf(BackupFile.WrongPasswordException.class);
    }

    @Test
    void no_changed_byte_goes_unnoticed() {
        for (int i = 0; i < bytes.length; i += 7) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> BackupFile.read(changed).open(PASSWORD))
                    .as("byte %d", i)
                    .isInstanceOf(BackupFile.NotABackupException.class);
        }
    }

    @Test
    void whoever_changes_the_header_and_mends_the_check_does_not_get_in() throws Exception {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\r\n", -1);
        lines[1] = lines[1].replace("SSO01", "SSO66");
        String upToCheck = lines[0] + "\r\n" + lines[1] + "\r\n" + lines[2] + "\r\n";
        String mended = upToCheck
                + java.util.HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(upToCheck.getBytes(StandardCharsets.UTF_8)))
                + "\r\n";

        BackupFile file = BackupFile.read(mended.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> file.open(PASSWORD)).isInstanceOf(BackupFile.WrongPasswordException.class);
    }

    @Test
    void what_is_no_backup_is_refused_before_any_password_is_asked_for() {
        for (String content : List.of(
                "",
                "MZ",
                "HANDOVER LAB MASTER SECRET BACKUP 1",
                "HANDOVER LAB MASTER SECRET BACKUP 1\r\n{}\r\n\r\n\r\n",
                "HANDOVER LAB MASTER SECRET BACKUP 1\r\n[1]\r\n\r\n\r\n",
                "HANDOVER LAB MASTER SECRET BACKUP 2\r\n{}\r\n",
                "\u0000".repeat(70_000))) {
            assertThatThrownBy(() -> BackupFile.read(content.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(BackupFile.NotABackupException.class);
        }
    }

    @Test
    void a_header_cannot_make_the_tool_use_up_the_memory() {
        String greedy =
                new String(bytes, StandardCharsets.UTF_8).replace("\"memoryKib\":19456", "\"memoryKib\":99999999");

        assertThatThrownBy(() -> BackupFile.read(greedy.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BackupFile.NotABackupException.class);
    }

    @Test
    void neither_key_nor_password_stands_in_the_file() {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);

        assertThat(text).doesNotContain(new String(pair.current().key(), StandardCharsets.ISO_8859_1));
        assertThat(text)
                .doesNotContain(java.util.Base64.getEncoder()
                        .encodeToString(pair.current().key()));
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("geheim");
    }
}
