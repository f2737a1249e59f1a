package org.handover.lab.entsso;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.handover.lab.windows.Registry;

/**
 * The master secrets in the registry of one server, under {@code HKLM\SOFTWARE\Microsoft\ENTSSO\SSOSS}: one key a secret,
 * named by its MSID (docs/entsso.md 5.1). Each is bound to the server and to the service account: neither another account
 * nor another server that was given a copy can open it. Value names and layout are the lab's own (docs/entsso.md 13.4).
 */
final class SecretRegistry {

    static final String SSOSS = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS";

    static final String VALUE = "Secret";

    /** When the secret came under SSOSS; that it is kept, and here, is the lab's own. */
    private static final String STORED = "Stored";

    private static final String CRYPTOGRAPHY = "HKLM\\SOFTWARE\\Microsoft\\Cryptography";
    private static final String MACHINE_GUID = "MachineGuid";
    private static final byte CURRENT = 0;
    private static final byte PREVIOUS = 1;

    private final String serverName;
    private final Registry registry;
    private final Sealer sealer;
    private final Clock clock;

    SecretRegistry(String serverName, Registry registry, Clock clock, SecureRandom random) {
        this.serverName = serverName;
        this.registry = registry;
        this.clock = clock;
        this.sealer = new Sealer(random);
    }

    /** What a start of the service finds. */
    sealed interface Found {
        record Nothing() implements Found {}

        record Unreadable(List<String> keys) implements Found {}

        record Secrets(SecretPair pair) implements Found {}
    }

    Found load(String serviceAccount) {
        List<String> keys = registry.exists(SSOSS) ? registry.subKeys(SSOSS) : List.of();
        if (keys.isEmpty()) {
            return new Found.Nothing();
        }
        MasterSecret current = null;
        MasterSecret previous = null;
        List<String> unreadable = new ArrayList<>();
        for (String key : keys) {
            try {
                Msid msid = Msid.parse(key);
                byte[] sealed = registry.binary(SSOSS + "\\" + key, VALUE)
                        .orElseThrow(() -> new IllegalArgumentException("no value"));
                byte[] plain = sealer.open(wrappingKey(serviceAccount), sealed, associated(msid));
                MasterSecret secret = new MasterSecret(msid, Arrays.copyOfRange(plain, 1, plain.length));
                if (plain[0] == CURRENT) {
                    current = secret;
                } else {
                    previous = secret;
                }
            } catch (Sealer.NotAuthenticException | IllegalArgumentException cannotBeOpenedHere) {
                unreadable.add(key);
            }
        }
        return current == null || !unreadable.isEmpty()
                ? new Found.Unreadable(unreadable)
                : new Found.Secrets(new SecretPair(current, previous));
    }

    /** Makes the pair the only secrets under SSOSS. The new keys are written before the old ones go. */
    void store(SecretPair pair, String serviceAccount) {
        write(pair.current(), CURRENT, serviceAccount);
        if (pair.previous() != null) {
            write(pair.previous(), PREVIOUS, serviceAccount);
        }
        for (String key : registry.subKeys(SSOSS)) {
            if (pair.msids().stream().noneMatch(msid -> msid.toString().equalsIgnoreCase(key))) {
                registry.deleteKey(SSOSS + "\\" + key);
            }
        }
    }

    /** When a secret came under SSOSS; empty where an older lab stored it. */
    Optional<Instant> storedAt(Msid msid) {
        return registry.string(SSOSS + "\\" + msid, STORED).map(Instant::parse);
    }

    List<String> keys() {
        return registry.exists(SSOSS) ? registry.subKeys(SSOSS) : List.of();
    }

    private void write(MasterSecret secret, byte rank, String serviceAccount) {
        byte[] plain = new byte[1 + MasterSecret.KEY_BYTES];
        plain[0] = rank;
        System.arraycopy(secret.key(), 0, plain, 1, MasterSecret.KEY_BYTES);
        String key = SSOSS + "\\" + secret.msid();
        registry.createKey(key);
        if (registry.string(key, STORED).isEmpty()) {
            registry.setString(key, STORED, clock.instant().toString());
        }
        registry.setBinary(key, VALUE, sealer.seal(wrappingKey(serviceAccount), plain, associated(secret.msid())));
        Arrays.fill(plain, (byte) 0);
    }

    private byte[] wrappingKey(String serviceAccount) {
        String machine = registry.string(CRYPTOGRAPHY, MACHINE_GUID).orElseGet(this::nameThisMachine);
        return Sealer.derive(
                machine.getBytes(StandardCharsets.UTF_8),
                "SSOSS of " + serverName.toUpperCase(Locale.ROOT) + " for " + serviceAccount.toUpperCase(Locale.ROOT));
    }

    private String nameThisMachine() {
        String machine = UUID.randomUUID().toString();
        registry.createKey(CRYPTOGRAPHY);
        registry.setString(CRYPTOGRAPHY, MACHINE_GUID, machine);
        return machine;
    }

    private static byte[] associated(Msid msid) {
        return ("master secret " + msid).getBytes(StandardCharsets.UTF_8);
    }
}
