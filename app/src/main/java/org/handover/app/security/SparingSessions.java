package org.handover.app.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.handover.sso.Sha256;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.SessionRepository;

/**
 * Sessions in the database, written only when something in them changed: Camunda's web apps set their attribute again with
 * every request, and Tasklist asks every few seconds. When a session was last used is written once a minute at most.
 *
 * <p>The database has the SHA-256 of a session's id, the browser's cookie the id.
 */
final class SparingSessions<S extends Session> implements SessionRepository<SparingSessions.Kept<S>> {

    private static final Duration LAST_USED_IS_WRITTEN_EVERY = Duration.ofMinutes(1);
    private static final int ID_BYTES = 32;

    private final SessionRepository<S> stored;
    private final StoredIds ids;

    /** @param stored makes the ids of its sessions with {@code ids} */
    SparingSessions(SessionRepository<S> stored, StoredIds ids) {
        this.stored = stored;
        this.ids = ids;
    }

    @Override
    public Kept<S> createSession() {
        String id = ids.madeUp();
        return new Kept<>(id, ids.storing(id, stored::createSession), ids, true);
    }

    @Override
    public void save(Kept<S> session) {
        if (session.changed) {
            stored.save(session.stored);
            session.changed = false;
        }
    }

    @Override
    public @Nullable Kept<S> findById(String id) {
        S found = stored.findById(StoredIds.digest(id));
        return found == null ? null : new Kept<>(id, found, ids, false);
    }

    @Override
    public void deleteById(String id) {
        stored.deleteById(StoredIds.digest(id));
    }

    /** Gives a session that is being stored the digest of the id that its cookie gets. */
    static final class StoredIds implements SessionIdGenerator {

        private final SecureRandom random = new SecureRandom();
        private final ThreadLocal<@Nullable String> next = new ThreadLocal<>();

        @Override
        public String generate() {
            String id = next.get();
            if (id == null) {
                throw new IllegalStateException("A session is made by SparingSessions only.");
            }
            return digest(id);
        }

        String madeUp() {
            byte[] bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        <T> T storing(String id, Supplier<T> act) {
            next.set(id);
            try {
                return act.get();
            } finally {
                next.remove();
            }
        }

        static String digest(String id) {
            return Sha256.ofContent(id.getBytes(StandardCharsets.UTF_8)).value();
        }
    }

    /** One session during one request. */
    static final class Kept<S extends Session> implements Session {

        private final S stored;
        private final StoredIds ids;
        private final Map<String, byte[]> asStored = new HashMap<>();
        private String id;
        private boolean changed;

        private Kept(String id, S stored, StoredIds ids, boolean changed) {
            this.id = id;
            this.stored = stored;
            this.ids = ids;
            this.changed = changed;
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String changeSessionId() {
            id = ids.madeUp();
            ids.storing(id, stored::changeSessionId);
            changed = true;
            return id;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface is made so
        public <T> @Nullable T getAttribute(String name) {
            T value = stored.getAttribute(name);
            if (value != null) {
                // Before the caller can change what it is given.
                asStored.computeIfAbsent(name, first -> SessionBytes.write(value));
            }
            return value;
        }

        @Override
        public void setAttribute(String name, @Nullable Object value) {
            if (value == null) {
                removeAttribute(name);
                return;
            }
            getAttribute(name);
            byte[] bytes = SessionBytes.write(value);
            if (!Arrays.equals(asStored.put(name, bytes), bytes)) {
                stored.setAttribute(name, value);
                changed = true;
            }
        }

        @Override
        public void removeAttribute(String name) {
            if (getAttributeNames().contains(name)) {
                asStored.remove(name);
                stored.removeAttribute(name);
                changed = true;
            }
        }

        @Override
        public Set<String> getAttributeNames() {
            return stored.getAttributeNames();
        }

        @Override
        public Instant getCreationTime() {
            return stored.getCreationTime();
        }

        @Override
        public void setLastAccessedTime(Instant lastUsed) {
            if (lastUsed.isAfter(stored.getLastAccessedTime().plus(LAST_USED_IS_WRITTEN_EVERY))) {
                stored.setLastAccessedTime(lastUsed);
                changed = true;
            }
        }

        @Override
        public Instant getLastAccessedTime() {
            return stored.getLastAccessedTime();
        }

        @Override
        public void setMaxInactiveInterval(Duration longest) {
            stored.setMaxInactiveInterval(longest);
            changed = true;
        }

        @Override
        public Duration getMaxInactiveInterval() {
            return stored.getMaxInactiveInterval();
        }

        @Override
        public boolean isExpired() {
            return stored.isExpired();
        }
    }
}
