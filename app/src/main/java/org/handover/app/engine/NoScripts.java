package org.handover.app.engine;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.impl.scripting.ExecutableScript;
import org.camunda.bpm.engine.impl.scripting.ScriptFactory;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;
import org.jspecify.annotations.Nullable;

/**
 * Scripting is off: a model that carries a script is not deployed, and no language has an engine that would run one. FEEL, in
 * which the decision tables are written, is no script.
 */
final class NoScripts extends ScriptFactory implements ScriptEngineResolver {

    @Override
    public ExecutableScript createScriptFromResource(String language, String resource) {
        throw off();
    }

    @Override
    public ExecutableScript createScriptFromResource(String language, Expression resource) {
        throw off();
    }

    @Override
    public ExecutableScript createScriptFromSource(String language, String source) {
        throw off();
    }

    @Override
    public ExecutableScript createScriptFromSource(String language, Expression source) {
        throw off();
    }

    @Override
    public @Nullable ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
        return null;
    }

    @Override
    public ScriptEngineManager getScriptEngineManager() {
        throw off();
    }

    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
        throw off();
    }

    private static ProcessEngineException off() {
        return new ProcessEngineException("Scripts are switched off: write a delegate instead.");
    }
}
