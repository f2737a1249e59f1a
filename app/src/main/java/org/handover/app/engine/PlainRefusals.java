package org.handover.app.engine;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/** Tells a person in our words alone why an answer was refused: the engine wraps what a task listener throws in its own. */
final class PlainRefusals extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (ProcessEngineException e) {
            if (e.getCause() instanceof RefusedAttemptException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
