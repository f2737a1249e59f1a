package org.handover.app.engine;

import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.handover.console.Consoles;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Once the application is ready, and beside everything else, does what the first failover would otherwise wait for
 * (docs/measured.md): reads the models, asks the decision tables, loads the cryptography of SSH. It writes nothing, reaches
 * no server, and what it could not do is done when it is needed.
 */
@Component
final class WarmUp {

    private final RepositoryService repository;
    private final ProcessEngineConfigurationImpl engine;
    private final Consoles consoles;
    private volatile CompletableFuture<Void> begun = CompletableFuture.completedFuture(null);

    WarmUp(RepositoryService repository, ProcessEngineConfigurationImpl engine, Consoles consoles) {
        this.repository = repository;
        this.engine = engine;
        this.consoles = consoles;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        begun = CompletableFuture.runAsync(this::warmUp);
    }

    /** What it asks is still there until it has the answer, also where the application is stopped as soon as it is ready. */
    @PreDestroy
    void end() {
        begun.handle((done, failed) -> failed == null).join();
    }

    private void warmUp() {
        consoles.prepare();
        readModels();
        repository.createDecisionDefinitionQuery().latestVersion().list().forEach(this::ask);
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
