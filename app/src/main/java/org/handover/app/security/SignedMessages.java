package org.handover.app.security;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * The doors that nobody signs in at, because each message is signed. Whoever answers there verifies the signature; one that
 * does not hold is treated like a wrong token: recorded, and slowed down from the same address.
 */
@Component
public final class SignedMessages {

    static final String[] DOORS = {"/api/incidents/pagerduty", "/api/incidents/generic"};

    static final String NOBODY = "signed message";

    private final SignInBrake brake;
    private final AuthenticationEventPublisher events;

    SignedMessages(SignInBrake brake, AuthenticationEventPublisher events) {
        this.brake = brake;
        this.events = events;
    }

    /**
     * What whoever sent a message is told whose signature does not hold. One that holds is never made to wait.
     *
     * @param sentence what is wrong with it
     */
    public ErrorResponseException refused(HttpServletRequest request, String sentence) {
        AuthenticationException why;
        ErrorResponseException answer;
        try {
            brake.failed(brake.begin(SignInBrake.Door.TOKEN, NOBODY, request.getRemoteAddr()));
            why = new BadCredentialsException(sentence);
            answer = problem(HttpStatus.UNAUTHORIZED, sentence);
        } catch (TooManyAttemptsException early) {
            why = early;
            answer = problem(HttpStatus.TOO_MANY_REQUESTS, early.sentence());
            answer.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(early.seconds()));
        }
        UsernamePasswordAuthenticationToken nobody = UsernamePasswordAuthenticationToken.unauthenticated(NOBODY, null);
        nobody.setDetails(new WebAuthenticationDetails(request));
        events.publishAuthenticationFailure(why, nobody);
        return answer;
    }

    private static ErrorResponseException problem(HttpStatus status, String sentence) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }
}
