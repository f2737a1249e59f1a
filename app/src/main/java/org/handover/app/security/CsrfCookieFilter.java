package org.handover.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Sees to it that a page has each cookie that its requests have to repeat; Tasklist's forms ask {@code /api} too. */
final class CsrfCookieFilter extends OncePerRequestFilter {

    private final List<CsrfTokenRepository> cookies;

    CsrfCookieFilter(CsrfTokenRepository... cookies) {
        this.cookies = List.of(cookies);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        cookies.forEach(cookie -> cookie.loadDeferredToken(request, response).get());
        chain.doFilter(request, response);
    }
}
