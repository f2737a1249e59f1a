package org.handover.app.start;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * With nothing configured the application brings its own PostgreSQL and its own lab. Both run before the first bean is made
 * and end after the last one is gone.
 */
public final class Installation implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
    private static final int HIGHEST_PORT = 65535;
    private static final String DATABASE = "handover";
    private static final String OWNER = "handover_owner";
    private static final String RUNNER = "handover_app";
    private static final String LAB_DATABASE = "lab";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        refuseTakenPort(environment);
        DataFolder data = new DataFolder(Path.of(environment.getProperty("handover.data", "data")));
        context.getBeanFactory().registerSingleton("dataFolder", data);
        FutureTask<Brought> bringing = new FutureTask<>(() -> bring(environment, data));
        endWithContext(context, "installation", () -> close(bringing));
        Thread thread = new Thread(bringing, "installation");
        thread.setDaemon(true);
        thread.start();
        // They come up while Spring reads the application's classes; it makes the first bean only after this.
        context.addBeanFactoryPostProcessor(beans -> install(environment, beans, await(bringing)));
    }

    /** What was started, or found running. */
    private record Brought(@Nullable OwnPostgres postgres, Map<String, Object> dataSource, OwnLab lab)
            implements AutoCloseable {

        @Override
        public void close() {
            lab.process().ifPresent(LabProcess::close);
            if (postgres != null) {
                postgres.close();
            }
        }
    }

    private static Brought bring(ConfigurableEnvironment environment, DataFolder data) {
        if (environment.containsProperty("spring.datasource.url")) {
            return new Brought(null, Map.of(), ownLab(environment, data, null));
        }
        OwnPostgres postgres = new OwnPostgres(data);
        try {
            return new Brought(postgres, asDataSource(postgres), ownLab(environment, data, postgres));
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private static void install(
            ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans, Brought brought) {
        Map<String, Object> settings = new LinkedHashMap<>(brought.dataSource());
        settings.put("handover.node", UUID.randomUUID().toString().substring(0, 8));
        environment.getPropertySources().addFirst(new MapPropertySource("installation", settings));
        beans.registerSingleton("ownLab", brought.lab());
    }

    private static Brought await(Future<Brought> bringing) {
        try {
            return bringing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the application's own PostgreSQL started.", e);
        }
    }

    /** What failed to come has closed itself. */
    private static void close(Future<Brought> bringing) throws InterruptedException {
        try {
            bringing.get().close();
        } catch (ExecutionException e) {
            LOG.debug("There is nothing to stop.", e);
        }
    }

    /** Said before anything is started, so that nothing has to be stopped again. */
    private static void refuseTakenPort(ConfigurableEnvironment environment) {
        int port = environment.getProperty("server.port", Integer.class, 8080);
        if (port > HIGHEST_PORT) {
            throw new CannotStartException(
                    "server.port is %d; the highest port is %d.".formatted(port, HIGHEST_PORT),
                    "Choose another port: SERVER_PORT=8081");
        }
        if (port > 0 && !Ports.isFree(new InetSocketAddress(port))) {
            throw new PortTakenException(port);
        }
    }

    private static Map<String, Object> asDataSource(OwnPostgres postgres) {
        String ownerPassword = postgres.role(OWNER);
        String runnerPassword = postgres.role(RUNNER);
        postgres.database(DATABASE, OWNER);
        postgres.letConnect(RUNNER, DATABASE);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("spring.datasource.url", postgres.url(DATABASE));
        settings.put("spring.datasource.username", RUNNER);
        settings.put("spring.datasource.password", runnerPassword);
        settings.put("spring.flyway.url", postgres.url(DATABASE));
        settings.put("spring.flyway.user", OWNER);
        settings.put("spring.flyway.password", ownerPassword);
        return settings;
    }

    private static OwnLab ownLab(ConfigurableEnvironment environment, DataFolder data, @Nullable OwnPostgres postgres) {
        boolean wanted = environment.getProperty(
                "handover.lab.enabled", Boolean.class, !environment.containsProperty("handover.inventory"));
        if (!wanted) {
            return OwnLab.none();
        }
        ConsoleKey key = ConsoleKey.of(data);
        Optional<Path> handedOver = Optional.ofNullable(environment.getProperty("handover.lab.handed-over"))
                .map(Path::of);
        if (handedOver.isPresent()) {
            Optional.ofNullable(environment.getProperty("handover.lab.console-public-key-file"))
                    .ifPresent(file -> key.publish(Path.of(file)));
            return OwnLab.elsewhere(handedOver.get(), key);
        }
        if (postgres == null) {
            return OwnLab.none();
        }
        String classPath = labClassPath(environment);
        boolean first = !LabProcess.isSetUp(data);
        String given = environment.getProperty("handover.demo.restore-password", "");
        String restorePassword = given.isEmpty() ? DataFolder.madeUpPassword(12) : given;
        Map<String, String> labEnvironment = new LinkedHashMap<>();
        labEnvironment.put("HANDOVER_LAB_DB_PASSWORD", postgres.role(LAB_DATABASE));
        postgres.database(LAB_DATABASE, LAB_DATABASE);
        labEnvironment.put("HANDOVER_LAB_DB_URL", postgres.url(LAB_DATABASE));
        labEnvironment.put("HANDOVER_LAB_DB_USER", LAB_DATABASE);
        labEnvironment.put("HANDOVER_LAB_CONSOLE_PUBLIC_KEY", key.publicKeyLine());
        labEnvironment.put("HANDOVER_LAB_CONSOLE_PASSWORD", data.internalPassword("lab-console"));
        labEnvironment.put("HANDOVER_LAB_POLL_SECONDS", environment.getProperty("handover.lab.poll-seconds", "30"));
        labEnvironment.put("HANDOVER_LAB_START_SECONDS", environment.getProperty("handover.lab.start-seconds", "2"));
        if (first) {
            labEnvironment.put("HANDOVER_LAB_RESTORE_PASSWORD", restorePassword);
        }
        LabProcess process = LabProcess.findOrStart(data, classPath, labEnvironment);
        return OwnLab.started(process, key, first && given.isEmpty() ? restorePassword : null);
    }

    private static String labClassPath(ConfigurableEnvironment environment) {
        Path classes = Path.of(environment.getProperty("handover.lab.classes", "lab/target/classes"));
        Path libraries = classes.resolveSibling("lab.classpath");
        if (!Files.exists(libraries)) {
            throw new CannotStartException(
                    "The lab of a first run is not here (%s).".formatted(libraries.toAbsolutePath()),
                    "Give handover.inventory to work on real servers, or start from the repository with mvn spring-boot:run.");
        }
        try {
            return classes + File.pathSeparator + Files.readString(libraries).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endWithContext(ConfigurableApplicationContext context, String name, AutoCloseable resource) {
        ((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean(name, resource::close);
    }
}
