package org.handover.app.configuration;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/** The settings that decide what the application does; none that may hold a secret. */
@Component
final class Settings {

    private static final Pattern RECORDED =
            Pattern.compile("(handover|server|spring\\.(datasource|flyway|security|mail))\\..*");
    private static final Pattern SECRET = Pattern.compile(".*(passw|secret|token|credential|private|api-?key).*");

    /** Whoever knows all of such an address may post there. */
    private static final Pattern SECRET_BEHIND_THE_HOST =
            Pattern.compile("handover\\.notifications\\.targets\\..*\\.url");

    /** Where nobody gives a setting: what the application brings along, and what it found or made up at its start. */
    private static final Pattern BROUGHT_ALONG = Pattern.compile("installation|.*class path resource.*");

    /** May differ from node to node, and nothing that is done depends on it. */
    private static final Set<String> WHERE_A_NODE_IS = Set.of("server.port", "server.address", "handover.data");

    private final ConfigurableEnvironment environment;

    Settings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    Map<String, String> all() {
        return from(source -> true);
    }

    /** What somebody gave, by a file, a variable or an argument, other than where a node is. */
    Map<String, String> given() {
        Map<String, String> given =
                from(source -> !BROUGHT_ALONG.matcher(source.getName()).matches());
        given.keySet().removeAll(WHERE_A_NODE_IS);
        return given;
    }

    private Map<String, String> from(Predicate<PropertySource<?>> sources) {
        Map<String, String> settings = new TreeMap<>();
        environment.getPropertySources().stream().filter(sources).forEach(source -> {
            if (source instanceof EnumerablePropertySource<?> named) {
                for (String name : named.getPropertyNames()) {
                    // A variable of the environment means the setting with dots.
                    String setting = name.toLowerCase(Locale.ROOT).replace('_', '.');
                    if (RECORDED.matcher(setting).matches()
                            && !SECRET.matcher(setting).matches()) {
                        settings.putIfAbsent(
                                setting, withoutSecrets(setting, String.valueOf(environment.getProperty(name))));
                    }
                }
            }
        });
        return settings;
    }

    /** An address may carry a user and a password. */
    private static String withoutSecrets(String setting, String value) {
        if (SECRET_BEHIND_THE_HOST.matcher(setting).matches()) {
            return value.replaceAll("^(\\w+://[^/?#@]*)[^@]*$", "$1/[masked]").replaceAll("^.*@.*$", "[masked]");
        }
        return value.replaceAll("//[^/@]*@", "//[masked]@")
                .replaceAll("(?i)([?&](user|[a-z]*password|[a-z]*secret)=)[^&]*", "$1[masked]");
    }
}
