package org.handover.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.handover.step.RemoteDelegate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.objenesis.SpringObjenesis;

/** The words that pictures, forms and classes share are the same words. */
final class ModelContractTest {

    private static final String ONE_STEP = "carry-out-step";
    /** A person asked for another look, or the step sees whether an abort came too late. */
    private static final Set<String> READ_A_DECISION =
            Set.of("lookAtEstate", "runPreflightChecks", "verifyPromotion", "checkSnapInChange");

    /** What the list of tasks, and every form, says about the run. */
    private static final Set<String> OF_EVERY_TASK = Set.of(
            "failoverId", "estate", "estateNotice", "ssoSystem", "formerMasterSecretServer", "newMasterSecretServer");

    private static final Pattern SHOWN = Pattern.compile("(?:\\{\\{|\\brun\\.)(\\w+)");
    private static final Pattern ASKED = Pattern.compile("\\$\\{!?(\\w+)");
    private static final String EMBEDDED = "embedded:deployment:";
    private static final Pattern ANSWER = Pattern.compile("decision == '(\\w+)'");
    private static final Pattern CHOICE = Pattern.compile("name=\"decision\" value=\"(\\w+)\"");
    private static final Pattern BEAN = Pattern.compile("\\$\\{(\\w+)}");

    /** By the id of the process. */
    private static final Map<String, BpmnModelInstance> MODELS = new TreeMap<>();

    /** The texts of the forms, by file name. */
    private static final Map<String, String> FORMS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        for (Resource resource : resolver.getResources("classpath*:workflows/*.bpmn")) {
            try (InputStream content = resource.getInputStream()) {
                BpmnModelInstance model = Bpmn.readModelFromStream(content);
                MODELS.put(only(model.getModelElementsByType(Process.class)).getId(), model);
            }
        }
        for (Resource resource : resolver.getResources("classpath*:forms/*")) {
            FORMS.put(String.valueOf(resource.getFilename()), resource.getContentAsString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aModelLiesInAFileThatIsNamedAfterItsProcess() {
        assertThat(MODELS.keySet())
                .containsExactlyInAnyOrder(
                        "change-master-secret-server",
                        "promote-by-command-line",
                        "promote-by-snap-in",
                        "restore-master-secret",
                        "roll-back",
                        "enable-former-master",
                        "review-break-glass",
                        ONE_STEP)
                .allSatisfy(process -> assertThat(getClass().getResource("/workflows/%s.bpmn".formatted(process)))
                        .isNotNull());
    }

    @Test
    void everyUserTaskIsAHumanTaskThatTheSameGroupMayAnswerAndNoHumanTaskIsWithoutOne() {
        userTasks()
                .forEach(task ->
                        assertThat(human(task).group()).as(task.getId()).isEqualTo(task.getCamundaCandidateGroups()));

        assertThat(Stream.of(HumanTask.values()).map(HumanTask::id))
                .containsExactlyInAnyOrderElementsOf(ids(userTasks()));
    }

    @Test
    void everyUserTaskShowsAFormThatExistsAndIsBoundToItsDeployment() {
        assertThat(userTasks().map(ModelContractTest::formOf))
                .allSatisfy(form -> assertThat(FORMS).containsKey(form));
        userTasks().filter(task -> task.getCamundaFormRef() != null).forEach(task -> assertThat(
                        task.getCamundaFormRefBinding())
                .as(task.getId())
                .isEqualTo("deployment"));
        FORMS.forEach((file, text) -> {
            if (file.endsWith(".form")) {
                assertThat(json(text).path("id").asText() + ".form").isEqualTo(file);
            }
        });
    }

    @Test
    void aFormOffersExactlyTheDecisionsThatItsHumanTasksTake() {
        Map<String, Set<String>> taken = new TreeMap<>();
        Map<String, Set<String>> offered = new TreeMap<>();
        userTasks().filter(task -> !offered(task).isEmpty()).forEach(task -> {
            taken.computeIfAbsent(formOf(task), form -> new TreeSet<>())
                    .addAll(human(task).decisions());
            offered.put(formOf(task), new TreeSet<>(offered(task)));
        });

        assertThat(offered).isNotEmpty().isEqualTo(taken);
    }

    @Test
    void theGatewaysBehindAHumanTaskKnowExactlyTheDecisionsThatItTakes() {
        Map<String, Set<String>> known = new TreeMap<>();
        userTasks().forEach(task -> known.computeIfAbsent(task.getId(), id -> new TreeSet<>())
                .addAll(answersBehind(task)));
        known.remove(HumanTask.APPROVE_CHANGE.id()); // several answer; the guard counts them in changeRejected
        known.remove(HumanTask.BREAK_GLASS.id()); // it has one answer, and goes by itself without one

        known.forEach((task, answers) -> assertThat(answers)
                .as(task)
                .containsExactlyInAnyOrderElementsOf(
                        HumanTask.of(task).orElseThrow().decisions()));
    }

    @Test
    void anAnswerIsCommittedBeforeTheModelGoesOnAndBeginsEmpty() {
        userTasks().forEach(task -> {
            assertThat(task.isCamundaAsyncAfter()).as(task.getId()).isTrue();
            assertThat(task.getModelInstance().getModelElementsByType(CamundaInputParameter.class).stream()
                            .filter(input -> task.equals(ownerOf(input)))
                            .filter(input -> input.getCamundaName().equals("decision"))
                            .map(CamundaInputParameter::getTextContent))
                    .as("what %s begins with", task.getId())
                    .containsExactly("${null}");
        });
    }

    @Test
    void everyCallIsBoundToItsDeploymentAndPassesTheBusinessKey() {
        calls().forEach(call -> {
            assertThat(call.getCamundaCalledElementBinding()).as(call.getId()).isEqualTo("deployment");
            assertThat(MODELS).as(call.getId()).containsKey(call.getCalledElement());
            assertThat(ins(call).map(CamundaIn::getCamundaBusinessKey).filter(Objects::nonNull))
                    .as("the business key that %s passes", call.getId())
                    .containsExactly("#{execution.processBusinessKey}");
            assertThat(ins(call).map(CamundaIn::getCamundaVariables).filter(Objects::nonNull))
                    .as("%s passes no variable unnamed: the engine writes four rows for each", call.getId())
                    .isEmpty();
        });
    }

    @Test
    void everyPartOfTheRunbookIsPassedWhatItsFormsShowItsGatewaysAskAndItsCallsPassOn() {
        calls().filter(call -> !call.getCalledElement().equals(ONE_STEP)).forEach(call -> assertThat(
                        ins(call).map(CamundaIn::getCamundaTarget).filter(Objects::nonNull))
                .as("what %s passes", call.getId())
                .containsExactlyInAnyOrderElementsOf(
                        readBy(Objects.requireNonNull(MODELS.get(call.getCalledElement())))));
    }

    @Test
    void everyStepIsPassedItsNameAndOfTheRunOnlyWhatItReads() {
        steps().forEach(call -> {
            Set<String> read = new TreeSet<>(Set.of("step"));
            if (READ_A_DECISION.contains(call.getId())) {
                read.add("decision");
            }
            if (call.getModelInstance() == MODELS.get("roll-back")) {
                read.add("inRollBack");
            }
            assertThat(ins(call).map(CamundaIn::getCamundaTarget).filter(Objects::nonNull))
                    .as("what %s passes", call.getId())
                    .containsExactlyInAnyOrderElementsOf(read);
        });
    }

    @Test
    void everyRemoteStepIsNamedLikeItsCallActivityAndHasExactlyOneDelegate() {
        Map<String, List<String>> delegates = new TreeMap<>();
        for (JavaClass delegate : remoteDelegates()) {
            delegates.computeIfAbsent(step(delegate), step -> new ArrayList<>()).add(delegate.getSimpleName());
        }

        steps().forEach(call -> assertThat(stepPassed(call)).as(call.getId()).containsExactly(call.getId()));
        assertThat(delegates.values()).allSatisfy(classes -> assertThat(classes).hasSize(1));
        assertThat(delegates.keySet()).containsExactlyInAnyOrderElementsOf(ids(steps()));
    }

    @Test
    void everyRemoteStepsDelegateIsNamedAfterIt() {
        assertThat(remoteDelegates()).allSatisfy(delegate -> assertThat(delegate.getSimpleName())
                .isEqualTo(Character.toUpperCase(step(delegate).charAt(0))
                        + step(delegate).substring(1) + "Delegate"));
    }

    @Test
    void everyRemoteStepAndEveryHumanTaskStandsForAStateOfTheFailover() {
        Stream.concat(steps(), userTasks()).forEach(node -> assertThat(ActivityStates.of(node.getId()))
                .as(node.getId())
                .isPresent());
    }

    @Test
    void expressionsNameExactlyTheBeansThatTheEngineLetsThemReach() {
        assertThat(beansNamed()).containsExactlyInAnyOrderElementsOf(allowedBeans());
    }

    @Test
    void everyProcessKeepsItsHistoryForAnAuditorAndIsNotOfferedForStarting() {
        assertThat(MODELS.values())
                .map(model -> only(model.getModelElementsByType(Process.class)))
                .allSatisfy(process -> {
                    assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P3650D");
                    assertThat(process.getCamundaVersionTag()).isNotBlank();
                    assertThat(process.isCamundaStartableInTasklist()).isFalse();
                });
    }

    @Test
    void everyDecisionTableIsTheOneOfTheDeploymentLiesInAFileOfItsNameAndHasATransactionOfItsOwn() {
        assertThat(all(BusinessRuleTask.class)).isNotEmpty().allSatisfy(task -> {
            assertThat(getClass().getResource("/workflows/%s.dmn".formatted(task.getCamundaDecisionRef())))
                    .isNotNull();
            assertThat(task.getCamundaDecisionRefBinding()).isEqualTo("deployment");
            assertThat(task.isCamundaAsyncBefore()).isTrue();
        });
    }

    @Test
    void everyLocalStepHasATransactionOfItsOwn() {
        serviceTasks()
                .filter(task -> task.getCamundaDelegateExpression() != null)
                .forEach(task ->
                        assertThat(task.isCamundaAsyncBefore()).as(task.getId()).isTrue());
    }

    @Test
    void whateverTheEngineDoesInItsOwnTimeItTriesThreeTimesTwoSecondsApart() {
        Stream.of(
                        userTasks(),
                        serviceTasks(),
                        all(BusinessRuleTask.class),
                        all(StartEvent.class),
                        all(IntermediateCatchEvent.class))
                .flatMap(nodes -> nodes)
                .filter(node -> node.isCamundaAsyncBefore()
                        || node.isCamundaAsyncAfter()
                        || node instanceof IntermediateCatchEvent)
                .forEach(node -> assertThat(node.getExtensionElements()
                                .getElementsQuery()
                                .filterByType(CamundaFailedJobRetryTimeCycle.class)
                                .list())
                        .as(node.getId())
                        .extracting(ModelElementInstance::getTextContent)
                        .containsExactly("R3/PT2S"));
    }

    @Test
    void everyProcessThatIsCalledGuardsItsStartEvenInTheMiddle() {
        Set<String> called = calls().map(CallActivity::getCalledElement).collect(Collectors.toCollection(HashSet::new));

        assertThat(called).isNotEmpty().allSatisfy(process -> assertThat(
                        only(Objects.requireNonNull(MODELS.get(process)).getModelElementsByType(Process.class))
                                .getExtensionElements()
                                .getElementsQuery()
                                .filterByType(CamundaExecutionListener.class)
                                .list())
                .extracting(
                        CamundaExecutionListener::getCamundaEvent,
                        CamundaExecutionListener::getCamundaDelegateExpression)
                .containsExactly(tuple("start", "${calledProcessGuard}")));
    }

    @Test
    void everyErrorThatIsCaughtIsThrownBelowAndOneThatIsThrownUpIsCaughtAbove() {
        Set<String> thrown = codes(all(EndEvent.class));
        Set<String> caught = codes(all(BoundaryEvent.class));

        assertThat(thrown).as("thrown by end events").isSubsetOf(caught);
        assertThat(caught)
                .as("caught, and thrown by end events or by the worker")
                .containsExactlyInAnyOrder(
                        "abort",
                        "withdraw",
                        "leaveOpen",
                        "rollBack",
                        "approvalExpired",
                        "passwordNeeded",
                        "stepFailed",
                        "handNeeded");
    }

    // ---- what the models say

    private static <T extends FlowNode> Stream<T> all(Class<T> type) {
        return MODELS.values().stream().flatMap(model -> model.getModelElementsByType(type).stream());
    }

    private static Stream<UserTask> userTasks() {
        return all(UserTask.class);
    }

    private static Stream<ServiceTask> serviceTasks() {
        return all(ServiceTask.class);
    }

    private static Stream<CallActivity> calls() {
        return all(CallActivity.class);
    }

    private static Stream<CallActivity> steps() {
        return calls().filter(call -> ONE_STEP.equals(call.getCalledElement()));
    }

    private static Set<String> ids(Stream<? extends FlowNode> nodes) {
        return nodes.map(FlowNode::getId).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<CamundaIn> ins(CallActivity call) {
        return call.getExtensionElements().getElementsQuery().filterByType(CamundaIn.class).list().stream();
    }

    /** The variables of its caller that a process reads: all but those that it makes itself. */
    private static Set<String> readBy(BpmnModelInstance process) {
        Set<String> read = new TreeSet<>();
        process.getModelElementsByType(UserTask.class).forEach(task -> {
            read.addAll(OF_EVERY_TASK);
            read.addAll(found(SHOWN, Objects.requireNonNull(FORMS.get(formOf(task)))));
        });
        process.getModelElementsByType(ConditionExpression.class)
                .forEach(condition -> read.addAll(found(ASKED, condition.getTextContent())));
        process.getModelElementsByType(CallActivity.class).forEach(call -> ins(call)
                .map(CamundaIn::getCamundaSource)
                .filter(Objects::nonNull)
                .forEach(read::add));
        process.getModelElementsByType(CamundaInputParameter.class).forEach(made -> read.remove(made.getCamundaName()));
        process.getModelElementsByType(CamundaOut.class).stream()
                .filter(made -> !made.getCamundaTarget().equals("snapInSeen")) // shown before it is looked for
                .forEach(made -> read.remove(made.getCamundaTarget()));
        return read;
    }

    private static List<String> stepPassed(CallActivity call) {
        return ins(call)
                .filter(in -> "step".equals(in.getCamundaTarget()))
                .map(CamundaIn::getCamundaSourceExpression)
                .toList();
    }

    /** The activity whose input it is. */
    private static ModelElementInstance ownerOf(CamundaInputParameter input) {
        return input.getParentElement().getParentElement().getParentElement();
    }

    /** What the next gateway that looks at the answer knows; a step that probes first may stand between. */
    private static Set<String> answersBehind(FlowNode node) {
        Set<String> answers = new TreeSet<>();
        for (SequenceFlow toGateway : node.getOutgoing()) {
            FlowNode next = toGateway.getTarget();
            Set<String> asked = new TreeSet<>();
            for (SequenceFlow way : next.getOutgoing()) {
                if (way.getConditionExpression() != null) {
                    asked.addAll(found(ANSWER, way.getConditionExpression().getTextContent()));
                }
            }
            answers.addAll(asked.isEmpty() && !(next instanceof UserTask) ? answersBehind(next) : asked);
        }
        return answers;
    }

    private static Set<String> codes(Stream<? extends Event> events) {
        return events.flatMap(event -> event.getChildElementsByType(ErrorEventDefinition.class).stream())
                .map(definition -> definition.getError().getErrorCode())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> beansNamed() {
        Set<String> named = new TreeSet<>();
        serviceTasks()
                .map(ServiceTask::getCamundaDelegateExpression)
                .filter(Objects::nonNull)
                .forEach(expression -> named.addAll(found(BEAN, expression)));
        MODELS.values().stream()
                .flatMap(model -> model.getModelElementsByType(CamundaExecutionListener.class).stream())
                .map(CamundaExecutionListener::getCamundaDelegateExpression)
                .filter(Objects::nonNull)
                .forEach(expression -> named.addAll(found(BEAN, expression)));
        return named;
    }

    // ---- what the forms say

    private static String formOf(UserTask task) {
        return task.getCamundaFormRef() == null
                ? task.getCamundaFormKey().replace(EMBEDDED, "")
                : task.getCamundaFormRef() + ".form";
    }

    /** Empty where the process hands the choices over (decideHowToGoOn). */
    private static Set<String> offered(UserTask task) {
        String file = formOf(task);
        String text = Objects.requireNonNull(FORMS.get(file), file);
        if (file.endsWith(".html")) {
            return found(CHOICE, text);
        }
        Set<String> offered = new TreeSet<>();
        for (JsonNode component : json(text).path("components")) {
            if (component.path("key").asText().equals("decision")) {
                component
                        .path("values")
                        .forEach(choice -> offered.add(choice.path("value").asText()));
                offered.addAll(found(
                        Pattern.compile("\"value\": \"(\\w+)\""),
                        component.path("valuesExpression").asText()));
            }
        }
        return offered;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what the classes say

    private static HumanTask human(UserTask task) {
        return HumanTask.of(task.getId()).orElseThrow(() -> new AssertionError("No HumanTask is " + task.getId()));
    }

    private static List<JavaClass> remoteDelegates() {
        return new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages("org.handover.step", "org.handover.check")
                        .stream()
                        .filter(type -> type.isAssignableTo(RemoteDelegate.class) && type.isTopLevelClass())
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .toList();
    }

    private static String step(JavaClass delegate) {
        try {
            return String.valueOf(delegate.reflect().getField("STEP").get(null));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(delegate.getName() + " has no public STEP", e);
        }
    }

    private static Set<String> allowedBeans() {
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        rules().preInit(configuration);
        return configuration.getBeans().keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /** The rules as they are; what they would call later is only there, not made, and nothing of it is called here. */
    private static EngineRules rules() {
        Constructor<?> constructor = only(List.of(EngineRules.class.getDeclaredConstructors()));
        Object[] arguments = Stream.of(constructor.getParameterTypes())
                .map(type -> type == ObjectProvider.class
                        ? new DefaultListableBeanFactory().getBeanProvider(DecisionGuard.class)
                        : bare(type))
                .toArray();
        try {
            return (EngineRules) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The engine's rules cannot be made.", e);
        }
    }

    private static <T> T bare(Class<T> type) {
        return new SpringObjenesis().newInstance(type, false);
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static <T> T only(Collection<T> several) {
        assertThat(several).hasSize(1);
        return several.iterator().next();
    }
}
