package org.handover.app.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts a message; where there is a key, signed as the Standard Webhooks specification says. */
final class WebhookChannel implements Channel {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String ENCODED = "whsec_";

    private final HttpCalls http;
    private final URI address;
    private final Optional<SecretKeySpec> key;
    private final WebhookBody body;
    private final ObjectMapper json;
    private final Clock clock;

    WebhookChannel(
            HttpCalls http,
            URI address,
            Optional<SecretKeySpec> key,
            WebhookBody body,
            ObjectMapper json,
            Clock clock) {
        this.http = http;
        this.address = address;
        this.key = key;
        this.body = body;
        this.json = json;
        this.clock = clock;
    }

    /** @param secret the key's bytes in base64 after {@code whsec_}, or any text, whose UTF-8 bytes are the key */
    static SecretKeySpec key(String secret) {
        byte[] bytes = secret.startsWith(ENCODED)
                ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    @Override
    public String deliver(Message message) throws UndeliveredException, InterruptedException {
        byte[] posted;
        try {
            posted = json.writeValueAsBytes(body.of(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message cannot be written as JSON.", e);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .header("User-Agent", "Handover")
                .POST(HttpRequest.BodyPublishers.ofByteArray(posted));
        key.ifPresent(own -> sign(request, own, message.id().toString(), posted));
        http.call(request, address);
        return address.getHost();
    }

    private void sign(HttpRequest.Builder request, SecretKeySpec own, String id, byte[] posted) {
        String second = Long.toString(clock.instant().getEpochSecond());
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(own);
            mac.update("%s.%s.".formatted(id, second).getBytes(StandardCharsets.UTF_8));
            String signature = Base64.getEncoder().encodeToString(mac.doFinal(posted));
            request.header("webhook-id", id)
                    .header("webhook-timestamp", second)
                    .header("webhook-signature", "v1," + signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A message could not be signed.", e);
        }
    }
}
