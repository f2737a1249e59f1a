package org.handover.app.trace;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Nothing of tracing is even looked at where no address says to whom spans are sent: it would only make the start slower. */
public final class TracesWhereTheyGo implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String ADDRESS = "management.otlp.tracing.endpoint";

    private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.";

    private static final List<String> ABOUT_TRACES =
            List.of(ACTUATOR + "tracing.", ACTUATOR + "opentelemetry.", ACTUATOR + "logging.");

    private @Nullable Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean wanted = Objects.requireNonNull(environment).containsProperty(ADDRESS);
        boolean[] kept = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            kept[i] = wanted || name == null || ABOUT_TRACES.stream().noneMatch(name::startsWith);
        }
        return kept;
    }
}
