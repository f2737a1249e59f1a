package org.handover.app.engine;

import jakarta.ws.rs.core.Response;
import org.camunda.bpm.engine.rest.exception.RestException;

/**
 * A person's answer, claim or comment that is not taken; the sentence says why and what to do. The engine's own interface
 * tells it as the caller's mistake, in these words; any other exception it calls a failure of its own.
 */
public final class RefusedAttemptException extends RestException {

    private static final long serialVersionUID = 1L;

    public RefusedAttemptException(String sentence) {
        super(Response.Status.BAD_REQUEST, sentence);
    }
}
