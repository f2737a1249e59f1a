package org.handover.app.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** What holds for an engine that runs our models, whatever comes to it: no script, and few expressions (docs/security.md). */
public final class HardenedEngine {

    private HardenedEngine() {}

    /** @param beans by name, all that an expression reaches beside a run's variables */
    public static void harden(ProcessEngineConfigurationImpl configuration, Map<Object, Object> beans) {
        configuration.setBeans(beans);
        configuration.setExpressionManager(new FewExpressions(beans));
        NoScripts noScripts = new NoScripts();
        configuration.setScriptFactory(noScripts);
        configuration.setScriptEngineResolver(noScripts);
        configuration.setCustomPreCommandInterceptorsTxRequired(new ArrayList<>(List.of(new NoExpressionInOrQuery())));
        configuration.setCustomPreCommandInterceptorsTxRequiresNew(
                new ArrayList<>(List.of(new NoExpressionInOrQuery())));
    }
}
