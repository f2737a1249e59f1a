package org.handover.app.engine;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/**
 * What the engine does for nobody, and what it does for nobody who is signed in, by whichever door it is asked: REST, Tasklist
 * or Java. A run is started, decided, withdrawn and tried again through our own doors, which ask who may and then act as the
 * application.
 */
@Component
@DependsOnDatabaseInitialization
final class ClosedCommands extends AbstractProcessEnginePlugin {

    private static final String ENGINE = "org.camunda.bpm.engine.impl.";

    /** Each of them leads a run past its model; the application needs none of them. */
    static final Set<String> TO_EVERYBODY = Set.of(
            "CorrelateAllMessageBatchCmd",
            "CorrelateAllMessageCmd",
            "CorrelateMessageCmd",
            "DelegateTaskCmd",
            "EvaluateStartConditionCmd",
            "HandleTaskBpmnErrorCmd",
            "HandleTaskEscalationCmd",
            "MessageEventReceivedCmd",
            "MigrateProcessInstanceBatchCmd",
            "MigrateProcessInstanceCmd",
            "ModifyProcessInstanceAsyncCmd",
            "ModifyProcessInstanceCmd",
            "PatchExecutionVariablesCmd",
            "PatchTaskVariablesCmd",
            "ProcessInstanceModificationBatchCmd",
            "ProcessInstanceModificationCmd",
            "RecalculateJobDuedateCmd",
            "RemoveTaskVariablesCmd",
            "ResolveTaskCmd",
            "RestartProcessInstancesBatchCmd",
            "RestartProcessInstancesCmd",
            "SetExecutionVariablesCmd",
            "SetProcessDefinitionVersionCmd",
            "SetTaskVariablesCmd",
            "SetVariablesToProcessInstancesBatchCmd",
            "SignalCmd",
            "SignalEventReceivedCmd",
            "StartProcessInstanceAtActivitiesCmd",
            "SubmitStartFormCmd",
            "SuspendBatchCmd",
            "SuspendJobCmd",
            "SuspendJobDefinitionCmd",
            "SuspendProcessDefinitionCmd",
            "SuspendProcessInstanceCmd",
            "UpdateProcessInstancesSuspendStateBatchCmd",
            "UpdateProcessInstancesSuspendStateCmd");

    /** Of what changes something, only this is done for whoever is signed in. */
    static final Set<String> OPEN_TO_PEOPLE = Set.of(
            "AddCommentCmd",
            "AssignTaskCmd",
            "ClaimTaskCmd",
            "CompleteTaskCmd",
            "SubmitTaskFormCmd",
            "CreateMembershipCmd",
            "CreateUserCmd",
            "DeleteMembershipCmd",
            "SaveUserCmd");

    private static final List<String> READING = List.of("Get", "Find", "Is", "ExecuteFilter", "AuthorizationCheck");

    private final ObjectProvider<RefusedAttempts> refusals;

    ClosedCommands(ObjectProvider<RefusedAttempts> refusals) {
        this.refusals = refusals;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        HardenedEngine.before(configuration, () -> new Door(configuration));
    }

    private final class Door extends CommandInterceptor {

        private final ProcessEngineConfigurationImpl configuration;

        Door(ProcessEngineConfigurationImpl configuration) {
            this.configuration = configuration;
        }

        @Override
        public <T> T execute(Command<T> command) {
            if (command.getClass().getName().startsWith(ENGINE)) {
                ask(command.getClass().getSimpleName());
            }
            return next.execute(command);
        }

        private void ask(String command) {
            Authentication who = configuration.getIdentityService().getCurrentAuthentication();
            if (TO_EVERYBODY.contains(command) || (isSignedIn(who) && changes(command) && !opens(command))) {
                String sentence =
                        "%s is closed here: a run is started, decided and withdrawn only under /api and in Tasklist."
                                .formatted(command.replaceFirst("Cmd$", ""));
                refusals.getObject()
                        .record(
                                Ledger.HOUSE,
                                isSignedIn(who) ? who.getUserId() : "nobody",
                                "door.refused",
                                Journal.ordered("command", command, "why", sentence));
                throw new AuthorizationException(sentence);
            }
        }
    }

    private static boolean isSignedIn(@Nullable Authentication who) {
        return who != null && who.getUserId() != null;
    }

    private static boolean changes(String command) {
        return command.endsWith("Cmd")
                && READING.stream().noneMatch(command::startsWith)
                && !command.endsWith("QueryCmd");
    }

    private static boolean opens(String command) {
        return OPEN_TO_PEOPLE.contains(command);
    }
}
