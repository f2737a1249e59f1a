package org.handover.lab.entsso;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * A backup of the master secrets, in a format of the lab's own (docs/entsso.md 7 and 13.5): four lines of text.
 *
 * <pre>
 * HANDOVER LAB MASTER SECRET BACKUP 1
 * {"reminder":…,"created":…,"sourceHost":…,"currentMsid":…,"previousMsid":…,"salt":…,"memoryKib":…,"passes":…}
 * base64 of AES-256-GCM under Argon2id of the password; the two lines above are authenticated with it
 * SHA-256 of the three lines above, in hex
 * </pre>
 *
 * The last line tells a damaged file from a wrong password; whoever changes the file and mends that line fails the
 * authentication, which reads as a wrong password.
 */
final class BackupFile {

    private static final String MAGIC = "HANDOVER LAB MASTER SECRET BACKUP 1";
    private static final String LINE_END = "\r\n";
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int MOST_MEMORY_KIB = 256 * 1024;
    private static final int MOST_PASSES = 16;
    private static final int MOST_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Header header;
    private final byte[] authenticated;
    private final byte[] body;
    private final boolean whole;

    private BackupFile(Header header, byte[] authenticated, byte[] body, boolean whole) {
        this.header = header;
        this.authenticated = authenticated;
        this.body = body;
        this.whole = whole;
    }

    /** What can be read without the password. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Header(
            String reminder,
            String created,
            String sourceHost,
            String currentMsid,
            @Nullable String previousMsid,
            String salt,
            int memoryKib,
            int passes) {}

    static byte[] write(
            SecretPair pair,
            String password,
            String reminder,
            String sourceHost,
            Instant created,
            SecureRandom random) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        Header header = new Header(
                reminder,
                created.truncatedTo(ChronoUnit.SECONDS).toString(),
                sourceHost,
                pair.current().msid().toString(),
                pair.previous() == null ? null : pair.previousMsidText(),
                Base64.getEncoder().encodeToString(salt),
                MEMORY_KIB,
                PASSES);
        byte[] plain = Arrays.copyOf(
                pair.current().key(), pair.previous() == null ? MasterSecret.KEY_BYTES : 2 * MasterSecret.KEY_BYTES);
        if (pair.previous() != null) {
            System.arraycopy(pair.previous().key(), 0, plain, MasterSecret.KEY_BYTES, MasterSecret.KEY_BYTES);
        }
        String firstLines = MAGIC + LINE_END + json(header) + LINE_END;
        byte[] sealed =
                new Sealer(random).seal(key(password, header), plain, firstLines.getBytes(StandardCharsets.UTF_8));
        Arrays.fill(plain, (byte) 0);
        String upToCheck = firstLines + Base64.getEncoder().encodeToString(sealed) + LINE_END;
        return (upToCheck + checkOf(upToCheck) + LINE_END).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the header. Damage below it shows only when the file is opened, as the reminder is shown before that.
     *
     * @throws NotABackupException when the bytes are no backup file, or none whose header can be read
     */
    static BackupFile read(byte[] bytes) throws NotABackupException {
        if (bytes.length > MOST_BYTES) {
            throw new NotABackupException();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new NotABackupException();
        }
        String[] lines = text.split(LINE_END, -1);
        if (lines.length < 2 || !lines[0].equals(MAGIC)) {
            throw new NotABackupException();
        }
        Header header = header(lines[1]);
        String firstLines = MAGIC + LINE_END + lines[1] + LINE_END;
        boolean whole =
                lines.length == 5 && lines[4].isEmpty() && lines[3].equals(checkOf(firstLines + lines[2] + LINE_END));
        byte[] body = whole ? Base64.getDecoder().decode(lines[2]) : new byte[0];
        return new BackupFile(header, firstLines.getBytes(StandardCharsets.UTF_8), body, whole);
    }

    Header header() {
        return header;
    }

    /** Whether its last line fits the others. */
    boolean whole() {
        return whole;
    }

    /**
     * @throws NotABackupException when the file is damaged
     * @throws WrongPasswordException when the password is another one
     */
    SecretPair open(String password) throws NotABackupException, WrongPasswordException {
        if (!whole) {
            throw new NotABackupException();
        }
        byte[] plain;
        try {
            plain = new Sealer(new SecureRandom()).open(key(password, header), body, authenticated);
        } catch (Sealer.NotAuthenticException wrong) {
            throw new WrongPasswordException();
        }
        MasterSecret current =
                new MasterSecret(Msid.parse(header.currentMsid()), Arrays.copyOf(plain, MasterSecret.KEY_BYTES));
        String previousMsid = header.previousMsid();
        MasterSecret previous = previousMsid == null
                ? null
                : new MasterSecret(
                        Msid.parse(previousMsid),
                        Arrays.copyOfRange(plain, MasterSecret.KEY_BYTES, 2 * MasterSecret.KEY_BYTES));
        Arrays.fill(plain, (byte) 0);
        return new SecretPair(current, previous);
    }

    private static Header header(String line) throws NotABackupException {
        try {
            Header header = JSON.readValue(line, Header.class);
            boolean complete = header.reminder() != null && header.currentMsid() != null && header.salt() != null;
            if (!complete) {
                throw new NotABackupException();
            }
            boolean affordable = header.memoryKib() >= 8
                    && header.memoryKib() <= MOST_MEMORY_KIB
                    && header.passes() >= 1
                    && header.passes() <= MOST_PASSES;
            if (!affordable || Base64.getDecoder().decode(header.salt()).length < 8) {
                throw new NotABackupException();
            }
            Msid.parse(header.currentMsid());
            if (header.previousMsid() != null) {
                Msid.parse(header.previousMsid());
            }
            return header;
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            throw new NotABackupException();
        }
    }

    private static byte[] key(String password, Header header) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withSalt(Base64.getDecoder().decode(header.salt()))
                .withMemoryAsKB(header.memoryKib())
                .withIterations(header.passes())
                .withParallelism(1)
                .build());
        byte[] key = new byte[MasterSecret.KEY_BYTES];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), key);
        return key;
    }

    private static String json(Header header) {
        try {
            return JSON.writeValueAsString(header);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String checkOf(String lines) {
        return Sha256.hexOf(lines.getBytes(StandardCharsets.UTF_8));
    }

    /** Not a backup file, or a damaged one (event 10564). */
    static final class NotABackupException extends Exception {
        NotABackupException() {
            super("The file is no backup of master secrets, or it is damaged.");
        }
    }

    /** The file is whole but does not open under this password. */
    static final class WrongPasswordException extends Exception {
        WrongPasswordException() {
            super("The backup file does not open under this password.");
        }
    }
}
