package org.handover.app.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.handover.step.AcceptResultDelegate;
import org.handover.step.CalledProcessGuard;
import org.handover.step.EndEnablingDelegate;
import org.handover.step.EndFailoverDelegate;
import org.handover.step.EscalateApprovalDelegate;
import org.handover.step.EscalateReviewDelegate;
import org.handover.step.MakePlanDelegate;
import org.handover.step.ReserveSsoSystemDelegate;
import org.handover.step.ShowBreakGlassDelegate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/**
 * What holds for every process, written once instead of in each model: a guard at every human task, and word of it to whoever
 * wants to hear it, the failover's state at every activity, a waking call to the worker at every remote step and to the engine's job executor at every timer; and
 * expressions reach only the beans named here.
 */
@Component
@DependsOnDatabaseInitialization
final class EngineRules extends AbstractProcessEnginePlugin {

    private final Map<Object, Object> beans;
    private final ObjectProvider<DecisionGuard> guard;
    private final ObjectProvider<ClaimGuard> claims;
    private final TaskComesUp comesUp;
    private final AnswerTimes answerTimes;
    private final ActivityStates states;
    private final WakeWorker wake;
    private final WakeJobs wakeJobs;
    private final IncidentState incidents;
    private final ChosenPath path;

    EngineRules(
            ReserveSsoSystemDelegate reserve,
            MakePlanDelegate makePlan,
            AcceptResultDelegate acceptResult,
            EndFailoverDelegate endFailover,
            EndEnablingDelegate endEnabling,
            EscalateApprovalDelegate escalateApproval,
            ShowBreakGlassDelegate showBreakGlass,
            EscalateReviewDelegate escalateReview,
            CalledProcessGuard calledProcessGuard,
            ObjectProvider<DecisionGuard> guard,
            ObjectProvider<ClaimGuard> claims,
            TaskComesUp comesUp,
            AnswerTimes answerTimes,
            ActivityStates states,
            WakeWorker wake,
            WakeJobs wakeJobs,
            IncidentState incidents,
            ChosenPath path) {
        this.beans = Map.of(
                "reserveSsoSystemDelegate", reserve,
                "makePlanDelegate", makePlan,
                "acceptResultDelegate", acceptResult,
                "endFailoverDelegate", endFailover,
                "endEnablingDelegate", endEnabling,
                "escalateApprovalDelegate", escalateApproval,
                "showBreakGlassDelegate", showBreakGlass,
                "escalateReviewDelegate", escalateReview,
                "calledProcessGuard", calledProcessGuard);
        this.guard = guard;
        this.claims = claims;
        this.comesUp = comesUp;
        this.answerTimes = answerTimes;
        this.states = states;
        this.wake = wake;
        this.wakeJobs = wakeJobs;
        this.incidents = incidents;
        this.path = path;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        HardenedEngine.harden(configuration, beans);
        List<BpmnParseListener> listeners = configuration.getCustomPreBPMNParseListeners() == null
                ? new ArrayList<>()
                : new ArrayList<>(configuration.getCustomPreBPMNParseListeners());
        listeners.add(new OnEveryActivity());
        configuration.setCustomPreBPMNParseListeners(listeners);
        configuration.setCompositeIncidentHandlersEnabled(true);
        configuration.setCustomIncidentHandlers(List.of(incidents));
    }

    private final class OnEveryActivity extends AbstractBpmnParseListener {

        @Override
        public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            UserTaskActivityBehavior behavior = (UserTaskActivityBehavior) activity.getActivityBehavior();
            behavior.getTaskDefinition().addTaskListener(TaskListener.EVENTNAME_CREATE, comesUp);
            behavior.getTaskDefinition().addTaskListener(TaskListener.EVENTNAME_COMPLETE, guard.getObject());
            behavior.getTaskDefinition().addTaskListener(TaskListener.EVENTNAME_COMPLETE, answerTimes);
            behavior.getTaskDefinition().addTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, claims.getObject());
            writesState(activity);
        }

        @Override
        public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
            writesState(activity);
        }

        @Override
        public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            writesState(activity);
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, path);
        }

        @Override
        public void parseIntermediateCatchEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
            writesState(activity);
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, wakeJobs);
        }

        @Override
        public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            writesState(activity);
            if (activity.getActivityBehavior() instanceof ExternalTaskActivityBehavior) {
                activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, wake);
            }
        }

        private void writesState(ActivityImpl activity) {
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, states);
        }
    }
}
