package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PagesTest extends OneLabForAll {

    private HttpResponse<String> page(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(at.file().http() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_pages_and_all_that_they_name_come_from_the_lab_and_nothing_else_may_be_loaded() throws Exception {
        Pattern named = Pattern.compile("(?:src|href)=\"([^\"]+)\"|from '([^']+)'");
        for (String path : List.of("/", "/servers/CONTOSO/SSO02/snap-in")) {
            HttpResponse<String> page = page(path);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'self'; ")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(page.body()).contains("LAB").doesNotContain("style=\"").doesNotContain("onclick");
            Matcher reference = named.matcher(page.body());
            int found = 0;
            while (reference.find()) {
                found++;
                assertThat(reference.group(1)).startsWith("/");
                assertThat(page(reference.group(1)).statusCode())
                        .as(reference.group(1))
                        .isEqualTo(200);
            }
            assertThat(found).isGreaterThan(2);
        }
        assertThat(page("/connection.js").headers().firstValue("Content-Type"))
                .contains("text/javascript; charset=utf-8");
    }

    @Test
    void the_pages_themselves_tell_nothing_and_keep_the_token_out_of_addresses_and_stores() throws Exception {
        for (String path : List.of("/", "/lab.js", "/connection.js", "/snap-in.js", "/servers/CONTOSO/SSO02/snap-in")) {
            assertThat(page(path).body())
                    .doesNotContain(at.file().token())
                    .doesNotContain("SSO01")
                    .doesNotContain("localStorage")
                    .doesNotContain("sessionStorage")
                    .doesNotContain("?token=");
        }
    }

    @Test
    void without_the_token_the_page_gets_no_answer() throws Exception {
        for (Map.Entry<String, String> request : Map.of(
                        "/overview",
                        "GET",
                        "/systems",
                        "GET",
                        "/systems/CONTOSO",
                        "GET",
                        "/systems/CONTOSO/servers/SSO02/faults",
                        "GET",
                        "/systems/CONTOSO/reset",
                        "POST",
                        "/systems/CONTOSO/twin",
                        "POST",
                        "/servers/SSO02/faults",
                        "DELETE",
                        "/overview?token=" + at.file().token(),
                        "GET")
                .entrySet()) {
            assertThat(at.ask(request.getValue(), request.getKey(), "", null).status())
                    .as(request.toString())
                    .isEqualTo(401);
        }
        assertThat(at.get("/systems").path("systems").size()).isEqualTo(1);
    }

    @Test
    void the_overview_shows_of_each_server_what_is_newest() throws Exception {
        user.type(at.server("SSO02"), "hostname");

        var server = TestLab.of(at.get("/overview").path("systems").get(0), "SSO02");

        assertThat(server.path("port").asInt()).isEqualTo(at.server("SSO02").port());
        assertThat(server.path("typed").findValuesAsText("commandLine")).containsExactly("hostname");
        assertThat(server.path("typedCount").asInt()).isEqualTo(1);
        assertThat(server.path("events")
                        .get(server.path("events").size() - 1)
                        .path("id")
                        .asInt())
                .isEqualTo(10532);
        assertThat(server.path("faults").size()).isZero();
    }

    @Test
    void details_show_the_registry_without_what_the_secrets_are() throws Exception {
        var details = at.get("/systems/CONTOSO/servers/SSO01");

        var keys = details.path("registry");
        String ssoss = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS\\"
                + details.path("ssoss").get(0).asText();
        assertThat(keys.path("HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SQL")
                        .path("Server")
                        .asText())
                .isEqualTo("SQL01");
        assertThat(keys.path(ssoss).size()).isPositive();
        keys.path(ssoss).forEach(value -> assertThat(value.asText()).isEqualTo("(not shown)"));
        assertThat(details.path("events").size()).isGreaterThan(5);
        var database = at.get("/systems/CONTOSO").path("ssoDatabase");
        assertThat(database.path("settings").path("secret_server").asText()).isEqualTo("SSO01");
        assertThat(database.path("credentialsByMsid")
                        .path(at.file().restoreFile().msid())
                        .asInt())
                .isEqualTo(12);
    }
}
