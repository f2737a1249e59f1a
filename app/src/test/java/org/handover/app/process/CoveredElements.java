package org.handover.app.process;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.community.process_test_coverage.core.model.Collector;
import org.camunda.community.process_test_coverage.core.model.Event;
import org.camunda.community.process_test_coverage.core.model.EventSource;
import org.camunda.community.process_test_coverage.core.model.Model;
import org.camunda.community.process_test_coverage.core.model.Run;
import org.camunda.community.process_test_coverage.core.model.Suite;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessCoverageConfigurator;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessEngineAdapter;

/** What all the process tests together passed of the models: one suite, whichever test classes it is made of. */
final class CoveredElements implements Collector {

    private static final String ALL_TESTS = "process tests";

    private final Suite suite = new Suite(ALL_TESTS, ALL_TESTS);
    private final Run run = new Run(ALL_TESTS, ALL_TESTS);

    CoveredElements() {
        suite.addRun(run);
    }

    /** Before the engine is built. */
    static void prepare(ProcessEngineConfigurationImpl configuration) {
        ProcessCoverageConfigurator.initializeProcessCoverageExtensions(configuration);
    }

    /** Before anything is deployed. */
    void listenTo(ProcessEngine engine) {
        new ProcessEngineAdapter(engine, this).initializeListeners();
    }

    @Override
    public synchronized void addEvent(Event event) {
        run.addEvent(event);
    }

    /** The ids of the flow nodes, or of the sequence flows, of a process that some test passed. */
    synchronized Set<String> passed(EventSource source, String process) {
        return suite.getEvents(process).stream()
                .filter(event -> event.getSource() == source)
                .map(Event::getDefinitionKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** From 0 to 1: flow nodes and sequence flows that were passed, of all that there are. */
    synchronized double of(Collection<Model> models) {
        return suite.calculateCoverage(models);
    }
}
