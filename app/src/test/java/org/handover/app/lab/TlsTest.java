package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Given a certificate and its key, when the application is started with them, then it speaks TLS and nothing else. */
@Tag("long")
class TlsTest {

    private static final Path WORK = Path.of("target", "test-data").toAbsolutePath();
    private static final String STORE_PASSWORD = "of-the-test";

    @Test
    void overTlsCookiesAreSecureAndBrowsersAreToldToStayWithIt() throws Exception {
        Path folder = Files.createDirectories(
                WORK.resolve("tls-" + ProcessHandle.current().pid()));
        KeyStore made = selfSigned(folder.resolve("made.p12"));
        Path certificate = folder.resolve("handover.crt");
        Path key = folder.resolve("handover.key");
        Files.writeString(
                certificate, pem("CERTIFICATE", made.getCertificate("handover").getEncoded()));
        Files.writeString(
                key,
                pem(
                        "PRIVATE" + " KEY",
                        made.getKey("handover", STORE_PASSWORD.toCharArray()).getEncoded()));
        int port = ApplicationProcess.freePort();
        ApplicationProcess application = ApplicationProcess.start(
                folder.resolve("data"),
                port,
                Map.of(
                        "SERVER_SSL_BUNDLE", "handover",
                        "SPRING_SSL_BUNDLE_PEM_HANDOVER_KEYSTORE_CERTIFICATE", certificate.toString(),
                        "SPRING_SSL_BUNDLE_PEM_HANDOVER_KEYSTORE_PRIVATEKEY", key.toString()));
        try {
            assertThat(application.output()).contains("Handover is ready: https://localhost:" + port);
            CookieManager cookies = new CookieManager();
            HttpClient browser = HttpClient.newBuilder()
                    .sslContext(trusting((X509Certificate) made.getCertificate("handover")))
                    .cookieHandler(cookies)
                    .build();
            URI login = URI.create("https://localhost:" + port + "/login");
            HttpResponse<String> page =
                    browser.send(HttpRequest.newBuilder(login).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.headers().firstValue("Strict-Transport-Security"))
                    .hasValueSatisfying(value -> assertThat(value).contains("max-age="));
            String token = cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("HANDOVER-XSRF"))
                    .findFirst()
                    .orElseThrow()
                    .getValue();

            HttpResponse<String> signedIn = browser.send(
                    HttpRequest.newBuilder(login)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("X-HANDOVER-XSRF", token)
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "username=operator&password=" + ApplicationProcess.PASSWORD))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> tasklist = browser.send(
                    HttpRequest.newBuilder(login.resolve("/camunda/app/tasklist/default/"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(signedIn.headers().firstValue("Location"))
                    .hasValue(login.resolve("/").toString());
            assertThat(tasklist.statusCode()).isEqualTo(200);
            List<String> set = new ArrayList<>();
            List.of(page, signedIn, tasklist)
                    .forEach(reply -> set.addAll(reply.headers().allValues("Set-Cookie")));
            assertThat(set).anyMatch(cookie -> cookie.startsWith("JSESSIONID="));
            assertThat(set).anyMatch(cookie -> cookie.startsWith("XSRF-TOKEN="));
            assertThat(set).allMatch(cookie -> cookie.contains("; Secure"), "is marked Secure");
            assertThat(set)
                    .filteredOn(cookie -> cookie.startsWith("JSESSIONID="))
                    .allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
            HttpResponse<String> plain = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/login"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(plain.statusCode()).as("not without TLS").isEqualTo(400);
        } finally {
            application.stop();
        }
    }

    private static KeyStore selfSigned(Path file) throws Exception {
        ProcessBuilder keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "handover",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass:env",
                        "STORE_PASSWORD")
                .inheritIO();
        keytool.environment().put("STORE_PASSWORD", STORE_PASSWORD);
        assertThat(keytool.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, STORE_PASSWORD.toCharArray());
        }
        return store;
    }

    private static SSLContext trusting(X509Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("handover", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
    }
}
