package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

/** The table by which the path is chosen: each rule by an example, and what holds for every combination there is. */
final class ChoosePathTest {

    private static final String TABLE = "choose-path";
    private static final String NOT_KNOWN = "not known";
    private static final List<String> SITUATIONS = List.of("master-lost", "planned", "something else", NOT_KNOWN);
    private static final List<String> ANSWERS = List.of("true", "false", NOT_KNOWN);
    private static final List<String> PATHS = List.of("auto", "command-line", "snap-in", "something else", NOT_KNOWN);

    /** Every combination that there is, and its answer. */
    private static final List<Answer> ALL = new ArrayList<>();

    private static DmnModelInstance model = Dmn.createEmptyModel();

    @BeforeAll
    static void askEverything() throws IOException {
        try (InputStream table = new ClassPathResource("workflows/choose-path.dmn").getInputStream()) {
            model = Dmn.readModelFromStream(table);
        }
        AtomicReference<String> rule = new AtomicReference<>("");
        DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
        configuration.setCustomPostDecisionTableEvaluationListeners(
                List.of(event -> rule.set(event.getMatchingRules().get(0).getId())));
        DmnEngine engine = configuration.buildEngine();
        DmnDecision decision = engine.parseDecision(TABLE, model);
        for (String situation : SITUATIONS) {
            for (String answers : ANSWERS) {
                for (String logon : ANSWERS) {
                    for (String path : PATHS) {
                        List<String> asked = List.of(situation, answers, logon, path);
                        DmnDecisionRuleResult result = engine.evaluateDecisionTable(decision, variables(asked))
                                .getSingleResult();
                        ALL.add(new Answer(
                                asked, result.getEntry("path"), result.getEntry("reason"), String.valueOf(rule.get())));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}, answers {1}, logon {2}, {3} was asked for: {4}")
    @CsvSource({
        "master-lost, true,  true,  auto,         none,         lostButAnswers",
        "master-lost, true,  true,  snap-in,      none,         lostButAnswers",
        "master-lost, false, true,  auto,         none,         lostButLogon",
        "master-lost, false, false, snap-in,      none,         lostAndSnapInAsked",
        "master-lost, false, false, auto,         command-line, lost",
        "master-lost, false, false, command-line, command-line, lost",
        "planned,     true,  true,  snap-in,      snap-in,      snapInAsked",
        "planned,     true,  false, snap-in,      none,         snapInAskedWithoutLogon",
        "planned,     true,  true,  auto,         command-line, planned",
        "planned,     true,  false, command-line, command-line, planned",
        "planned,     false, true,  auto,         none,         plannedButDoesNotAnswer",
        "planned,     false, false, snap-in,      none,         plannedButDoesNotAnswer",
        "not known,   true,  true,  auto,         none,         anythingElse",
        "planned,     true,  true,  not known,    none,         anythingElse",
        "master-lost, not known, false, auto,     none,         anythingElse"
    })
    void aSituationIsAnsweredByTheRuleThatIsMeantForIt(
            String situation, String answers, String logon, String path, String expected, String rule) {
        List<String> asked = List.of(situation, answers, logon, path);

        assertThat(ALL)
                .filteredOn(answer -> answer.asked().equals(asked))
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.path()).isEqualTo(expected);
                    assertThat(answer.rule()).isEqualTo(rule);
                });
    }

    @Test
    void everyCombinationIsAnsweredWithAPathOrARefusalAndAReasonInWholeSentences() {
        assertThat(ALL).hasSize(180).allSatisfy(answer -> {
            assertThat(answer.path()).isIn("command-line", "snap-in", "none");
            assertThat(answer.reason()).endsWith(".").hasSizeGreaterThan(40);
        });
    }

    @Test
    void theSnapInIsChosenOnlyWhereItWasAskedForAndTheFormerAnswersAndCanBeLoggedOnTo() {
        assertThat(ALL)
                .filteredOn(answer -> answer.path().equals("snap-in"))
                .singleElement()
                .satisfies(answer -> assertThat(answer.asked()).containsExactly("planned", "true", "true", "snap-in"));
    }

    @Test
    void aLostMasterIsReplacedOnlyWhereItNeitherAnswersNorCanBeLoggedOnTo() {
        assertThat(ALL)
                .filteredOn(answer -> answer.asked().get(0).equals("master-lost"))
                .filteredOn(answer -> !answer.path().equals("none"))
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.asked().subList(1, 3)).containsExactly("false", "false"));
    }

    @Test
    void aPlannedChangeBeginsOnlyWithAFormerThatAnswers() {
        assertThat(ALL)
                .filteredOn(answer -> answer.asked().get(0).equals("planned"))
                .filteredOn(answer -> !answer.path().equals("none"))
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.asked().get(1)).isEqualTo("true"));
    }

    @Test
    void everyRuleOfTheTableAnswersSomething() {
        assertThat(model.getModelElementsByType(Rule.class))
                .extracting(Rule::getId)
                .containsExactlyInAnyOrderElementsOf(
                        ALL.stream().map(Answer::rule).distinct().toList());
    }

    @Test
    void theTableIsReadFromAboveAndKeptForAnAuditor() {
        assertThat(model.getModelElementsByType(DecisionTable.class))
                .extracting(DecisionTable::getHitPolicy)
                .containsExactly(HitPolicy.FIRST);
        assertThat(model.getModelElementsByType(Decision.class))
                .extracting(Decision::getId, Decision::getCamundaHistoryTimeToLiveString)
                .containsExactly(tuple(TABLE, "P3650D"));
    }

    @Test
    @ExtendWith(RunbookEngine.class)
    void givenAChangedTableIsDeployedMeanwhile_anOpenRunIsAnsweredByItsOwn(Runbook runbook) {
        Run run = runbook.started()
                .toLook()
                .atStep("lookAtEstate")
                .proven(Map.of("blocking", false, "findings", "", "formerAnswers", false, "formerLogon", false));

        runbook.deploys(runbook.shipped().changed("choose-path.dmn", "The former master is lost.", "Who knows?"));
        run.executes("choosePath");

        assertThat(String.valueOf(run.variable("pathReason"))).startsWith("The former master is lost.");
    }

    /** @param asked situation, former answers, logon, path: in the table's order */
    private record Answer(List<String> asked, String path, String reason, String rule) {}

    private static Map<String, Object> variables(List<String> asked) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("situation", word(asked.get(0)));
        variables.put("formerAnswers", truth(asked.get(1)));
        variables.put("formerLogon", truth(asked.get(2)));
        variables.put("askedPath", word(asked.get(3)));
        return variables;
    }

    private static @Nullable String word(String value) {
        return value.equals(NOT_KNOWN) ? null : value;
    }

    private static @Nullable Boolean truth(String value) {
        return value.equals(NOT_KNOWN) ? null : Boolean.valueOf(value);
    }
}
