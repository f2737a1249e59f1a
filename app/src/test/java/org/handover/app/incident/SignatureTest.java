package org.handover.app.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4231, 4.3: the second test case for HMAC-SHA-256. */
final class SignatureTest {

    private static final String SECRET = "Jefe";
    private static final byte[] MESSAGE = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);
    private static final String RIGHT = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    private static final String WRONG = "0000000000000000000000000000000000000000000000000000000000000000";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1=" + RIGHT,
                "v1=5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843",
                "v1=" + WRONG + ", v1=" + RIGHT,
                "v2=something, v1=" + RIGHT,
                "v1=W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="
            })
    void oneRightSignatureAmongThoseGivenIsEnough(String given) {
        assertThat(Signature.holds(given, List.of(SECRET), MESSAGE)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "v1=", RIGHT, "v1=" + WRONG, "v2=" + RIGHT, "v1=5bdc", "v1=not hexadecimal", ",,,"})
    void whatIsNoneOrAnotherOneDoesNotHold(String given) {
        assertThat(Signature.holds(given, List.of(SECRET), MESSAGE)).isFalse();
    }

    @Test
    void whileOneSecretFollowsAnotherBothHold() {
        assertThat(Signature.holds("v1=" + RIGHT, List.of("the next one", SECRET), MESSAGE))
                .isTrue();
        assertThat(Signature.holds("v1=" + RIGHT, List.of("the next one"), MESSAGE))
                .isFalse();
        assertThat(Signature.holds("v1=" + RIGHT, List.of(), MESSAGE)).isFalse();
    }

    @Test
    void theEleventhSignatureIsNotLookedAt() {
        String ten = ("v1=" + WRONG + ",").repeat(10);

        assertThat(Signature.holds(ten + "v1=" + RIGHT, List.of(SECRET), MESSAGE))
                .isFalse();
    }
}
