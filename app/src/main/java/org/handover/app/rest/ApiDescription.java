package org.handover.app.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.handover.journal.FailoverState;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** What the controllers cannot say of themselves: who is let in and how, what a problem looks like, and an example of everything. */
@Component
@Lazy
final class ApiDescription implements OpenApiCustomizer {

    private static final String PROBLEM = "Problem";
    private static final String PROBLEM_TYPE = "application/problem+json";
    private static final String EVENTS = "text/event-stream";
    private static final String EXAMPLE = "usual";

    private static final Map<String, String> PROBLEMS = Map.of(
            "400", "The request is not as it has to be; the sentence says which part of it.",
            "401", "Nobody is signed in, or the sign-in does not hold.",
            "403", "Whoever is signed in may not do this.",
            "404", "There is no such thing.",
            "409", "It cannot be done as things stand now; the sentence says what stands in the way.",
            "413", "The body is larger than anything here needs.",
            "415", "The body is not JSON.",
            "422", "The request can be read and not carried out; the sentence says why.",
            "429", "Too many wrong passwords came from there; Retry-After says how long to wait.");

    private final ObjectMapper json;

    ApiDescription(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void customise(OpenAPI api) {
        Components components = Objects.requireNonNullElseGet(api.getComponents(), Components::new);
        api.components(components)
                .info(new Info()
                        .title("Handover")
                        .version("1")
                        .description(
                                """
                                Carries out the change of the Enterprise Single Sign-On master secret server as a runbook. Incident
                                tooling starts failovers and follows them; people answer their tasks, here or in Tasklist. Lists are
                                pages, the newest first. Every error is `application/problem+json` with a sentence that says what to do.""")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .servers(List.of(new Server().url("/").description("This application")))
                .tags(tags(api));
        letIn(api, components);
        describeProblems(components);
        operations(api).forEach(one -> addProblems(one.path(), one.method(), one.operation()));
        operations(api).forEach(one -> sayStates(one.operation()));
        describeAsTheyAre(api, components);
        addExamples(api, components);
    }

    private record Described(String path, PathItem.HttpMethod method, Operation operation) {}

    private static List<Described> operations(OpenAPI api) {
        return api.getPaths().entrySet().stream()
                .flatMap(path -> path.getValue().readOperationsMap().entrySet().stream()
                        .map(one -> new Described(path.getKey(), one.getKey(), one.getValue())))
                .toList();
    }

    private static List<Tag> tags(OpenAPI api) {
        return operations(api).stream()
                .flatMap(one -> one.operation().getTags().stream())
                .distinct()
                .sorted()
                .map(name -> new Tag().name(name))
                .toList();
    }

    private static void letIn(OpenAPI api, Components components) {
        components
                .addSecuritySchemes(
                        "token",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A tool's token, which an administrator makes on /tokens.html"))
                .addSecuritySchemes(
                        "password",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("basic")
                                .description(
                                        "One of Handover's own users; closed where people sign in with their provider"))
                .addSecuritySchemes(
                        "session",
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("JSESSIONID")
                                .description("Who is signed in on the page /login. A change repeats the cookie"
                                        + " HANDOVER-XSRF in the header X-HANDOVER-XSRF"));
        api.security(Stream.of("token", "password", "session")
                .map(name -> new SecurityRequirement().addList(name))
                .toList());
    }

    private static void describeProblems(Components components) {
        Schema<Object> problem = schema("object", "RFC 9457");
        problem.addProperty("type", text());
        problem.addProperty("title", text());
        problem.addProperty("status", schema("integer", null));
        problem.addProperty("detail", schema("string", "What is wrong, and what to do"));
        problem.addProperty("instance", schema("string", "The path that was asked"));
        problem.addProperty("failover", schema("string", "The failover that stands in the way, where one does"));
        problem.setRequired(List.of("type", "title", "status", "detail"));
        components.addSchemas(PROBLEM, problem);
        PROBLEMS.forEach((status, sentence) -> components.addResponses(
                PROBLEM + status,
                new ApiResponse()
                        .description(sentence)
                        .content(new Content()
                                .addMediaType(
                                        PROBLEM_TYPE,
                                        new MediaType()
                                                .schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))))));
    }

    private static Schema<Object> text() {
        return schema("string", null);
    }

    private static Schema<Object> schema(String type, @Nullable String description) {
        Schema<Object> schema = new Schema<>();
        schema.setType(type);
        schema.setTypes(Set.of(type));
        schema.setDescription(description);
        return schema;
    }

    private static void addProblems(String path, PathItem.HttpMethod method, Operation operation) {
        ApiResponses responses = operation.getResponses();
        boolean changes = method != PathItem.HttpMethod.GET;
        boolean takesBody = operation.getRequestBody() != null;
        Stream.of("401", "403", "429").forEach(status -> add(responses, status));
        if (takesBody || operation.getParameters() != null) {
            add(responses, "400");
        }
        if (path.contains("{")) {
            add(responses, "404");
        }
        if (changes) {
            add(responses, "409");
        }
        if (takesBody) {
            Stream.of("413", "415", "422").forEach(status -> add(responses, status));
        }
    }

    private static void add(ApiResponses responses, String status) {
        responses.addApiResponse(status, new ApiResponse().$ref("#/components/responses/" + PROBLEM + status));
    }

    private static void sayStates(Operation operation) {
        if (operation.getParameters() == null) {
            return;
        }
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getName().equals("state") && parameter.getSchema().getEnum() == null) {
                List<Object> states = Arrays.stream(FailoverState.values())
                        .<Object>map(FailoverState::word)
                        .toList();
                Schema<Object> oneOfThem = text();
                oneOfThem.setEnum(states);
                parameter.setSchema(oneOfThem);
            }
        }
    }

    /** A stream of events is text, and what a tool says of its incident is whatever it says: no class of ours describes them. */
    private static void describeAsTheyAre(OpenAPI api, Components components) {
        components.getSchemas().remove("SseEmitter");
        operations(api).stream()
                .flatMap(one -> one.operation().getResponses().values().stream())
                .map(ApiResponse::getContent)
                .filter(content -> content != null && content.containsKey(EVENTS))
                .forEach(content -> content.get(EVENTS).schema(text()));
        components.getSchemas().computeIfPresent("JsonNode", (name, schema) -> schema("object", "As it was given"));
    }

    private void addExamples(OpenAPI api, Components components) {
        ApiExamples examples = new ApiExamples(known(), components);
        components.getSchemas().forEach((name, schema) -> schema.setExample(examples.of(name)));
        components.getResponses().values().forEach(response -> addExamples(response.getContent(), examples));
        for (Described one : operations(api)) {
            if (one.operation().getRequestBody() != null) {
                addExamples(one.operation().getRequestBody().getContent(), examples);
            }
            one.operation().getResponses().values().forEach(response -> addExamples(response.getContent(), examples));
        }
        examples.used().forEach((name, value) -> components.addExamples(name, new Example().value(value)));
    }

    private static void addExamples(@Nullable Content content, ApiExamples examples) {
        if (content == null) {
            return;
        }
        content.forEach((type, media) -> {
            String schema = ApiExamples.reference(media.getSchema());
            if (type.endsWith("json") && schema != null) {
                examples.use(schema);
                media.addExamples(EXAMPLE, new Example().$ref("#/components/examples/" + schema));
            }
        });
    }

    private JsonNode known() {
        try (InputStream file = new ClassPathResource("openapi/examples.json").getInputStream()) {
            return json.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
