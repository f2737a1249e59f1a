package org.handover.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.admin.impl.web.SetupResource;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.rest.dto.identity.UserCredentialsDto;
import org.camunda.bpm.engine.rest.dto.identity.UserDto;
import org.camunda.bpm.engine.rest.dto.identity.UserProfileDto;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the open edition 7.24.0 lets through as it comes, and what is left of it on ours. */
final class HardenedEngineTest {

    private static final String REACH_A_CLASS =
            "${''.getClass().forName('" + Witness.class.getName() + "').newInstance()}";

    private static EmbeddedPostgres postgres;
    private static ProcessEngine bare;
    private static ProcessEngine ours;

    /** Counts how often somebody reached it who should not. */
    public static final class Witness {

        static final AtomicInteger MADE = new AtomicInteger();

        public Witness() {
            MADE.incrementAndGet();
        }
    }

    /** A bean as any application has many. */
    public static final class Vault {

        static final AtomicInteger OPENED = new AtomicInteger();

        public String open() {
            OPENED.incrementAndGet();
            return "open";
        }
    }

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        StandaloneProcessEngineConfiguration asItComes = configuration("bare");
        asItComes.setBeans(Map.of("vault", new Vault()));
        bare = asItComes.buildProcessEngine();
        StandaloneProcessEngineConfiguration hardened = configuration("hardened");
        JavaDelegate delegate = execution -> execution.setVariable("called", true);
        HardenedEngine.harden(hardened, Map.of("delegate", delegate));
        ours = hardened.buildProcessEngine();
    }

    private static StandaloneProcessEngineConfiguration configuration(String name) {
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName(name);
        configuration.setJdbcDriver("org.postgresql.Driver");
        configuration.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        configuration.setJdbcUsername("postgres");
        configuration.setJdbcPassword("postgres");
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        configuration.setJobExecutorActivate(false);
        configuration.setMetricsEnabled(false);
        configuration.setAuthorizationEnabled(true);
        return configuration;
    }

    @AfterAll
    static void stop() throws IOException {
        ours.close();
        bare.close();
        postgres.close();
    }

    @BeforeEach
    void nothingReachedYet() {
        Witness.MADE.set(0);
        Vault.OPENED.set(0);
    }

    @AfterEach
    void cleanUp() {
        bare.getRepositoryService().createDeploymentQuery().list().forEach(deployment -> bare.getRepositoryService()
                .deleteDeployment(deployment.getId(), true));
    }

    @Test
    void cve2026x109432_anExpressionInAnOrPartOfAQueryRunsCodeOnABareEngineAndIsRefusedOnOurs() {
        assertThatThrownBy(() -> bare.getTaskService()
                        .createTaskQuery()
                        .taskCandidateUserExpression(REACH_A_CLASS)
                        .list())
                .as("the bare engine looks at the first part")
                .isInstanceOf(BadUserRequestException.class);
        assertThat(Witness.MADE).hasValue(0);

        assertThatThrownBy(() -> inAnOrPart(bare).list()).isInstanceOf(RuntimeException.class);
        assertThat(Witness.MADE).as("code ran on the bare engine").hasValue(1);

        assertThatThrownBy(() -> inAnOrPart(ours).list())
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("may not carry an expression");
        assertThatThrownBy(() -> inAnOrPart(ours).count()).isInstanceOf(BadUserRequestException.class);
        assertThat(Witness.MADE).as("nothing ran on ours").hasValue(1);
    }

    private static TaskQuery inAnOrPart(ProcessEngine engine) {
        return engine.getTaskService()
                .createTaskQuery()
                .or()
                .taskAssigneeExpression(REACH_A_CLASS)
                .endOr();
    }

    @Test
    void cve2026x77226_whereTheAdministratorsAreInAnotherGroupTheSetUpPageMakesAnyoneOneOnABareEngine() {
        Authorization elsewhere = bare.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        elsewhere.setGroupId("the-real-administrators");
        elsewhere.setResource(Resources.USER);
        elsewhere.setResourceId(Authorization.ANY);
        elsewhere.addPermission(Permissions.ALL);
        bare.getAuthorizationService().saveAuthorization(elsewhere);
        UserProfileDto profile = new UserProfileDto();
        profile.setId("mallory");
        UserCredentialsDto credentials = new UserCredentialsDto();
        credentials.setPassword("mallory-mallory");
        UserDto mallory = new UserDto();
        mallory.setProfile(profile);
        mallory.setCredentials(credentials);

        new SetUp().createInitialUserInternal("bare", mallory, bare);

        assertThat(bare.getIdentityService()
                        .createUserQuery()
                        .userId("mallory")
                        .memberOfGroup("camunda-admin")
                        .count())
                .as("closed on ours by the address: SignInTest")
                .isEqualTo(1);
    }

    private static final class SetUp extends SetupResource {

        @Override
        protected ObjectMapper getObjectMapper() {
            return new ObjectMapper();
        }

        @Override
        protected void createInitialUserInternal(String name, UserDto user, ProcessEngine engine) {
            super.createInitialUserInternal(name, user, engine);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${''.getClass().forName('org.handover.app.engine.HardenedEngineTest$Witness').newInstance()}",
                "${''.class}",
                "${''['class']}",
                "${execution.getClass()}",
                "${execution.processEngineServices}",
                "${execution.getProcessEngineServices()}",
                "${execution.processEngine}",
                "${execution.removeVariables()}",
                "${execution.setVariable('a', 'b', 'c')}",
                "${delegate.execute(execution)}",
                "${delegate.getClass()}",
                "${vault.open()}",
                "${dataSource}",
                "${environment}",
                "${applicationContext}",
                "${systemProperties}",
                "${now().getClass()}",
                "${list.getClass()}",
                "${list.add('x')}",
                "${list['class']}",
                "${authenticatedUserId.getClass()}",
            })
    void noExpressionOfAModelReachesAClassAnUnnamedBeanOrTheEngine(String expression) {
        deploy(ours, expression);

        assertThatThrownBy(() -> start(ours)).isInstanceOf(ProcessEngineException.class);

        assertThat(Witness.MADE).hasValue(0);
        assertThat(Vault.OPENED).hasValue(0);
    }

    @Test
    void theSameExpressionsReachTheirEndOnABareEngine() {
        deploy(bare, REACH_A_CLASS);
        start(bare);
        assertThat(Witness.MADE).hasValue(1);

        deploy(bare, "${vault.open()}");
        start(bare);
        assertThat(Vault.OPENED).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${execution.setVariable('found', execution.processBusinessKey)}",
                "${execution.setVariable('found', map.inner[0])}",
                "${execution.setVariable('found', list[0])}",
            })
    void whatTheModelsNeedIsReached(String expression) {
        deploy(ours, expression);

        ProcessInstance instance = start(ours);

        assertThat(ours.getRuntimeService().getVariable(instance.getId(), "found"))
                .isEqualTo("FO-000001");
    }

    @Test
    void aModelWithAScriptRunsOnABareEngineAndIsNotDeployedOnOurs() {
        BpmnModelInstance scripted = Bpmn.createExecutableProcess("run")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .scriptTask("script")
                .scriptFormat("juel")
                .scriptText(REACH_A_CLASS)
                .userTask()
                .endEvent()
                .done();
        bare.getRepositoryService()
                .createDeployment()
                .addModelInstance("scripted.bpmn", scripted)
                .deploy();
        start(bare);
        assertThat(Witness.MADE).hasValue(1);

        assertThatThrownBy(() -> ours.getRepositoryService()
                        .createDeployment()
                        .addModelInstance("scripted.bpmn", scripted)
                        .deploy())
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("Scripts are switched off");
        assertThat(Witness.MADE).hasValue(1);
    }

    @Test
    void aStoredFilterMayStillAskForTheGroupsOfWhoLooks() {
        var filter = ours.getFilterService().newTaskFilter("mine");
        filter.setQuery(ours.getTaskService()
                .createTaskQuery()
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .includeAssignedTasks());
        String id = ours.getFilterService().saveFilter(filter).getId();
        Authorization everybody = ours.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
        everybody.setResource(Resources.FILTER);
        everybody.setResourceId(id);
        everybody.addPermission(Permissions.READ);
        ours.getAuthorizationService().saveAuthorization(everybody);
        ours.getIdentityService().setAuthentication("olga", List.of("sso-operators"));
        try {
            List<Task> mine = ours.getFilterService().list(id);
            assertThat(mine).isEmpty();
        } finally {
            ours.getIdentityService().clearAuthentication();
            ours.getFilterService().deleteFilter(id);
        }
    }

    private static void deploy(ProcessEngine engine, String expression) {
        BpmnModelInstance model = Bpmn.createExecutableProcess("run")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .serviceTask("act")
                .camundaExpression(expression)
                .userTask()
                .endEvent()
                .done();
        engine.getRepositoryService()
                .createDeployment()
                .addModelInstance("run.bpmn", model)
                .deploy();
    }

    private static ProcessInstance start(ProcessEngine engine) {
        return engine.getRuntimeService()
                .startProcessInstanceByKey(
                        "run",
                        "FO-000001",
                        Map.of(
                                "list",
                                new ArrayList<>(List.of("FO-000001")),
                                "map",
                                new HashMap<>(Map.of("inner", new ArrayList<>(List.of("FO-000001"))))));
    }
}
