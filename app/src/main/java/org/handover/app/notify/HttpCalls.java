package org.handover.app.notify;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls other systems. A call ends within its limit, whatever the other side does, and what is said of it names the host only. */
final class HttpCalls {

    /** What may go better later although it is the caller's fault. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final HttpClient client;
    private final Duration limit;

    HttpCalls(Duration limit) {
        this.limit = limit;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit)
                .build();
    }

    /** @return the body of a good answer */
    String call(HttpRequest.Builder request, URI address) throws UndeliveredException, InterruptedException {
        HttpResponse<String> answer = answer(request.uri(address).build(), address.getHost());
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return answer.body();
        }
        String sentence = "%s answers %d.".formatted(address.getHost(), status);
        throw status < 500 && !LATER.contains(status)
                ? UndeliveredException.forGood(sentence)
                : UndeliveredException.forNow(sentence);
    }

    /** The client's own limit ends with the answer's first line; this one covers all of it. */
    private HttpResponse<String> answer(HttpRequest request, String host)
            throws UndeliveredException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw UndeliveredException.forNow("%s does not answer within %d s.".formatted(host, limit.toSeconds()));
        } catch (ExecutionException e) {
            throw UndeliveredException.forNow(why(Objects.requireNonNullElse(e.getCause(), e), host));
        } finally {
            answer.cancel(true);
        }
    }

    private static String why(Throwable cause, String host) {
        if (cause instanceof HttpTimeoutException) {
            return "%s does not answer in time.".formatted(host);
        }
        if (cause instanceof ConnectException) {
            return "%s cannot be reached.".formatted(host);
        }
        return cause instanceof IOException
                ? "The connection to %s failed (%s)."
                        .formatted(host, cause.getClass().getSimpleName())
                : "%s could not be called (%s)."
                        .formatted(host, cause.getClass().getSimpleName());
    }
}
