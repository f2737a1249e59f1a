package org.handover.app.engine;

import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.handover.console.Consoles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Once the application is ready, and beside everything else, does what the first failover would otherwise wait for
 * (docs/measured.md): reads the models, asks the decision tables, loads the cryptography of SSH. It writes nothing and
 * reaches no server.
 */
@Component
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final RepositoryService repository;
    private final ProcessEngineConfigurationImpl engine;
    private final Consoles consoles;

    WarmUp(RepositoryService repository, ProcessEngineConfigurationImpl engine, Consoles consoles) {
        this.repository = repository;
        this.engine = engine;
        this.consoles = consoles;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Thread thread = new Thread(this::warmUp, "warm-up");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private void warmUp() {
        try {
            consoles.prepare();
            readModels();
            repository.createDecisionDefinitionQuery().latestVersion().list().forEach(this::ask);
        } catch (RuntimeException e) {
            LOG.debug("The first failover has to wait for what could not be made ready before it.", e);
        }
    }

    private void readModels() {
        DeploymentCache models = engine.getDeploymentCache();
        repository
                .createProcessDefinitionQuery()
                .latestVersion()
                .list()
                .forEach(model -> inEngine(context -> models.findDeployedProcessDefinitionById(model.getId())));
        repository
                .createDecisionDefinitionQuery()
                .latestVersion()
                .list()
                .forEach(table -> inEngine(context -> models.findDeployedDecisionDefinitionById(table.getId())));
    }

    /** Of a table that is read beside the deployed one, so the engine keeps no history of the answer. */
    private void ask(DecisionDefinition table) {
        DmnEngine tables = engine.getDmnEngine();
        inEngine(context -> tables.evaluateDecisionTable(
                table.getKey(), repository.getDecisionModel(table.getId()), Map.of("situation", "planned")));
    }

    private void inEngine(Command<?> command) {
        engine.getCommandExecutorTxRequired().execute(command);
    }
}
