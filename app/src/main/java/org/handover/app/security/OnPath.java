package org.handover.app.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Matches the whole path of a request, whichever servlet answers it. Spring Security's own matchers look at the path within a
 * servlet, and Camunda's REST interfaces are servlets of their own.
 */
record OnPath(@Nullable HttpMethod method, List<PathPattern> patterns) implements RequestMatcher {

    static OnPath of(String... patterns) {
        return new OnPath(null, parse(patterns));
    }

    static OnPath of(HttpMethod method, String... patterns) {
        return new OnPath(method, parse(patterns));
    }

    private static List<PathPattern> parse(String... patterns) {
        return Arrays.stream(patterns)
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    }

    static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        if (method != null && !method.name().equals(request.getMethod())) {
            return false;
        }
        PathContainer path = PathContainer.parsePath(path(request));
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
