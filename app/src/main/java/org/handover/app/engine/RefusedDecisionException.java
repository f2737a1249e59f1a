package org.handover.app.engine;

import org.camunda.bpm.engine.ProcessEngineException;

/** A person's answer to a task that cannot be taken; the sentence says why and what to do. */
public final class RefusedDecisionException extends ProcessEngineException {

    private static final long serialVersionUID = 1L;

    public RefusedDecisionException(String sentence) {
        super(sentence);
    }
}
