package org.handover.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps the nonce of a page's content security policy with the request that it was made for.
 *
 * <p>Camunda 7.24 keeps it in the servlet context, where the next request of anybody replaces it: between its header and its
 * body a page then gets two different ones, the browser refuses its scripts, and Tasklist stays empty.
 */
final class NonceOfRequest extends OncePerRequestFilter {

    /** What Camunda's {@code HttpHeaderSecurityFilter} sets and its {@code ProcessEnginesFilter} reads. */
    static final String ATTRIBUTE = "org.camunda.bpm.csp.nonce";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ServletContext own = withOwnNonce(request.getServletContext());
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public ServletContext getServletContext() {
                        return own;
                    }
                },
                response);
    }

    private static ServletContext withOwnNonce(ServletContext shared) {
        @Nullable Object[] nonce = new Object[1];
        return (ServletContext) Proxy.newProxyInstance(
                ServletContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, given) -> {
                    if (given != null && ATTRIBUTE.equals(given[0])) {
                        if (method.getName().equals("setAttribute")) {
                            nonce[0] = given[1];
                            return null;
                        }
                        if (method.getName().equals("getAttribute")) {
                            return nonce[0];
                        }
                    }
                    try {
                        return method.invoke(shared, given);
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
    }
}
