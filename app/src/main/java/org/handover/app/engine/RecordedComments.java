package org.handover.app.engine;

import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricTaskInstanceEventEntity;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.CommentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.CommentManager;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Writes into the run's ledger, in the same transaction, what somebody comments on a task, by whichever door. Whoever answers
 * tasks may: nobody else has Tasklist.
 */
@Component
final class RecordedComments extends AbstractProcessEnginePlugin {

    private static final List<String> MAY_COMMENT = List.of(Groups.OPERATORS, Groups.APPROVERS);

    private final ObjectProvider<Ledger> ledger;
    private final ObjectProvider<RefusedAttempts> refusals;

    RecordedComments(ObjectProvider<Ledger> ledger, ObjectProvider<RefusedAttempts> refusals) {
        this.ledger = ledger;
        this.refusals = refusals;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setCustomSessionFactories(List.of(new SessionFactory() {
            @Override
            public Class<?> getSessionType() {
                return CommentManager.class;
            }

            @Override
            public Session openSession() {
                return new Comments();
            }
        }));
    }

    private final class Comments extends CommentManager {

        /** The engine keeps what happens to a task, such as a claim, as comments of another type. */
        @Override
        public void insert(DbEntity entity) {
            if (entity instanceof CommentEntity comment && CommentEntity.TYPE_COMMENT.equals(comment.getType())) {
                record(comment);
            }
            super.insert(entity);
        }

        private void record(CommentEntity comment) {
            Actor actor = Actor.ofThisCommand();
            HistoricTaskInstanceEventEntity task = comment.getTaskId() == null
                    ? null
                    : getHistoricTaskInstanceManager().findHistoricTaskInstanceById(comment.getTaskId());
            String run = task == null ? Ledger.HOUSE : runOf(task);
            String objection = objection(actor, task, comment.getFullMessage());
            if (objection != null) {
                refusals.getObject().record(run, actor.name(), "comment.refused", Journal.ordered("why", objection));
                throw new RefusedAttemptException(objection);
            }
            ledger.getObject()
                    .append(
                            run,
                            actor.name(),
                            "comment",
                            Journal.ordered(
                                    "task",
                                    task == null ? "" : task.getTaskDefinitionKey(),
                                    "comment",
                                    comment.getFullMessage()));
        }

        private String runOf(HistoricTaskInstanceEventEntity task) {
            return getHistoricProcessInstanceManager()
                    .findHistoricProcessInstance(task.getProcessInstanceId())
                    .getBusinessKey();
        }
    }

    private static @Nullable String objection(
            Actor actor, @Nullable HistoricTaskInstanceEventEntity task, String words) {
        if (task == null) {
            return "A comment is written on a task.";
        }
        if (actor.groups().stream().noneMatch(MAY_COMMENT::contains)) {
            return "Only operators and approvers comment on a task; %s is neither.".formatted(actor.name());
        }
        return words.length() > DecisionGuard.LONGEST_WORDS
                ? "The comment is too long: at most %d characters.".formatted(DecisionGuard.LONGEST_WORDS)
                : null;
    }
}
