package org.handover.tool;

import java.util.List;
import org.handover.console.Transcript;
import org.handover.sso.EntssoError;
import org.handover.sso.Sha256;
import org.handover.sso.WindowsPath;

/** {@code certutil -hashfile}: the digest of a file on the server. */
public final class FileHash {

    private FileHash() {}

    /** What it answers. */
    public sealed interface Answer {

        record Known(Sha256 digest) implements Answer {}

        record NoSuchFile() implements Answer {}

        /** The account may not read the file. */
        record Denied() implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    public static ToolCommand<Answer> sha256(WindowsPath file) {
        return new ToolCommand<>("certutil -hashfile " + file.quoted() + " SHA256", FileHash::read);
    }

    /** The digest is the one line of 64 digits; older versions of Windows put blanks between the bytes. */
    private static Answer read(Transcript transcript) {
        List<String> digests = Texts.lines(transcript).stream()
                .map(line -> line.replace(" ", ""))
                .filter(line -> line.matches("[0-9a-fA-F]{64}"))
                .toList();
        if (digests.size() == 1) {
            return new Answer.Known(Sha256.of(digests.get(0)));
        }
        String code = EntssoError.in(transcript.output()).map(EntssoError::code).orElse("");
        return switch (code) {
            case "0x80070002", "0x80070003" -> new Answer.NoSuchFile();
            case "0x80070005" -> new Answer.Denied();
            default -> new Answer.CannotTell("certutil does not print one digest" + Texts.exitCode(transcript) + ".");
        };
    }
}
