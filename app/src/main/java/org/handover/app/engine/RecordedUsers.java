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
import org.springframework.stereotype.Component;

/**
 * Writes into the ledger, in the same transaction, who becomes a user, gets another password, comes into a group or leaves it:
 * who is an approver is decided there.
 */
@Component
final class RecordedUsers extends AbstractProcessEnginePlugin {

    private static final Set<String> CHANGES =
            Set.of(IdentityOperationResult.OPERATION_CREATE, IdentityOperationResult.OPERATION_DELETE);

    private final ObjectProvider<Ledger> ledger;

    RecordedUsers(ObjectProvider<Ledger> ledger) {
        this.ledger = ledger;
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
                return new Users(ledger.getObject());
            }
        });
    }

    private static final class Users extends DbIdentityServiceProvider {

        private final Ledger ledger;

        Users(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public IdentityOperationResult saveUser(User user) {
            boolean passwordChanged = ((UserEntity) user).hasNewPassword();
            IdentityOperationResult result = super.saveUser(user);
            if (CHANGES.contains(result.getOperation())) {
                record("user.made", Map.of("user", user.getId()));
            } else if (passwordChanged) {
                record("user.passwordChanged", Map.of("user", user.getId()));
            }
            return result;
        }

        @Override
        public IdentityOperationResult deleteUser(String user) {
            return recorded(super.deleteUser(user), "user.deleted", Map.of("user", user));
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
            return recorded(
                    super.deleteMembership(user, group),
                    "user.takenOutOfGroup",
                    Journal.ordered("user", user, "group", group));
        }

        private IdentityOperationResult recorded(IdentityOperationResult result, String kind, Map<String, ?> what) {
            if (CHANGES.contains(result.getOperation())) {
                record(kind, what);
            }
            return result;
        }

        private void record(String kind, Map<String, ?> what) {
            Actor actor = Actor.ofThisCommand();
            ledger.append(Ledger.HOUSE, actor.signedIn() ? actor.name() : Ledger.ENGINE, kind, what);
        }
    }
}
