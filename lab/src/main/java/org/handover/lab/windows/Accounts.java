package org.handover.lab.windows;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Who may log on to a server. Accounts are named {@code DOMAIN\name}; a bare {@code name} finds the account too as long as
 * only one domain has it. Nothing of this is kept on disk. Source: docs/windows-consoles.md, Who one is after logging on.
 */
public final class Accounts {
    private static final String MEDIUM_INTEGRITY_TOKEN_KEEPS_OUT = Logon.ADMINISTRATORS;

    private record Account(
            String name, Secret secret, Set<String> groups, boolean elevatedOverSsh, List<PublicKey> keys) {}

    /** What is kept of a password. */
    private static final class Secret {
        private final byte[] salt = new byte[16];
        private final byte @Nullable [] digest;

        Secret(@Nullable String password, SecureRandom random) {
            random.nextBytes(salt);
            digest = password == null ? null : digest(salt, password);
        }

        boolean is(String password) {
            return digest != null && MessageDigest.isEqual(digest(salt, password), digest);
        }
    }

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private volatile String filtered = "";
    private volatile boolean keysRefused;

    /**
     * Adds an account, or replaces the one of that name together with its keys.
     *
     * @param groups SIDs
     * @param elevatedOverSsh false for a filtered administrator, whose token lacks Administrators
     */
    public void add(String account, @Nullable String passwordOrNull, Set<String> groups, boolean elevatedOverSsh) {
        accounts.put(
                folded(account),
                new Account(
                        account,
                        new Secret(passwordOrNull, random),
                        Set.copyOf(groups),
                        elevatedOverSsh,
                        new CopyOnWriteArrayList<>()));
    }

    /**
     * Lets a key log an account on, besides its other keys.
     *
     * @throws IllegalArgumentException where there is no such account
     */
    public void authorizeKey(String account, PublicKey key) {
        find(account)
                .orElseThrow(() -> new IllegalArgumentException("No account " + account))
                .keys()
                .add(key);
    }

    public Optional<Logon> byPassword(String account, String password) {
        return find(account)
                .filter(found -> found.secret().is(password))
                .map(found -> logon(found, Logon.Kind.PASSWORD));
    }

    public Optional<Logon> byKey(String account, PublicKey key) {
        if (keysRefused) {
            return Optional.empty();
        }
        return find(account)
                .filter(found -> found.keys().stream()
                        .anyMatch(known -> MessageDigest.isEqual(known.getEncoded(), key.getEncoded())))
                .map(found -> logon(found, Logon.Kind.KEY));
    }

    /** By name, as they were added. */
    public List<String> names() {
        return accounts.values().stream().map(Account::name).sorted().toList();
    }

    /** The SIDs of all groups that the account is a member of, whether its token has them or not. */
    public Set<String> groupsOf(String account) {
        return find(account).map(Account::groups).orElse(Set.of());
    }

    /** The logon of an account whose key somebody else has found to be good. */
    public Optional<Logon> byTrustedKey(String account) {
        return keysRefused ? Optional.empty() : find(account).map(found -> logon(found, Logon.Kind.KEY));
    }

    /** Under what a service runs: the account's groups, and no elevation (docs/entsso.md 1.2). */
    public Optional<Logon> ofService(String account) {
        return find(account)
                .map(found -> new Logon(found.name(), Logon.Kind.SERVICE, false, Set.copyOf(found.groups())));
    }

    /** From now on this account, or {@code all}, gets a filtered token; an empty name ends that. */
    void filter(String account) {
        filtered = account;
    }

    void refuseKeys(boolean refuse) {
        keysRefused = refuse;
    }

    private Logon logon(Account account, Logon.Kind kind) {
        boolean elevated = account.elevatedOverSsh() && !isFiltered(account.name());
        Set<String> groups = new HashSet<>(account.groups());
        if (!elevated) {
            groups.remove(MEDIUM_INTEGRITY_TOKEN_KEEPS_OUT);
        }
        return new Logon(account.name(), kind, elevated, Set.copyOf(groups));
    }

    private boolean isFiltered(String account) {
        return filtered.equalsIgnoreCase("all") || filtered.equalsIgnoreCase(account);
    }

    private Optional<Account> find(String name) {
        Account exact = accounts.get(folded(name));
        if (exact != null || name.indexOf('\\') >= 0) {
            return Optional.ofNullable(exact);
        }
        List<Account> candidates = accounts.values().stream()
                .filter(account -> folded(account.name()).endsWith("\\" + folded(name)))
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    private static byte[] digest(byte[] salt, String password) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return sha256.digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
