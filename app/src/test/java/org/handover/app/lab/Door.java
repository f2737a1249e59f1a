package org.handover.app.lab;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.handover.fuzz.FormMutations;
import org.handover.fuzz.JsonMutations;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;

/** A door of the application, and bad input for it that is made of good. */
final class Door {

    /** More is more than a browser sends and a web server takes. */
    private static final int LONGEST_ADDRESS = 6_000;

    private static final int ONE_IN_SO_MANY_HAS_ANOTHER_TYPE = 16;

    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.UTF_16LE,
            Charset.forName("UTF-32BE"));

    private static final List<String> OTHER_TYPES = List.of(
            "application/json;charset=utf-16",
            "application/json;charset=none",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded;charset=none",
            "application/xml",
            "application/yaml",
            "multipart/form-data",
            "multipart/form-data;boundary=x",
            "text/plain",
            "nothing",
            "");

    /** What stands in the head of a request, such as who sends it. */
    @FunctionalInterface
    interface Head {
        void on(HttpRequest.Builder request, byte[] body, Mangled bad);
    }

    @FunctionalInterface
    private interface Sending {
        HttpRequest.Builder of(String base, Mangled bad);
    }

    private final String name;
    private final List<String> good;
    private final List<Mutation> kinds;
    private final Sending sending;

    private Door(String name, List<String> good, List<Mutation> kinds, Sending sending) {
        this.name = name;
        this.good = good;
        this.kinds = kinds;
        this.sending = sending;
    }

    /** One that takes JSON. */
    static Door json(String method, String path, Head head, String body) {
        List<String> good = List.of(body);
        return new Door(
                method + " " + path,
                good,
                JsonMutations.with(good),
                (base, bad) -> body(
                        method,
                        base + path,
                        "application/json",
                        head,
                        bad,
                        bad.text().getBytes(TextMutations.one(CHARSETS, bad.chance()))));
    }

    /** One whose head decides, before anybody looks at the body. */
    static Door head(String path, Head head, String body, String... values) {
        List<String> good = List.of(values);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Door(
                "head of POST " + path,
                good,
                TextMutations.with(good),
                (base, bad) -> body("POST", base + path, "application/json", head, bad, bytes));
    }

    /** A page's form. */
    static Door form(String path, Head head, String... fields) {
        List<String> good = List.of(fields);
        return new Door(
                "form " + path,
                good,
                FormMutations.with(good),
                (base, bad) -> body(
                        "POST",
                        base + path,
                        "application/x-www-form-urlencoded",
                        head,
                        bad,
                        bad.text().getBytes(StandardCharsets.UTF_8)));
    }

    /** A page's form, or a list, whose fields stand in the address. */
    static Door query(String path, Head head, String... fields) {
        List<String> good = List.of(fields);
        return new Door(
                "GET " + path + "?",
                good,
                FormMutations.with(good),
                (base, bad) -> address("GET", base + path + "?" + asAddress(bad.text()), head, bad));
    }

    /** One whose address says what it is about. */
    static Door about(String method, String path, Head head, String... things) {
        List<String> good = List.of(things);
        return new Door(
                method + " " + path,
                good,
                TextMutations.with(good),
                (base, bad) -> address(
                        method,
                        base + path.formatted(asAddress(URLEncoder.encode(bad.text(), StandardCharsets.UTF_8))),
                        head,
                        bad));
    }

    private static HttpRequest.Builder body(
            String method, String address, String type, Head head, Mangled bad, byte[] body) {
        boolean other = bad.chance().nextInt(ONE_IN_SO_MANY_HAS_ANOTHER_TYPE) == 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", other ? TextMutations.one(OTHER_TYPES, bad.chance()) : type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        head.on(request, body, bad);
        return request;
    }

    private static HttpRequest.Builder address(String method, String address, Head head, Mangled bad) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).method(method, HttpRequest.BodyPublishers.noBody());
        head.on(request, new byte[0], bad);
        return request;
    }

    /** What may not stand in an address is escaped; an escape that stands there already stays, if it is one. */
    private static String asAddress(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            boolean may = each > ' ' && each < 0x7F && "\"#<>[\\]^`{|}".indexOf(each) < 0;
            escaped.append(may ? String.valueOf((char) each) : "%%%02X".formatted(each & 0xFF));
            if (escaped.length() >= LONGEST_ADDRESS) {
                break;
            }
        }
        return escaped.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    Mangled bad(long number) {
        return Mangled.of(good, kinds, number);
    }

    /** @param base scheme, host and port */
    HttpRequest.Builder request(String base, Mangled bad) {
        return sending.of(base, bad);
    }

    @Override
    public String toString() {
        return name;
    }
}
