package org.handover.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.handover.app.ledger.LedgerDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.serializer.support.SerializationFailedException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

final class SparingSessionsTest {

    private static final String CAMUNDAS = "authenticatedUser";

    private static final LedgerDatabase DATABASE = new LedgerDatabase();
    private static final JdbcTemplate JDBC = new JdbcTemplate(DATABASE.pool);

    private final SessionRepository<Session> here = node();
    private final SessionRepository<Session> otherNode = node();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @SuppressWarnings("unchecked") // a node is given back only sessions that it made or found itself
    private static SessionRepository<Session> node() {
        SessionConfiguration configuration = new SessionConfiguration();
        SparingSessions.StoredIds ids = configuration.sessionIds();
        return (SessionRepository<Session>) (SessionRepository<?>) configuration.sessions(
                configuration.storedSessions(JDBC, DATABASE.newTransaction, ids, Duration.ofHours(8)), ids);
    }

    @Test
    void aSessionThatOneNodeMadeIsServedByEveryOther() {
        String id = signedIn();

        Session there = Objects.requireNonNull(otherNode.findById(id));

        SecurityContext context = there.getAttribute("SPRING_SECURITY_CONTEXT");
        assertThat(context.getAuthentication().getName()).isEqualTo("olga");
        Authentications camundas = there.getAttribute(CAMUNDAS);
        assertThat(camundas.getAuthentications()).singleElement().satisfies(who -> assertThat(who.getGroupIds())
                .containsExactly("sso-operators"));
    }

    @Test
    void aRequestThatChangesNothingWritesNothingThoughTheWebAppsSetTheirAttributeAgain() {
        String id = signedIn();
        List<String> before = versions();

        for (int request = 0; request < 5; request++) {
            Session session = Objects.requireNonNull(here.findById(id));
            session.setLastAccessedTime(Instant.now());
            Authentications camundas = session.getAttribute(CAMUNDAS);
            session.setAttribute(CAMUNDAS, camundas);
            here.save(session);
        }

        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void whatChangedInsideAnAttributeIsWritten() {
        String id = signedIn();
        Session session = Objects.requireNonNull(here.findById(id));
        Authentications camundas = session.getAttribute(CAMUNDAS);
        camundas.addOrReplace(new UserAuthentication("olga", "another-engine"));
        session.setAttribute(CAMUNDAS, camundas);
        here.save(session);

        Authentications there = Objects.requireNonNull(otherNode.findById(id)).getAttribute(CAMUNDAS);
        assertThat(there.getAuthentications()).hasSize(2);
    }

    @Test
    void thatASessionIsUsedIsWrittenAfterAMinute() {
        String id = signedIn();
        Instant later = Instant.now().plus(Duration.ofMinutes(2));
        Session session = Objects.requireNonNull(here.findById(id));
        session.setLastAccessedTime(later);
        here.save(session);

        assertThat(Objects.requireNonNull(otherNode.findById(id))
                        .getLastAccessedTime()
                        .toEpochMilli())
                .isEqualTo(later.toEpochMilli());
    }

    @Test
    void theDatabaseHasNoIdThatACookieCouldCarry() {
        String id = signedIn();

        assertThat(JDBC.queryForList("select t::text from handover.spring_session t", String.class))
                .isNotEmpty()
                .noneMatch(row -> row.contains(id));
        String stored = JDBC.queryForObject("select max(session_id) from handover.spring_session", String.class);
        assertThat(here.findById(Objects.requireNonNull(stored))).isNull();
    }

    @Test
    void aChangedIdLeavesTheOldOneWithoutASessionAndASignOutEndsItEverywhere() {
        String id = signedIn();
        Session session = Objects.requireNonNull(here.findById(id));
        String changed = session.changeSessionId();
        here.save(session);

        assertThat(otherNode.findById(id)).isNull();
        assertThat(otherNode.findById(changed)).isNotNull();
        here.deleteById(changed);
        assertThat(otherNode.findById(changed)).isNull();
    }

    @Test
    void bytesThatSomebodyElseWroteMakeNoObjectThatSigningInDoesNotNeed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new File("anything"));
        }

        assertThatThrownBy(() -> SessionBytes.read(bytes.toByteArray()))
                .isInstanceOf(SerializationFailedException.class);
        assertThatThrownBy(() -> SessionBytes.write(new Object())).isInstanceOf(SerializationFailedException.class);
    }

    private String signedIn() {
        Session session = here.createSession();
        session.setAttribute(
                "SPRING_SECURITY_CONTEXT",
                new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                        "olga", null, List.of(new SimpleGrantedAuthority("sso-operators")))));
        UserAuthentication camundas = new UserAuthentication("olga", "default");
        camundas.setGroupIds(List.of("sso-operators"));
        Authentications authentications = new Authentications();
        authentications.addOrReplace(camundas);
        session.setAttribute(CAMUNDAS, authentications);
        here.save(session);
        return session.getId();
    }

    /** The number of the transaction that wrote each row. */
    private List<String> versions() {
        return JDBC.queryForList(
                """
                        select 'session ' || session_id || xmin from handover.spring_session
                        union all select attribute_name || session_primary_id || xmin from handover.spring_session_attributes order by 1""",
                String.class);
    }
}
