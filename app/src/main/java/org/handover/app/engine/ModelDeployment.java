package org.handover.app.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys models and forms together under their file names, and only when one of them changed: what is bound to its
 * deployment (calls, forms) then finds exactly the version that it was drawn with.
 */
@Component
public final class ModelDeployment implements InitializingBean {

    static final String NAME = "handover";
    private static final String[] PATTERNS = {
        "classpath*:workflows/*.bpmn",
        "classpath*:workflows/*.dmn",
        "classpath*:forms/*.form",
        "classpath*:forms/*.html"
    };

    private final RepositoryService repository;

    ModelDeployment(RepositoryService repository) {
        this.repository = repository;
    }

    @Override
    public void afterPropertiesSet() {
        DeploymentBuilder deployment =
                repository.createDeployment().name(NAME).source("application").enableDuplicateFiltering(false);
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        for (String pattern : PATTERNS) {
            add(deployment, resolver, pattern);
        }
        deployment.deploy();
    }

    private static void add(
            DeploymentBuilder deployment, PathMatchingResourcePatternResolver resolver, String pattern) {
        try {
            Resource[] resources = resolver.getResources(pattern);
            Arrays.sort(resources, Comparator.comparing(resource -> String.valueOf(resource.getFilename())));
            for (Resource resource : resources) {
                try (InputStream content = resource.getInputStream()) {
                    deployment.addInputStream(resource.getFilename(), content);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The models %s cannot be read.".formatted(pattern), e);
        }
    }
}
