package org.handover.lab.entsso;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Registry;

/** What some faults do to a server's registry, disk and database when they come and when they go. */
final class FaultEffects {

    private static final String ACCOUNT = "account";
    private static final String DAMAGED = "damaged ";

    private FaultEffects() {}

    static void changeAccount(EntssoService service, FaultNotes notes, Map<String, String> settings) {
        String name = settings.getOrDefault("account", "svc-entsso2");
        String account = name.contains("\\") ? name : service.system().domain() + "\\" + name;
        boolean administrator = settings.getOrDefault("administrator", "yes").equals("yes");
        notes.noteOnce(ACCOUNT, service.serviceAccount());
        service.server()
                .accounts()
                .add(account, null, administrator ? Set.of(Logon.SSO_ADMINISTRATORS) : Set.of(), false);
        service.server().registry().setString(EntssoService.SERVICE_KEY, "ObjectName", account);
    }

    static void changeAccountBack(EntssoService service, FaultNotes notes) {
        notes.take(ACCOUNT)
                .ifPresent(account ->
                        service.server().registry().setString(EntssoService.SERVICE_KEY, "ObjectName", account));
    }

    /** Puts a secret under SSOSS that is not the one in use, in place of what lies there. */
    static void plant(EntssoService service, FaultNotes notes, String fault) {
        if (notes.get(fault + " planted").isPresent()) {
            return;
        }
        Registry registry = service.server().registry();
        List<String> keys = service.msidsInRegistry();
        String before = String.join(
                " ", keys.stream().map(key -> key + "=" + value(registry, key)).toList());
        MasterSecret stray =
                fault.equals(EntssoFaults.OLD_SECRET) ? oldSecret(service) : MasterSecret.generate(new SecureRandom());
        service.secretRegistry().store(new SecretPair(stray, null), service.serviceAccount());
        notes.noteOnce(fault + " before", before);
        notes.noteOnce(fault + " planted", stray.msid().toString());
    }

    /** Gives back what lay there, unless somebody has put another secret there meanwhile. */
    static void unplant(EntssoService service, FaultNotes notes, String fault) {
        String planted = notes.take(fault + " planted").orElse("");
        String before = notes.take(fault + " before").orElse("");
        if (!service.msidsInRegistry().equals(List.of(planted))) {
            return;
        }
        Registry registry = service.server().registry();
        registry.deleteKey(SecretRegistry.SSOSS);
        for (String each : before.isEmpty() ? new String[0] : before.split(" ", -1)) {
            String[] keyAndValue = each.split("=", 2);
            String key = SecretRegistry.SSOSS + "\\" + keyAndValue[0];
            registry.createKey(key);
            registry.setBinary(key, SecretRegistry.VALUE, Base64.getDecoder().decode(keyAndValue[1]));
        }
    }

    private static String value(Registry registry, String key) {
        return registry.binary(SecretRegistry.SSOSS + "\\" + key, SecretRegistry.VALUE)
                .map(bytes -> Base64.getEncoder().encodeToString(bytes))
                .orElse("");
    }

    private static MasterSecret oldSecret(EntssoService service) {
        return service.network().services().stream()
                .map(EntssoService::secretsInMemory)
                .map(pair -> pair == null ? null : pair.previous())
                .filter(previous -> previous != null)
                .findFirst()
                .orElseGet(() -> MasterSecret.generate(new SecureRandom()));
    }

    static void loseSecrets(EntssoService service) {
        service.server().registry().deleteKey(SecretRegistry.SSOSS);
    }

    /** As somebody at another console would do it. */
    static void enableSso(EntssoService service, boolean enabled) {
        try {
            GlobalSettings before = service.database().settings();
            if (before.enabled() == enabled) {
                return;
            }
            UUID trackingId = UUID.randomUUID();
            String somebody = service.system().domain() + "\\administrator";
            service.database()
                    .replaceSettings(
                            before,
                            before.withEnabled(enabled),
                            new SsoDatabase.Audit(
                                    service.server().clock().instant(),
                                    trackingId,
                                    somebody,
                                    service.serverName(),
                                    enabled ? "enabled" : "disabled"));
            service.write(
                    enabled ? EntssoEvent.ENABLED : EntssoEvent.DISABLED, trackingId, service.serverName(), somebody);
        } catch (SQLException unreachable) {
            throw new IllegalArgumentException(
                    "The SSO database does not answer, so SSO cannot be switched.", unreachable);
        }
    }

    static void damageBackups(EntssoService service, FaultNotes notes, String folder) {
        for (Path file : files(service, folder, ".bak")) {
            try {
                byte[] good = Files.readAllBytes(file);
                String[] lines = new String(good, StandardCharsets.UTF_8).split("\r\n", -1);
                if (lines.length > 2 && !lines[2].isEmpty() && isWhole(file)) {
                    notes.noteOnce(
                            DAMAGED + service.server().disk().windowsPath(file),
                            Base64.getEncoder().encodeToString(good));
                    lines[2] = (lines[2].charAt(0) == 'A' ? "B" : "A") + lines[2].substring(1);
                    Files.writeString(file, String.join("\r\n", lines), StandardCharsets.UTF_8);
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException("The backup file cannot be damaged.", unreadable);
            }
        }
    }

    /** Gives the files back as they were; one that somebody has replaced meanwhile stays. */
    static void mendBackups(EntssoService service, FaultNotes notes) {
        for (String note : notes.namesFrom(DAMAGED)) {
            String good = notes.take(note).orElse("");
            Path file = service.server().disk().resolve(note.substring(DAMAGED.length()), "C:\\");
            try {
                if (Files.exists(file) && !isWhole(file)) {
                    Files.write(file, Base64.getDecoder().decode(good));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException("The backup file cannot be mended.", unreadable);
            }
        }
    }

    private static boolean isWhole(Path file) throws IOException {
        try {
            return BackupFile.read(Files.readAllBytes(file)).whole();
        } catch (BackupFile.NotABackupException damaged) {
            return false;
        }
    }

    private static List<Path> files(EntssoService service, String folder, String ending) {
        Path place = service.server().disk().resolve("C:\\" + folder.replaceFirst("^[Cc]:\\\\", ""), "C:\\");
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(place)) {
            try (Stream<Path> all = Files.list(place)) {
                all.filter(path -> path.toString().toLowerCase(Locale.ROOT).endsWith(ending))
                        .forEach(found::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException("The folder cannot be read.", unreadable);
            }
        }
        return found;
    }
}
