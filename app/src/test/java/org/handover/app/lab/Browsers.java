package org.handover.app.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.env.Environment;

/** People at their browsers: each signed in once on the page, with the session and the tokens that the web apps gave them. */
final class Browsers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Environment environment;
    private final Map<String, Browser> open = new ConcurrentHashMap<>();

    Browsers(Environment environment) {
        this.environment = environment;
    }

    Browser of(String user) {
        return open.computeIfAbsent(user, name -> new Browser(name, environment.getProperty("local.server.port")));
    }

    static final class Browser {

        private final CookieManager cookies = new CookieManager();
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(cookies).build();
        private final String origin;

        Browser(String user, String port) {
            origin = "http://localhost:" + port;
            send(request("/login").GET());
            HttpResponse<String> signedIn = send(request("/login")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-HANDOVER-XSRF", cookie("HANDOVER-XSRF"))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "username=" + user + "&password=" + HandoverOnLabTest.PASSWORD)));
            if (signedIn.headers().firstValue("Location").orElse("error").contains("error")) {
                throw new AssertionError(user + " was not signed in: " + signedIn);
            }
            send(request("/camunda/app/welcome/default/").GET());
        }

        Drive.Reply call(String method, String path, String body) {
            HttpResponse<String> reply = send(request(path)
                    .header("Content-Type", "application/json")
                    .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN"))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body)));
            return new Drive.Reply(reply.statusCode(), read(reply.body()));
        }

        private static JsonNode read(String text) {
            try {
                return text.startsWith("{") || text.startsWith("[") ? JSON.readTree(text) : JSON.createObjectNode();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private String cookie(String name) {
            return cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals(name))
                    .map(HttpCookie::getValue)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no cookie " + name));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(origin + path));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
