package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.community.process_test_coverage.core.model.EventSource;
import org.camunda.community.process_test_coverage.core.model.Model;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs last (junit-platform.properties), and says what no process test has passed. It can only hold when all of them ran in
 * this JVM: by itself it fails.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(RunbookEngine.class)
final class EveryFlowNodeIsPassedTest {

    @Test
    void theProcessTestsTogetherPassEveryFlowNodeOfEveryModel(Runbook runbook, CoveredElements covered) {
        assertThat(notPassed(runbook, covered, EventSource.FLOW_NODE, FlowNode.class))
                .as("flow nodes that no process test passes")
                .isEmpty();
    }

    @Test
    void theProcessTestsTogetherTakeEveryFlowOfEveryModel(Runbook runbook, CoveredElements covered) {
        assertThat(notPassed(runbook, covered, EventSource.SEQUENCE_FLOW, SequenceFlow.class))
                .as("sequence flows that no process test takes")
                .isEmpty();
    }

    @Test
    void theCoverageOfTheModelsIsWhole(Runbook runbook, CoveredElements covered) {
        List<Model> models = processes(runbook).stream()
                .map(process -> {
                    BpmnModelInstance model = model(runbook, process);
                    int elements = model.getModelElementsByType(FlowNode.class).size()
                            + model.getModelElementsByType(SequenceFlow.class).size();
                    return new Model(process.getKey(), elements, process.getVersionTag(), Bpmn.convertToString(model));
                })
                .toList();

        assertThat(models).hasSize(8);
        assertThat(covered.of(models)).isEqualTo(1.0);
    }

    private static Set<String> notPassed(
            Runbook runbook, CoveredElements covered, EventSource source, Class<? extends FlowElement> type) {
        Set<String> missing = new TreeSet<>();
        for (ProcessDefinition process : processes(runbook)) {
            Set<String> ids = model(runbook, process).getModelElementsByType(type).stream()
                    .map(FlowElement::getId)
                    .collect(Collectors.toCollection(TreeSet::new));
            ids.removeAll(covered.passed(source, process.getKey()));
            ids.forEach(id -> missing.add(process.getKey() + "/" + id));
        }
        return missing;
    }

    private static List<ProcessDefinition> processes(Runbook runbook) {
        return repository(runbook)
                .createProcessDefinitionQuery()
                .latestVersion()
                .list();
    }

    private static BpmnModelInstance model(Runbook runbook, ProcessDefinition process) {
        return repository(runbook).getBpmnModelInstance(process.getId());
    }

    private static RepositoryService repository(Runbook runbook) {
        return runbook.engine().getRepositoryService();
    }
}
