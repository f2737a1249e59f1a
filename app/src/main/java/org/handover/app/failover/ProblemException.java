package org.handover.app.failover;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.handover.app.restraint.Refusal;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that cannot be carried out, with the sentence that its {@code application/problem+json} says. */
public final class ProblemException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    public ProblemException(HttpStatus status, String sentence) {
        super(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }

    /** @param failover the failover that stands in the way */
    static ProblemException conflict(String sentence, URI failover) {
        ProblemException problem = new ProblemException(HttpStatus.CONFLICT, sentence);
        problem.getBody().setProperty("failover", failover);
        problem.getBody().setProperty("reason", Refusal.OPEN);
        return problem;
    }

    /** @param wait after which a tool does well to ask again; zero where nobody can say */
    static ProblemException restrained(Refusal refusal, Duration wait) {
        ProblemException problem = new ProblemException(
                refusal.reason().equals(Refusal.AGAIN_TOO_SOON) ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.CONFLICT,
                refusal.sentence());
        problem.getBody().setProperty("reason", refusal.reason());
        if (refusal.until() != null) {
            problem.getBody().setProperty("until", refusal.until());
            problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
        }
        if (refusal.run() != null) {
            problem.getBody().setProperty("failover", URI.create("/api/failovers/" + refusal.run()));
        }
        return problem;
    }

    public String sentence() {
        return String.valueOf(getBody().getDetail());
    }

    /** A word of {@link Refusal} for why a failover was not started. */
    String reason() {
        return property("reason").orElse(Refusal.NOT_POSSIBLE);
    }

    @Nullable
    Instant until() {
        Map<String, Object> properties = getBody().getProperties();
        return properties != null && properties.get("until") instanceof Instant until ? until : null;
    }

    /** The run that is open on the SSO system, where that is why. */
    public Optional<FailoverId> openRun() {
        return reason().equals(Refusal.OPEN)
                ? property("failover").map(path -> new FailoverId(path.substring(path.lastIndexOf('/') + 1)))
                : Optional.empty();
    }

    private Optional<String> property(String name) {
        Map<String, Object> properties = getBody().getProperties();
        return Optional.ofNullable(properties == null ? null : properties.get(name))
                .map(Object::toString);
    }
}
