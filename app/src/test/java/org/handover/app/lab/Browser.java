package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.env.Environment;

/** Signs in as a person's browser does: on the page, with a session and the cookies that a change has to repeat. */
public final class Browser {

    private Browser() {}

    public static HttpRequest.Builder page(Environment environment, String path) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + environment.getProperty("local.server.port") + path));
    }

    public static HttpClient signedIn(Environment environment, String user) throws IOException, InterruptedException {
        HttpClient browser = anew();
        HttpResponse<String> reply = signIn(browser, environment, user, HandoverOnLabTest.PASSWORD);
        assertThat(reply.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).doesNotContain("error", "wait"));
        for (String path : List.of("/", "/camunda/app/welcome/default/")) {
            browser.send(page(environment, path).build(), HttpResponse.BodyHandlers.discarding());
        }
        return browser;
    }

    static HttpClient anew() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    static HttpResponse<String> signIn(HttpClient browser, Environment environment, String user, String password)
            throws IOException, InterruptedException {
        browser.send(page(environment, "/login").GET().build(), HttpResponse.BodyHandlers.discarding());
        return browser.send(
                page(environment, "/login")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-HANDOVER-XSRF", cookie(browser, "HANDOVER-XSRF"))
                        .POST(HttpRequest.BodyPublishers.ofString("username=%s&password=%s"
                                .formatted(
                                        URLEncoder.encode(user, StandardCharsets.UTF_8),
                                        URLEncoder.encode(password, StandardCharsets.UTF_8))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static String cookie(HttpClient browser, String name) {
        CookieManager cookies = (CookieManager) browser.cookieHandler().orElseThrow();
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }
}
