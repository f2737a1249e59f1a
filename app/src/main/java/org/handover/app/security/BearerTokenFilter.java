package org.handover.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.handover.app.engine.Groups;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs a tool in by {@code Authorization: Bearer …} for this one request, for what its token may. */
final class BearerTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";
    static final String NOBODY = "bearer token";
    private static final RequestMatcher STARTS =
            OnPath.of(HttpMethod.POST, "/api/failovers", "/api/incidents/alertmanager");
    private static final SecurityContextRepository THIS_REQUEST = new RequestAttributeSecurityContextRepository();
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    /** What a token is looked up in, and who hears of it. */
    @Component
    record Doorkeeper(ApiTokens tokens, SignInBrake brake, AuthenticationEventPublisher events) {}

    private final Doorkeeper doorkeeper;
    private final ProblemEntryPoint refusal;

    BearerTokenFilter(Doorkeeper doorkeeper, ProblemEntryPoint refusal) {
        this.doorkeeper = doorkeeper;
        this.refusal = refusal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            chain.doFilter(request, response);
            return;
        }
        Optional<ApiTokens.Known> token =
                doorkeeper.tokens.use(header.substring(SCHEME.length()).strip());
        if (token.isEmpty()) {
            refuse(request, response);
        } else if (!may(token.get(), request)) {
            refusal.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    "This token of %s may do nothing but: %s."
                            .formatted(
                                    token.get().tool(),
                                    String.join(
                                            ", ", ApiTokens.words(token.get().scopes()))));
        } else {
            UsernamePasswordAuthenticationToken tool = UsernamePasswordAuthenticationToken.authenticated(
                    token.get().tool(), null, List.of(new SimpleGrantedAuthority(Groups.TOOLS)));
            tool.setDetails(new WebAuthenticationDetails(request));
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(tool);
            SecurityContextHolder.setContext(context);
            // An answer that goes on after the request's own thread, such as a stream of events, ends as the same tool.
            THIS_REQUEST.saveContext(context, request, response);
            doorkeeper.events.publishAuthenticationSuccess(tool);
            chain.doFilter(request, response);
        }
    }

    private static boolean may(ApiTokens.Known token, HttpServletRequest request) {
        return (token.scopes().contains(ApiTokens.Scope.READ) && READS.contains(request.getMethod()))
                || (token.scopes().contains(ApiTokens.Scope.START) && STARTS.matches(request));
    }

    /** A token that holds is never made to wait: 256 random bits are not guessed, and a tool has one try at night. */
    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AuthenticationException why;
        try {
            doorkeeper.brake.failed(doorkeeper.brake.begin(SignInBrake.Door.TOKEN, NOBODY, request.getRemoteAddr()));
            why = new BadCredentialsException("This token is not known here, has expired or was revoked.");
        } catch (TooManyAttemptsException early) {
            why = early;
        }
        UsernamePasswordAuthenticationToken nobody = UsernamePasswordAuthenticationToken.unauthenticated(NOBODY, null);
        nobody.setDetails(new WebAuthenticationDetails(request));
        doorkeeper.events.publishAuthenticationFailure(why, nobody);
        refusal.commence(request, response, why);
    }
}
