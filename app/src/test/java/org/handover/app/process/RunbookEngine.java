package org.handover.app.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.handover.app.engine.HardenedEngine;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link Runbook} on a plain engine: no Spring, no job executor, a PostgreSQL of its own. Engine and
 * database are started once for all test classes and stopped after the last one.
 */
final class RunbookEngine implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace ALL_TESTS = Namespace.create(RunbookEngine.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        Started started = started(context);
        BpmnAwareTests.init(started.engine);
        context.getStore(ALL_TESTS).put(Runbook.class, new Runbook(started.engine, started.delegates, started.shipped));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            context.getStore(ALL_TESTS).get(Runbook.class, Runbook.class).cleanUp();
        } finally {
            BpmnAwareTests.reset();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Runbook.class || type == CoveredElements.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == CoveredElements.class
                ? started(context).covered
                : context.getStore(ALL_TESTS).get(Runbook.class, Runbook.class);
    }

    private static Started started(ExtensionContext context) {
        return context.getRoot().getStore(ALL_TESTS).getOrComputeIfAbsent(Started.class);
    }

    static final class Started implements ExtensionContext.Store.CloseableResource {

        private final EmbeddedPostgres postgres;
        private final ProcessEngine engine;
        private final RecordingDelegates delegates = new RecordingDelegates();
        private final Models shipped = Models.shipped();
        private final CoveredElements covered = new CoveredElements();

        Started() {
            try {
                postgres = EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException("The PostgreSQL of the process tests did not start.", e);
            }
            engine = configuration().buildProcessEngine();
            covered.listenTo(engine);
            shipped.deploy(engine.getRepositoryService());
        }

        /** What application.yml and EngineRules set and the models can notice is set here too. */
        private StandaloneProcessEngineConfiguration configuration() {
            StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
            configuration.setProcessEngineName("runbook");
            configuration.setJdbcDriver("org.postgresql.Driver");
            configuration.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
            configuration.setJdbcUsername("postgres");
            configuration.setJdbcPassword("postgres");
            configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
            configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
            configuration.setJobExecutorActivate(false);
            configuration.setMetricsEnabled(false);
            configuration.setTaskMetricsEnabled(false);
            configuration.setCmmnEnabled(false);
            configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
            configuration.setSkipOutputMappingOnCanceledActivities(true);
            configuration.setEnableReducedJobExceptionLogging(true);
            configuration.setEnableCmdExceptionLogging(false);
            HardenedEngine.harden(configuration, delegates.asBeans());
            configuration.setCustomPreBPMNParseListeners(new ArrayList<>(List.of(new PlaysTheGuard())));
            CoveredElements.prepare(configuration);
            return configuration;
        }

        @Override
        public void close() throws IOException {
            engine.close();
            postgres.close();
        }
    }
}
