package org.handover.app.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.app.engine.Groups;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Both roots of the engine's own REST interface let through what Tasklist and Cockpit need to show and to answer tasks, and
 * nothing else: nothing that deploys, starts, modifies, migrates, deletes, or takes external tasks. A query may not carry an
 * expression: the open edition 7.24.0 evaluates one that hides in {@code orQueries}.
 */
final class EngineApiAllowList extends OncePerRequestFilter {

    private static final Pattern ROOT =
            Pattern.compile("^(?:/engine-rest|/camunda/api/engine)(?:/engine/[^/]+)?(/.*)?$");
    private static final int LONGEST_BODY = 1 << 20;

    private static final List<Pattern> POST = patterns(
            "/task",
            "/task/count",
            "/task/[^/]+/(claim|unclaim|complete|submit-form)",
            "/task/[^/]+/comment/create",
            "/(user|group)(/count)?",
            "/filter/[^/]+/(list|count|singleResult)",
            "/(process-instance|process-definition|execution|job|job-definition|incident|variable-instance|external-task)(/count)?",
            "/history/(process-instance|activity-instance|task|variable-instance|detail|incident|job-log|decision-instance)(/count)?");

    /** An administrator keeps the users, by Camunda's Admin; no group gives a right to approve by being an administrator. */
    private static final Map<String, List<Pattern>> ADMINISTRATORS = Map.of(
            "POST", patterns("/user/create"),
            "PUT", patterns("/user/[^/]+/(profile|credentials)", "/group/[^/]+/members/[^/]+"),
            "DELETE", patterns("/group/[^/]+/members/[^/]+"));

    private final ObjectMapper json;
    private final ProblemEntryPoint refusal;

    EngineApiAllowList(ObjectMapper json, ProblemEntryPoint refusal) {
        this.json = json;
        this.refusal = refusal;
    }

    private static List<Pattern> patterns(String... expressions) {
        return Arrays.stream(expressions).map(Pattern::compile).toList();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !ROOT.matcher(OnPath.path(request)).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String method = request.getMethod().toUpperCase(Locale.ROOT);
        Matcher matcher = ROOT.matcher(OnPath.path(request));
        String path = matcher.matches() && matcher.group(1) != null ? matcher.group(1) : "/";
        if (List.of("GET", "HEAD", "OPTIONS").contains(method)) {
            boolean expression =
                    request.getParameterMap().keySet().stream().anyMatch(EngineApiAllowList::namesExpression);
            if (expression) {
                refuse(response, "A query may not carry an expression.");
            } else {
                chain.doFilter(request, response);
            }
            return;
        }
        if (!allowed(request, method, path)) {
            refuse(
                    response,
                    "%s %s is closed here. Failovers are started and decided under /api and in Tasklist."
                            .formatted(method, path));
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            refuse(response, "The body is too long.");
        } else if (carriesExpression(body)) {
            refuse(response, "A query may not carry an expression.");
        } else {
            chain.doFilter(new WithBody(request, body), response);
        }
    }

    private static boolean allowed(HttpServletRequest request, String method, String path) {
        if (method.equals("POST") && matches(POST, path)) {
            return true;
        }
        return request.isUserInRole(Groups.ADMINISTRATORS)
                && matches(ADMINISTRATORS.getOrDefault(method, List.of()), path);
    }

    private static boolean matches(List<Pattern> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private boolean carriesExpression(byte[] body) throws IOException {
        if (body.length == 0) {
            return false;
        }
        try {
            return carriesExpression(json.readTree(body));
        } catch (JsonProcessingException notJson) {
            return true;
        }
    }

    private static boolean carriesExpression(JsonNode node) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (namesExpression(field.getKey()) || carriesExpression(field.getValue())) {
                    return true;
                }
            }
        }
        for (JsonNode element : node) {
            if (element.isContainerNode() && carriesExpression(element)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesExpression(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith("expression");
    }

    private void refuse(HttpServletResponse response, String sentence) throws IOException {
        refusal.write(response, HttpStatus.FORBIDDEN, sentence);
    }

    /** The request with a body that was read already. */
    private static final class WithBody extends HttpServletRequestWrapper {

        private final byte[] body;

        WithBody(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() throws IOException {
                    return bytes.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    return bytes.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("The body is read already.");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
