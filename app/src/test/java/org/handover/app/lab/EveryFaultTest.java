package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.handover.console.Consoles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every fault of the lab: a failover runs into it over SSH, the operator gets a sentence, and goes on to an end that is proven.
 * The failovers run side by side on twins of one lab, because they wait more than they compute. What they saw is docs/faults.md.
 */
@Tag("long")
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryFaultTest {

    private static final int SIDE_BY_SIDE = 6;

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Consoles consoles;

    private final Map<FaultScenario, FaultStory> stories = new ConcurrentHashMap<>();
    private final ExecutorService failovers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    private TestLab lab;

    @BeforeAll
    void startTheLab() {
        lab = TestLab.start();
    }

    @AfterAll
    void endTheLab() {
        failovers.shutdownNow();
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsSaidToTheOperatorAndHasAWayOn() {
        List<FaultScenario> chosen = FaultScenarios.all().stream()
                .filter(scenario -> scenario.fault().matches(System.getProperty("handover.fault", ".*")))
                .toList();
        Map<FaultScenario, Future<FaultStory>> running = new LinkedHashMap<>();
        chosen.forEach(scenario -> running.put(scenario, failovers.submit(playing(scenario))));
        Stream<DynamicTest> scenarios = chosen.stream()
                .map(scenario -> DynamicTest.dynamicTest(
                        scenario.sentence(), () -> stories.put(scenario, outcome(running.get(scenario)))));
        return chosen.size() < FaultScenarios.all().size()
                ? scenarios
                : Stream.concat(
                        scenarios,
                        Stream.of(DynamicTest.dynamicTest("docs/faults.md says what was seen", this::theTableIsTrue)));
    }

    private Callable<FaultStory> playing(FaultScenario scenario) {
        return () -> {
            try (FaultRun run = new FaultRun(drive, estates, consoles, lab.twin())) {
                scenario.play().in(run);
                return run.story();
            }
        };
    }

    private static FaultStory outcome(Future<FaultStory> running) throws Throwable {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private void theTableIsTrue() throws Exception {
        assertThat(stories).as("scenarios that came to their end").hasSameSizeAs(FaultScenarios.all());
        FaultTable table = FaultTable.of(stories);
        if (Boolean.getBoolean("handover.faults.write")) {
            table.write();
        }
        assertThat(FaultTable.committed())
                .as("What was seen is not what docs/faults.md says. Read what changed; if it is meant so, write it with"
                        + " -Dhandover.faults.write=true")
                .isEqualTo(table.text());
    }
}
