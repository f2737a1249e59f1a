package org.handover.lab.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handover.lab.windows.DiskFullException;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/**
 * {@code certutil -hashfile FILE [SHA256]}, whose second line is the digest in hexadecimal, and {@code certutil [-f] -encode} or
 * {@code -decode FROM TO}, by which a file of any bytes can be carried as text. Without {@code -f} a file that is there stays.
 */
final class Certutil implements Program {
    private static final int FILE_NOT_FOUND = 0x80070002;
    private static final int ACCESS_DENIED = 0x80070005;
    private static final int INVALID_DATA = 0x8007000D;
    private static final int FILE_EXISTS = 0x80070050;
    private static final int INVALID_ARGUMENT = 0x80070057;
    private static final int DISK_FULL = 0x80070070;
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\r', '\n'});

    @Override
    public int run(Invocation invocation) {
        List<String> words = new ArrayList<>();
        Optional<String> verb = Optional.empty();
        boolean force = false;
        for (String argument : invocation.arguments()) {
            boolean option = argument.startsWith("-") || argument.startsWith("/");
            String name = option ? argument.substring(1).toLowerCase(Locale.ROOT) : "";
            if (name.equals("f")) {
                force = true;
            } else if (option) {
                verb = Optional.of(name);
            } else {
                words.add(argument);
            }
        }
        String asked = verb.orElse("");
        int code = INVALID_ARGUMENT;
        try {
            if (asked.equals("hashfile") && !words.isEmpty()) {
                code = hash(invocation, words.get(0), words.size() > 1 ? words.get(1) : "SHA1");
            } else if ((asked.equals("encode") || asked.equals("decode")) && words.size() == 2) {
                code = carry(invocation, asked.equals("encode"), words.get(0), words.get(1), force);
            }
        } catch (NoSuchAlgorithmException e) {
            code = INVALID_ARGUMENT;
        } catch (AccessDeniedException e) {
            code = ACCESS_DENIED;
        } catch (DiskFullException e) {
            code = DISK_FULL;
        } catch (IOException | InvalidPathException e) {
            code = FILE_NOT_FOUND;
        }
        invocation
                .console()
                .outLine(
                        code == 0
                                ? "CertUtil: -" + asked + " is done."
                                : "CertUtil: -" + asked + " FAILED: 0x" + Integer.toHexString(code));
        return code;
    }

    private static int hash(Invocation invocation, String name, String algorithm)
            throws IOException, NoSuchAlgorithmException {
        Path file = invocation.server().disk().resolve(name, invocation.currentDirectory());
        if (!Files.isRegularFile(file)) {
            return FILE_NOT_FOUND;
        }
        invocation.server().files(invocation.logon()).requireRead(file);
        String named = algorithm.toUpperCase(Locale.ROOT);
        MessageDigest digest = MessageDigest.getInstance(named.replaceFirst("^SHA", "SHA-"));
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        invocation.console().outLine(named + " hash of " + name + ":");
        invocation.console().outLine(HexFormat.of().formatHex(digest.digest()));
        return 0;
    }

    private static int carry(Invocation invocation, boolean encode, String from, String to, boolean force)
            throws IOException {
        Path source = invocation.server().disk().resolve(from, invocation.currentDirectory());
        Path target = invocation.server().disk().resolve(to, invocation.currentDirectory());
        if (!Files.isRegularFile(source)) {
            return FILE_NOT_FOUND;
        }
        if (Files.exists(target) && !force) {
            return FILE_EXISTS;
        }
        byte[] read = invocation.server().files(invocation.logon()).read(source);
        Optional<byte[]> made = encode ? Optional.of(encoded(read)) : decoded(read);
        if (made.isEmpty()) {
            return INVALID_DATA;
        }
        invocation.server().files(invocation.logon()).write(target, made.get());
        invocation.console().outLine("Input Length = " + read.length);
        invocation.console().outLine("Output Length = " + made.get().length);
        return 0;
    }

    private static byte[] encoded(byte[] bytes) {
        return (BEGIN + "\r\n" + LINES.encodeToString(bytes) + "\r\n" + END + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** With or without the lines around it. */
    private static Optional<byte[]> decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        String inside = begin >= 0 && end > begin ? text.substring(begin + BEGIN.length(), end) : text;
        try {
            return Optional.of(Base64.getDecoder().decode(inside.replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
