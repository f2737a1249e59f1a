package org.handover.app.failover;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that cannot be carried out, with the sentence that its {@code application/problem+json} says. */
final class ProblemException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    ProblemException(HttpStatus status, String sentence) {
        super(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }

    /** @param failover the failover that stands in the way */
    static ProblemException conflict(String sentence, URI failover) {
        ProblemException problem = new ProblemException(HttpStatus.CONFLICT, sentence);
        problem.getBody().setProperty("failover", failover);
        return problem;
    }
}
