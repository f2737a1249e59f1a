package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The description of the REST interface, as the application gives it; npm run check:api lints what is written here. */
@HandoverOnLabTest
class OpenApiTest {

    private static final Path DOCUMENT = Path.of("target", "openapi.json");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    @Autowired
    Drive drive;

    @Autowired
    Environment environment;

    @Test
    void everyOperationSaysWhoIsLetInWhatGoesWrongAndShowsAnExampleOfWhatItTakesAndAnswers() throws Exception {
        JsonNode api = drive.call("audrey", "GET", "/v3/api-docs", null).body();
        Files.writeString(
                DOCUMENT, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(api));

        assertThat(api.path("openapi").asText()).startsWith("3.1");
        assertThat(api.path("components").path("securitySchemes").size()).isEqualTo(3);
        List<String> without = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                assertThat(METHODS).contains(method.getKey());
                JsonNode operation = method.getValue();
                String name = method.getKey() + " " + path.getKey();
                assertThat(operation.path("summary").asText()).as(name).isNotEmpty();
                assertThat(operation.path("responses").has("401")).as(name).isTrue();
                assertThat(ids.add(operation.path("operationId").asText()))
                        .as(name)
                        .isTrue();
                contents(operation).forEach(content -> content.properties().stream()
                        .filter(media -> media.getKey().endsWith("json"))
                        .filter(media -> media.getValue().path("examples").isEmpty())
                        .forEach(media -> without.add(name)));
            }
        }
        assertThat(without).isEmpty();
        for (Map.Entry<String, JsonNode> schema :
                api.path("components").path("schemas").properties()) {
            assertThat(schema.getValue().has("example")).as(schema.getKey()).isTrue();
            assertThat(schema.getKey()).as("what is described is what is sent").doesNotStartWith("ResponseEntity");
        }
        assertThat(api.path("components")
                        .path("examples")
                        .path("FailoverView")
                        .path("value")
                        .path("tasks")
                        .path(0)
                        .path("key")
                        .asText())
                .isEqualTo("approveChange");
    }

    private static List<JsonNode> contents(JsonNode operation) {
        List<JsonNode> contents = new ArrayList<>();
        contents.add(operation.path("requestBody").path("content"));
        operation.path("responses").forEach(response -> contents.add(response.path("content")));
        return contents;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-docs", "/swagger-ui/swagger-ui-bundle.js", "/swagger-ui/swagger-ui.css", "/api.js"})
    void thePageThatShowsItIsForWhoIsSignedInAndFetchesNothingFromElsewhere(String path) throws Exception {
        assertThat(HttpClient.newHttpClient()
                        .send(Browser.page(environment, path).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(302);

        HttpResponse<String> page = Browser.signedIn(environment, "anna")
                .send(Browser.page(environment, path).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe", "http:", "https:"));
    }
}
