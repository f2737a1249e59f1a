package org.handover.app.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.handover.app.engine.RefusedAttempts;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** Says as {@code application/problem+json} why somebody was not let in. No challenge makes a browser ask for a password. */
@Component
final class ProblemEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final ObjectMapper json;
    private final RefusedAttempts refusals;

    ProblemEntryPoint(ObjectMapper json, RefusedAttempts refusals) {
        this.json = json;
        this.refusals = refusals;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof TooManyAttemptsException early) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(early.seconds()));
            write(request, response, HttpStatus.TOO_MANY_REQUESTS, early.sentence());
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"handover\"");
        boolean nothingGiven = request.getHeader(HttpHeaders.AUTHORIZATION) == null;
        write(request, response, HttpStatus.UNAUTHORIZED, sentence(nothingGiven, why));
    }

    private static String sentence(boolean nothingGiven, AuthenticationException why) {
        if (why instanceof DisabledException) {
            return "Passwords open nothing here: people sign in with their provider on the page /login, tools with a bearer token.";
        }
        return nothingGiven
                ? "Sign in first: with HTTP Basic, with a bearer token, or on the page /login."
                : "The user name, password or token is wrong, or the token has expired or was revoked.";
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        boolean oldPage = why instanceof CsrfException;
        String sentence = oldPage
                ? "This page is no longer current. Reload it and do it again."
                : "%s may not do this. Who has to is a matter of groups; ask somebody who is in the right one."
                        .formatted(request.getRemoteUser());
        if (!oldPage) {
            DoorRefusal.of(request, sentence).recordIn(refusals);
        }
        write(request, response, HttpStatus.FORBIDDEN, sentence);
    }

    void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String sentence)
            throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, sentence);
        problem.setInstance(URI.create(request.getRequestURI()));
        json.writeValue(response.getOutputStream(), problem);
    }
}
