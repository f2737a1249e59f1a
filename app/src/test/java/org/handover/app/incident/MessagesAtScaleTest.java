package org.handover.app.incident;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.handover.app.failover.ProblemException;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.JsonMutations;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.TextMutations;

/** Whatever a tool sends as its incident, it is understood or refused in words, in time. */
class MessagesAtScaleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final List<String> MESSAGES =
            List.of(ExampleMessages.PAGERDUTY, ExampleMessages.ALERTMANAGER, ExampleMessages.GENERIC);
    private static final List<String> SIGNATURES = List.of(
            "v1=" + "0f".repeat(32),
            "v1=" + "0F".repeat(32) + ", v1=" + "a".repeat(64) + ",v2=x",
            "v1=q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            Charset.forName("UTF-32LE"),
            Charset.forName("UTF-32BE"));

    @Provide
    Arbitrary<Mangled> messages() {
        return Mangled.anyOf(MESSAGES, JsonMutations.with(MESSAGES));
    }

    @Provide
    Arbitrary<Mangled> signatures() {
        return Mangled.anyOf(SIGNATURES, TextMutations.with(SIGNATURES));
    }

    private static void understoodOrRefused(Mangled message, Function<byte[], List<ReportedIncident>> tool)
            throws InterruptedException {
        byte[] body = message.text().getBytes(TextMutations.one(CHARSETS, message.chance()));
        if (message.chance().nextInt(20) == 0 && body.length > 4) {
            body[message.chance().nextInt(4)] = 0;
        }
        InTime.call(() -> {
            try {
                return tool.apply(body);
            } catch (ProblemException refused) {
                return refused;
            }
        });
    }

    @Fuzzed
    void from_pagerduty(@ForAll("messages") Mangled message) throws Exception {
        understoodOrRefused(message, Webhooks::pagerDuty);
    }

    @Fuzzed
    void from_alertmanager(@ForAll("messages") Mangled message) throws Exception {
        understoodOrRefused(message, Webhooks::alertmanager);
    }

    @Fuzzed
    void from_any_other_tool(@ForAll("messages") Mangled message) throws Exception {
        understoodOrRefused(message, body -> Webhooks.generic(body, NOW));
    }

    @Fuzzed
    void a_signature_holds_or_does_not(@ForAll("signatures") Mangled signature) throws Exception {
        String given = signature.text();
        InTime.call(() -> Signature.holds(given, List.of("a secret"), new byte[] {1}));
    }
}
