package org.handover.app.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.NullNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.app.engine.Groups;
import org.handover.app.engine.RefusedAttempts;
import org.handover.sso.LetterCase;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Both roots of the engine's own REST interface let through what Tasklist and Cockpit need to show and to answer tasks, and
 * nothing else: nothing that deploys, starts, modifies, migrates, deletes, or takes external tasks. A query may not carry an
 * expression: the open edition 7.24.0 evaluates one that hides in {@code orQueries}.
 */
final class EngineApiAllowList extends OncePerRequestFilter {

    private static final Pattern ROOT =
            Pattern.compile("(?:/engine-rest|/camunda/api/engine)(?:/engine/[^/]+)?(/.*)?", Pattern.DOTALL);
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

    private static final Pattern ANSWER = Pattern.compile("/task/[^/]+/(complete|submit-form)");
    private static final Pattern WITHOUT_BODY =
            Pattern.compile("/task/[^/]+/unclaim|/filter/[^/]+/(list|count|singleResult)");
    private static final Pattern CLAIM = Pattern.compile("/task/[^/]+/claim");

    /** The fields of the forms; every other variable is the process's own, and an answer must not bend what the next one reads. */
    static final Set<String> FIELDS = Set.of("decision", "comment", "justification", "answer", "pointersSeenTo");

    /** What the forms send. With another type the engine would keep a file or an object, which nobody's answer is. */
    private static final Set<String> TYPES = Set.of("string", "boolean", "null");

    private final ObjectReader strict;
    private final ProblemEntryPoint refusal;
    private final RefusedAttempts refusals;

    EngineApiAllowList(ObjectMapper json, ProblemEntryPoint refusal, RefusedAttempts refusals) {
        this.strict = json.reader()
                .with(
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.refusal = refusal;
        this.refusals = refusals;
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
                refuse(request, response, "A query may not carry an expression.");
            } else {
                chain.doFilter(request, response);
            }
            return;
        }
        if (!allowed(request, method, path)) {
            refuse(
                    request,
                    response,
                    "%s %s is closed here. Failovers are started and decided under /api and in Tasklist."
                            .formatted(method, path));
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        Optional<String> objection = objection(request, path, body);
        if (objection.isPresent()) {
            refuse(request, response, objection.get());
            return;
        }
        chain.doFilter(new WithBody(request, body), response);
        if (response.getStatus() == HttpStatus.FORBIDDEN.value()) {
            DoorRefusal.of(request, "The engine's own rights forbid it.").recordIn(refusals);
        }
    }

    private Optional<String> objection(HttpServletRequest request, String path, byte[] body) throws IOException {
        if (body.length > LONGEST_BODY) {
            return Optional.of("The body is too long.");
        }
        JsonNode read;
        try {
            read = body.length == 0 ? NullNode.getInstance() : strict.readTree(body);
        } catch (JsonProcessingException | CharConversionException notJson) {
            return Optional.of("The body is not JSON.");
        }
        // The engine fails at a body that is not there, or null, as at an error of its own.
        boolean needsNone = body.length == 0
                && (!request.getMethod().equals("POST")
                        || WITHOUT_BODY.matcher(path).matches());
        if (!read.isObject() && !needsNone) {
            return Optional.of("The body is not an object of JSON.");
        }
        if (carriesExpression(read)) {
            return Optional.of("A query may not carry an expression.");
        }
        if (CLAIM.matcher(path).matches()
                && !read.path("userId").asText().equals(String.valueOf(request.getRemoteUser()))) {
            return Optional.of("Everybody claims a task for themselves.");
        }
        return ANSWER.matcher(path).matches() ? objection(read.path("variables")) : Optional.empty();
    }

    private static Optional<String> objection(JsonNode fields) {
        List<String> foreign = foreignVariables(fields);
        if (!foreign.isEmpty()) {
            return Optional.of("An answer holds the fields of its form and nothing else, but this one holds %s."
                    .formatted(String.join(", ", foreign)));
        }
        for (JsonNode field : fields) {
            boolean plain = !field.path("value").isContainerNode()
                    && TYPES.contains(LetterCase.lower(field.path("type").asText("String")));
            if (!plain) {
                return Optional.of("A field of a form holds text, or yes or no, and nothing else.");
            }
        }
        return Optional.empty();
    }

    private static List<String> foreignVariables(JsonNode fields) {
        List<String> foreign = new ArrayList<>();
        fields.fieldNames().forEachRemaining(foreign::add);
        foreign.removeAll(FIELDS);
        return foreign;
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

    private static boolean carriesExpression(JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (namesExpression(field.getKey())) {
                return true;
            }
        }
        for (JsonNode within : node) {
            if (carriesExpression(within)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesExpression(String name) {
        return LetterCase.lower(name).endsWith("expression");
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String sentence) throws IOException {
        DoorRefusal.of(request, sentence).recordIn(refusals);
        refusal.write(request, response, HttpStatus.FORBIDDEN, sentence);
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
