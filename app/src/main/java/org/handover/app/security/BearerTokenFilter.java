package org.handover.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs a tool in by {@code Authorization: Bearer …} for this one request. */
final class BearerTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiTokens tokens;
    private final EngineUserAuthentication users;
    private final ProblemEntryPoint refusal;

    BearerTokenFilter(ApiTokens tokens, EngineUserAuthentication users, ProblemEntryPoint refusal) {
        this.tokens = tokens;
        this.users = users;
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
        Optional<String> user = tokens.userOf(header.substring(SCHEME.length()).strip());
        if (user.isEmpty()) {
            refusal.commence(
                    request, response, new BadCredentialsException("This token is not known here, or was renewed."));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(user.get(), null, users.authorities(user.get())));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
