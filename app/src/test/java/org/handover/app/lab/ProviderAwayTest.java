package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.UriComponentsBuilder;

/** People of an OpenID Connect provider that is not always there. */
@Tag("long")
class ProviderAwayTest {

    private static final String SECRET = "secret-of-the-client-" + UUID.randomUUID();

    private final Path folder =
            Path.of("target", "test-data", "provider-" + UUID.randomUUID()).toAbsolutePath();
    private ApplicationProcess application;
    private Provider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new Provider(ApplicationProcess.freePort());
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("handover.yml"),
                """
                handover.oidc:
                  issuer: %s
                  client-id: handover
                  groups:
                    sso-operators: [operators]
                    sso-approvers: [approvers]
                """
                        .formatted(provider.issuer()));
        application = startApplication(ApplicationProcess.freePort());
    }

    private ApplicationProcess startApplication(int port) throws IOException {
        return ApplicationProcess.start(
                folder.resolve("data"),
                port,
                Map.of(
                        "SPRING_CONFIG_ADDITIONALLOCATION",
                        "file:" + folder.resolve("handover.yml"),
                        "HANDOVER_OIDC_CLIENTSECRET",
                        SECRET));
    }

    @AfterEach
    void stop() throws Exception {
        provider.goAway();
        application.stop();
    }

    @Test
    void whileItIsAwayWhoSignsInIsToldSoAndWhoSignsOutIsSignedOut() throws Exception {
        HttpClient browser = Browser.anew();

        HttpResponse<String> refused = get(browser, "/oauth2/authorization/provider");
        assertThat(refused.headers().firstValue("Location")).hasValue(absolute("/login?refused=provider"));
        assertThat(application.output()).contains("could not sign in").contains(provider.issuer());

        provider.comeBack();
        signIn(browser, List.of("operators"));
        assertThat(get(browser, "/api/me").body()).contains("sso-operators");

        provider.goAway();
        application.stop();
        application = startApplication(port());
        get(browser, "/login");
        HttpResponse<String> out = browser.send(
                Browser.page(application.environment(), "/logout")
                        .header("X-HANDOVER-XSRF", Browser.cookie(browser, "HANDOVER-XSRF"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(out.headers().firstValue("Location")).hasValue(absolute("/login?logout"));
        assertThat(get(browser, "/api/me").statusCode()).isEqualTo(401);

        provider.comeBack();
        signIn(browser, List.of("operators", "approvers"));
        HttpClient elsewhere = Browser.anew();
        signIn(elsewhere, List.of("operators"));
        assertThat(get(elsewhere, "/api/me").body()).doesNotContain("sso-approvers");
        assertThat(get(browser, "/api/me").statusCode())
                .as("with groups that the provider no longer names")
                .isEqualTo(401);

        provider.refuses = true;
        assertThat(comeBackFromProvider(Browser.anew(), List.of("operators"))
                        .headers()
                        .firstValue("Location"))
                .hasValue(absolute("/login?refused=provider"));
        assertThat(application.output())
                .contains("invalid_token_response", "Unauthorized")
                .doesNotContain(SECRET);
    }

    private int port() {
        return Integer.parseInt(application.environment().getRequiredProperty("local.server.port"));
    }

    private String absolute(String path) {
        return "http://localhost:" + port() + path;
    }

    private HttpResponse<String> get(HttpClient browser, String path) throws Exception {
        return browser.send(
                Browser.page(application.environment(), path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void signIn(HttpClient browser, List<String> groups) throws Exception {
        assertThat(comeBackFromProvider(browser, groups).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).doesNotContain("refused"));
    }

    private HttpResponse<String> comeBackFromProvider(HttpClient browser, List<String> groups) throws Exception {
        URI asked = URI.create(get(browser, "/oauth2/authorization/provider")
                .headers()
                .firstValue("Location")
                .orElseThrow());
        Map<String, String> fields =
                UriComponentsBuilder.fromUri(asked).build().getQueryParams().toSingleValueMap();
        provider.expects(fields.get("nonce"), groups);
        return get(browser, "/login/oauth2/code/provider?code=code&state=" + fields.get("state"));
    }

    /** As much of a provider as a sign-in asks for. */
    private static final class Provider {

        private final int port;
        private final RSAKey key = key();
        private String nonce = "";
        private List<String> groups = List.of();
        private boolean refuses;
        private HttpServer server;

        Provider(int port) {
            this.port = port;
        }

        private static RSAKey key() {
            try {
                return new RSAKeyGenerator(2048).keyID("key").generate();
            } catch (com.nimbusds.jose.JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        String issuer() {
            return "http://localhost:" + port;
        }

        void expects(String asked, List<String> names) {
            nonce = asked;
            groups = names;
        }

        void comeBack() throws IOException {
            server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
            answers(
                    "/.well-known/openid-configuration",
                    () ->
                            """
                    {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys",
                     "end_session_endpoint":"%1$s/out","subject_types_supported":["public"],"response_types_supported":["code"],
                     "id_token_signing_alg_values_supported":["RS256"]}"""
                                    .formatted(issuer()));
            answers("/keys", () -> new JWKSet(key.toPublicJWK()).toString());
            answers(
                    "/token",
                    () -> refuses
                            ? "{\"error\":\"invalid_client\"}"
                            : "{\"access_token\":\"access\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}"
                                    .formatted(token()));
            server.start();
        }

        void goAway() {
            if (server != null) {
                server.stop(0);
                server = null;
            }
        }

        private void answers(String path, java.util.concurrent.Callable<String> answer) {
            server.createContext(path, exchange -> {
                byte[] body;
                try {
                    body = answer.call().getBytes(StandardCharsets.UTF_8);
                } catch (Exception e) {
                    throw new IOException(e);
                }
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(path.equals("/token") && refuses ? 401 : 200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
        }

        private String token() throws com.nimbusds.jose.JOSEException {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(),
                    new JWTClaimsSet.Builder()
                            .issuer(issuer())
                            .subject("7f1c")
                            .audience("handover")
                            .issueTime(Date.from(Instant.now()))
                            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                            .claim("nonce", nonce)
                            .claim("preferred_username", "paula")
                            .claim("groups", groups)
                            .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        }
    }
}
