package org.handover.app.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.ibatis.builder.xml.XMLConfigBuilder;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.defaults.DefaultSqlSessionFactory;
import org.apache.ibatis.transaction.managed.ManagedTransactionFactory;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/**
 * Reads the engine's SQL mappings while Spring reads the application's classes. They are a third of the engine's start-up,
 * need nothing but the name of the database's product, and are otherwise read when everything waits for them
 * (docs/measured.md). It is what the engine itself would do, in its own order.
 */
public final class EngineMappings extends AbstractProcessEnginePlugin
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String NO_PREFIX = "";

    private final CompletableFuture<Configuration> reading = new CompletableFuture<>();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Executor beside = task -> {
            Thread thread = new Thread(task, "engine-mappings");
            thread.setDaemon(true);
            thread.start();
        };
        reading.completeAsync(EngineMappings::read, beside);
        context.getBeanFactory().registerSingleton("engineMappings", this);
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        Configuration mappings = reading.join();
        mappings.setEnvironment(new Environment("default", new ManagedTransactionFactory(), engine.getDataSource()));
        mappings.setDefaultStatementTimeout(engine.getJdbcStatementTimeout());
        if (engine.isJdbcBatchProcessing()) {
            mappings.setDefaultExecutorType(ExecutorType.BATCH);
        }
        engine.setSqlSessionFactory(new DefaultSqlSessionFactory(mappings));
    }

    private static Configuration read() {
        Properties properties = new Properties();
        properties.put("prefix", NO_PREFIX);
        ProcessEngineConfigurationImpl.initSqlSessionFactoryProperties(
                properties, NO_PREFIX, DbSqlSessionFactory.POSTGRES);
        ClassPathResource mappings = new ClassPathResource(ProcessEngineConfigurationImpl.DEFAULT_MYBATIS_MAPPING_FILE);
        try (InputStream content = mappings.getInputStream();
                InputStreamReader reader = new InputStreamReader(content, StandardCharsets.UTF_8)) {
            return new XMLConfigBuilder(reader, "", properties).parse();
        } catch (IOException e) {
            throw new IllegalStateException("The engine's SQL mappings cannot be read: " + e.getMessage(), e);
        }
    }
}
