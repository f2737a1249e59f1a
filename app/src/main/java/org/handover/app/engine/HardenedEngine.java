package org.handover.app.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * What holds for an engine that runs our models, whatever comes to it: no script and few expressions (docs/security.md), and
 * refusals in our own words.
 */
public final class HardenedEngine {

    private HardenedEngine() {}

    /** @param beans by name, all that an expression reaches beside a run's variables */
    public static void harden(ProcessEngineConfigurationImpl configuration, Map<Object, Object> beans) {
        configuration.setBeans(beans);
        configuration.setExpressionManager(new FewExpressions(beans));
        NoScripts noScripts = new NoScripts();
        configuration.setScriptFactory(noScripts);
        configuration.setScriptEngineResolver(noScripts);
        before(configuration, NoExpressionInOrQuery::new);
        before(configuration, PlainRefusals::new);
    }

    /** Puts an interceptor before the commands of both chains, beside those that others have put there. */
    static void before(ProcessEngineConfigurationImpl configuration, Supplier<CommandInterceptor> interceptor) {
        configuration.setCustomPreCommandInterceptorsTxRequired(
                with(configuration.getCustomPreCommandInterceptorsTxRequired(), interceptor.get()));
        configuration.setCustomPreCommandInterceptorsTxRequiresNew(
                with(configuration.getCustomPreCommandInterceptorsTxRequiresNew(), interceptor.get()));
    }

    private static List<CommandInterceptor> with(@Nullable List<CommandInterceptor> before, CommandInterceptor one) {
        List<CommandInterceptor> all = before == null ? new ArrayList<>() : new ArrayList<>(before);
        all.add(one);
        return all;
    }
}
