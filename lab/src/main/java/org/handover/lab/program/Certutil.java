package org.handover.lab.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/** {@code certutil -hashfile FILE [SHA256]}: the second line of the answer is the digest in hexadecimal. */
final class Certutil implements Program {
    private static final int FILE_NOT_FOUND = 0x80070002;
    private static final int ACCESS_DENIED = 0x80070005;
    private static final int INVALID_ARGUMENT = 0x80070057;

    @Override
    public int run(Invocation invocation) {
        List<String> arguments = invocation.arguments();
        if (arguments.size() < 2 || !arguments.get(0).substring(1).equalsIgnoreCase("hashfile")) {
            return failed(invocation, INVALID_ARGUMENT);
        }
        String name = arguments.get(1);
        String algorithm = arguments.size() > 2 ? arguments.get(2).toUpperCase(Locale.ROOT) : "SHA1";
        try {
            Path file = invocation.server().disk().resolve(name, invocation.currentDirectory());
            if (!Files.isRegularFile(file)) {
                return failed(invocation, FILE_NOT_FOUND);
            }
            invocation.server().files(invocation.logon()).requireRead(file);
            MessageDigest digest = MessageDigest.getInstance(algorithm.replaceFirst("^SHA", "SHA-"));
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
            invocation.console().outLine(algorithm + " hash of " + name + ":");
            invocation.console().outLine(HexFormat.of().formatHex(digest.digest()));
            invocation.console().outLine("CertUtil: -hashfile is done.");
            return 0;
        } catch (NoSuchAlgorithmException e) {
            return failed(invocation, INVALID_ARGUMENT);
        } catch (AccessDeniedException e) {
            return failed(invocation, ACCESS_DENIED);
        } catch (IOException | InvalidPathException e) {
            return failed(invocation, FILE_NOT_FOUND);
        }
    }

    private static int failed(Invocation invocation, int code) {
        invocation.console().outLine("CertUtil: -hashfile FAILED: 0x" + Integer.toHexString(code));
        return code;
    }
}
