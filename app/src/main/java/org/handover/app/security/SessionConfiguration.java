package org.handover.app.security;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.transaction.support.TransactionOperations;

/** Sessions lie in PostgreSQL, so that any node serves them and a restart signs nobody out. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SessionConfiguration {

    private static final String TABLE = "handover.spring_session";

    @Bean
    SparingSessions.StoredIds sessionIds() {
        return new SparingSessions.StoredIds();
    }

    @Bean
    @DependsOnDatabaseInitialization
    JdbcIndexedSessionRepository storedSessions(
            JdbcOperations jdbc,
            TransactionOperations newTransaction,
            SparingSessions.StoredIds ids,
            @Value("${server.servlet.session.timeout}") Duration timeout) {
        GenericConversionService bytes = new GenericConversionService();
        bytes.addConverter(Object.class, byte[].class, SessionBytes::write);
        bytes.addConverter(byte[].class, Object.class, SessionBytes::read);
        JdbcIndexedSessionRepository sessions = new JdbcIndexedSessionRepository(jdbc, newTransaction);
        sessions.setTableName(TABLE);
        sessions.setDefaultMaxInactiveInterval(timeout);
        sessions.setConversionService(bytes);
        sessions.setSessionIdGenerator(ids);
        new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(sessions);
        return sessions;
    }

    @Bean
    @Primary
    SparingSessions<? extends Session> sessions(
            JdbcIndexedSessionRepository storedSessions, SparingSessions.StoredIds ids) {
        return sparing(storedSessions, ids);
    }

    private static <S extends Session> SparingSessions<S> sparing(
            SessionRepository<S> stored, SparingSessions.StoredIds ids) {
        return new SparingSessions<>(stored, ids);
    }
}
