package org.handover.app.engine;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.IdentityOperationResult;
import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes into the ledger, in the same transaction, who becomes a user, gets another password, comes into a group or leaves it:
 * who is an approver is decided there. A session keeps the groups that it was opened with: whoever leaves one, or gets another
 * password, has to sign in again.
 */
@Component
final class RecordedUsers extends AbstractProcessEnginePlugin {

    private static final Set<String> CHANGES =
            Set.of(IdentityOperationResult.OPERATION_CREATE, IdentityOperationResult.OPERATION_DELETE);

    private final ObjectProvider<Ledger> ledger;
    private final ObjectProvider<JdbcClient> jdbc;

    RecordedUsers(ObjectProvider<Ledger> ledger, ObjectProvider<JdbcClient> jdbc) {
        this.ledger = ledger;
        this.jdbc = jdbc;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setIdentityProviderSessionFactory(new SessionFactory() {
            @Override
            public Class<?> getSessionType() {
                return Users.class;
            }

            @Override
            public Session openSession() {
                return new Users(ledger.getObject(), jdbc.getObject());
            }
        });
    }

    private static final class Users extends DbIdentityServiceProvider {

        private final Ledger ledger;
        private final JdbcClient jdbc;

        Users(Ledger ledger, JdbcClient jdbc) {
            this.ledger = ledger;
            this.jdbc = jdbc;
        }

        @Override
        public IdentityOperationResult saveUser(User user) {
            boolean passwordChanged = ((UserEntity) user).hasNewPassword();
            IdentityOperationResult result = super.saveUser(user);
            if (CHANGES.contains(result.getOperation())) {
                record("user.made", Map.of("user", user.getId()));
            } else if (passwordChanged) {
                record("user.passwordChanged", Map.of("user", user.getId()));
                endSessions(user.getId());
            }
            return result;
        }

        @Override
        public IdentityOperationResult deleteUser(String user) {
            return withoutSessions(user, recorded(super.deleteUser(user), "user.deleted", Map.of("user", user)));
        }

        @Override
        public IdentityOperationResult createMembership(String user, String group) {
            return recorded(
                    super.createMembership(user, group),
                    "user.putIntoGroup",
                    Journal.ordered("user", user, "group", group));
        }

        @Override
        public IdentityOperationResult deleteMembership(String user, String group) {
            return withoutSessions(
                    user,
                    recorded(
                            super.deleteMembership(user, group),
                            "user.takenOutOfGroup",
                            Journal.ordered("user", user, "group", group)));
        }

        private IdentityOperationResult recorded(IdentityOperationResult result, String kind, Map<String, ?> what) {
            if (CHANGES.contains(result.getOperation())) {
                record(kind, what);
            }
            return result;
        }

        private IdentityOperationResult withoutSessions(String user, IdentityOperationResult result) {
            if (CHANGES.contains(result.getOperation())) {
                endSessions(user);
            }
            return result;
        }

        private void endSessions(String user) {
            jdbc.sql("delete from handover.spring_session where principal_name = ?")
                    .param(user)
                    .update();
        }

        private void record(String kind, Map<String, ?> what) {
            Actor actor = Actor.ofThisCommand();
            ledger.append(Ledger.HOUSE, actor.signedIn() ? actor.name() : Ledger.ENGINE, kind, what);
        }
    }
}
