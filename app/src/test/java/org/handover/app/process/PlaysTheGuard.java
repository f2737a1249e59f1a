package org.handover.app.process;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Sets, at the place where DecisionGuard does, the two variables that the models leave to it. */
final class PlaysTheGuard extends AbstractBpmnParseListener {

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        UserTaskActivityBehavior behavior = (UserTaskActivityBehavior) activity.getActivityBehavior();
        behavior.getTaskDefinition().addTaskListener(TaskListener.EVENTNAME_COMPLETE, PlaysTheGuard::answered);
    }

    private static void answered(DelegateTask task) {
        Object decision = task.getVariable("decision");
        switch (task.getTaskDefinitionKey()) {
            case "approveChange" -> {
                if ("reject".equals(decision)) {
                    task.getExecution().setVariable("changeRejected", true);
                }
            }
            case "decideHowToGoOn" -> task.setVariable("doneByHand", "doneByHand".equals(decision));
            default -> {
                // the models' gateways are all that acts on the other answers
            }
        }
    }
}
