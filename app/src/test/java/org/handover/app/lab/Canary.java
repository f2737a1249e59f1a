package org.handover.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A secret that is looked for wherever it must not be, in every form in which it may lie there. */
final class Canary {

    private final String name;

    /** Bytes as characters of the same number. */
    private final Set<String> forms = new LinkedHashSet<>();

    private Canary(String name) {
        this.name = name;
    }

    static Canary text(String name, String secret) {
        Canary canary = new Canary(name);
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.ISO_8859_1,
                Charset.forName("IBM850"),
                Charset.forName("windows-1252"))) {
            canary.bytes(secret.getBytes(charset));
        }
        // As JSON, which the ledger keeps as bytes.
        canary.bytes(secret.replace("\\", "\\\\").replace("\"", "\\\"").getBytes(StandardCharsets.UTF_8));
        for (String written : List.of(
                secret.replace("\"", "\"\""),
                secret.replace("&", "&amp;").replace("\"", "&quot;"),
                unicodeEscapes(secret),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"),
                new StringBuilder(secret).reverse().toString())) {
            canary.form(written.getBytes(StandardCharsets.UTF_8));
        }
        return canary;
    }

    static Canary key(String name, byte[] secret) {
        Canary canary = new Canary(name);
        canary.bytes(secret);
        canary.form(Arrays.toString(secret).replaceAll("[\\[\\]]", "").getBytes(StandardCharsets.US_ASCII));
        return canary;
    }

    private void bytes(byte[] secret) {
        form(secret);
        String hex = HexFormat.of().formatHex(secret);
        form(hex.getBytes(StandardCharsets.US_ASCII));
        form(hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        form(HexFormat.ofDelimiter(" ").formatHex(secret).getBytes(StandardCharsets.US_ASCII));
        for (int before = 0; before < 3; before++) {
            form(base64InTheMiddle(secret, before).getBytes(StandardCharsets.US_ASCII));
            form(base64InTheMiddle(secret, before)
                    .replace('+', '-')
                    .replace('/', '_')
                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** What of the Base64 does not depend on the bytes around the secret. */
    private static String base64InTheMiddle(byte[] secret, int before) {
        byte[] moved = new byte[before + secret.length];
        System.arraycopy(secret, 0, moved, before, secret.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(moved);
        int first = (before * 8 + 5) / 6;
        int last = moved.length * 8 / 6;
        return encoded.substring(first, last);
    }

    private static String unicodeEscapes(String secret) {
        StringBuilder escaped = new StringBuilder();
        secret.chars().forEach(character -> {
            if (character < 128) {
                escaped.append((char) character);
            } else {
                escaped.append("\\u%04x".formatted(character));
            }
        });
        return escaped.toString();
    }

    private void form(byte[] form) {
        forms.add(new String(form, StandardCharsets.ISO_8859_1));
    }

    /** @return a sentence for each form that was found */
    List<String> in(String where, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> found = new ArrayList<>();
        for (String form : forms) {
            int at = text.indexOf(form);
            if (at >= 0) {
                found.add("%s in %s at %d, after: %s"
                        .formatted(name, where, at, text.substring(Math.max(0, at - 200), at)));
            }
        }
        return found;
    }

    List<String> in(String where, String text) {
        return in(where, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> inFolder(List<Canary> canaries, Path folder, Path... but) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(but).noneMatch(file::startsWith))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                canaries.forEach(canary -> found.addAll(canary.in(file.toString(), bytes)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
