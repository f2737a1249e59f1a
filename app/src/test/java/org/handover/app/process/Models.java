package org.handover.app.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Models and forms as they are shipped, deployed together under their file names as ModelDeployment does. */
final class Models {

    private static final List<String> PATTERNS = List.of(
            "classpath*:workflows/*.bpmn",
            "classpath*:workflows/*.dmn",
            "classpath*:forms/*.form",
            "classpath*:forms/*.html");

    private final Map<String, String> contents;

    private Models(Map<String, String> contents) {
        this.contents = contents;
    }

    static Models shipped() {
        Map<String, String> contents = new LinkedHashMap<>();
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        for (String pattern : PATTERNS) {
            try {
                Stream.of(resolver.getResources(pattern))
                        .sorted(Comparator.comparing(Models::name))
                        .forEach(resource -> contents.put(name(resource), text(resource)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Models(contents);
    }

    /** The same models but for one text, which has to be there. */
    Models changed(String file, String text, String replacement) {
        String before = contents.getOrDefault(file, "");
        if (!before.contains(text)) {
            throw new AssertionError("%s does not contain %s".formatted(file, text));
        }
        Map<String, String> changed = new LinkedHashMap<>(contents);
        changed.put(file, before.replace(text, replacement));
        return new Models(changed);
    }

    DeploymentWithDefinitions deploy(RepositoryService repository) {
        DeploymentBuilder deployment =
                repository.createDeployment().name("handover").enableDuplicateFiltering(false);
        contents.forEach(deployment::addString);
        return deployment.deployWithResult();
    }

    private static String name(Resource resource) {
        return String.valueOf(resource.getFilename());
    }

    private static String text(Resource resource) {
        try {
            return resource.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
