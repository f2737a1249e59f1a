package org.handover.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.handover.sso.RefusedValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretCustodyTest {
    private static final String FAILOVER = "FO-000001";
    private static final String PASSWORD = "Größe \"100 €\" 漢字";

    private final TickingClock clock = new TickingClock();
    private final SecretCustody custody = new SecretCustody(clock, Duration.ofHours(4));

    /** A clock that stands until it is moved. */
    private static final class TickingClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T02:00:00Z");

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void a_password_is_lent_as_it_was_given_and_both_arrays_are_zeroed() {
        char[] given = PASSWORD.toCharArray();
        List<char[]> lent = new ArrayList<>();

        custody.seal(FAILOVER, Purpose.RESTORE, given);
        String seen = custody.open(FAILOVER, Purpose.RESTORE, password -> {
                    lent.add(password);
                    return new String(password);
                })
                .orElseThrow();

        assertThat(seen).isEqualTo(PASSWORD);
        assertThat(given).containsOnly('\0');
        assertThat(lent.get(0)).hasSize(PASSWORD.length()).containsOnly('\0');
        assertThat(custody.open(FAILOVER, Purpose.RESTORE, String::new)).contains(PASSWORD);
    }

    @Test
    void what_was_lent_is_zeroed_also_when_its_use_fails() {
        custody.seal(FAILOVER, Purpose.RESTORE, PASSWORD.toCharArray());
        List<char[]> lent = new ArrayList<>();

        assertThatThrownBy(() -> custody.open(FAILOVER, Purpose.RESTORE, password -> {
                    lent.add(password);
                    throw new IllegalStateException("no console");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(lent.get(0)).containsOnly('\0');
    }

    @Test
    void purposes_and_failovers_are_kept_apart() {
        custody.seal(FAILOVER, Purpose.RESTORE, PASSWORD.toCharArray());

        assertThat(custody.holds(FAILOVER, Purpose.RESTORE)).isTrue();
        assertThat(custody.holds(FAILOVER, Purpose.BACKUP)).isFalse();
        assertThat(custody.holds("FO-000002", Purpose.RESTORE)).isFalse();
        assertThat(custody.open("FO-000002", Purpose.RESTORE, String::new)).isEmpty();
    }

    @Test
    void a_password_given_again_takes_the_place_of_the_first() {
        custody.seal(FAILOVER, Purpose.RESTORE, PASSWORD.toCharArray());
        custody.seal(FAILOVER, Purpose.RESTORE, "another one".toCharArray());

        assertThat(custody.open(FAILOVER, Purpose.RESTORE, String::new)).contains("another one");
    }

    static Stream<String> refused() {
        return Stream.of(
                "",
                "sixsix",
                "x".repeat(257),
                "with\rEnter",
                "with\nline",
                "with\0zero",
                "escape\u001b[A",
                "half \uD83D pair",
                "half \uDE00 pair");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_entsso_would_not_take_or_nobody_can_type_is_refused_without_being_repeated(String password) {
        char[] given = password.toCharArray();

        assertThatThrownBy(() -> custody.seal(FAILOVER, Purpose.RESTORE, given))
                .isInstanceOf(RefusedValueException.class)
                .message()
                .matches(
                        "The password (must have 7 to 256 characters|contains a character that cannot be typed at a prompt)\\.");
        assertThat(new String(given)).matches("\\x00*");
        assertThat(custody.holds(FAILOVER, Purpose.RESTORE)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void seven_to_256_characters_of_any_kind_are_accepted(String password) {
        custody.seal(FAILOVER, Purpose.RESTORE, password.toCharArray());

        assertThat(custody.open(FAILOVER, Purpose.RESTORE, String::new)).contains(password);
    }

    static Stream<String> accepted() {
        return Stream.of("seven77", "€".repeat(256), "smile \uD83D\uDE00", "       ");
    }

    @Test
    void what_is_discarded_is_gone() {
        custody.seal(FAILOVER, Purpose.RESTORE, PASSWORD.toCharArray());
        custody.seal(FAILOVER, Purpose.BACKUP, PASSWORD.toCharArray());
        custody.remember(FAILOVER, "the dog");

        custody.discard(FAILOVER, Purpose.RESTORE);
        assertThat(custody.holds(FAILOVER, Purpose.RESTORE)).isFalse();
        assertThat(custody.holds(FAILOVER, Purpose.BACKUP)).isTrue();
        custody.discard(FAILOVER);
        assertThat(custody.holds(FAILOVER, Purpose.BACKUP)).isFalse();
        assertThat(custody.reminder(FAILOVER)).isEmpty();
    }

    @Test
    void what_is_older_than_the_limit_is_discarded() {
        custody.seal(FAILOVER, Purpose.RESTORE, PASSWORD.toCharArray());
        custody.remember(FAILOVER, "the dog");

        clock.pass(Duration.ofHours(4));
        assertThat(custody.holds(FAILOVER, Purpose.RESTORE)).isTrue();
        assertThat(custody.reminder(FAILOVER)).contains("the dog");
        clock.pass(Duration.ofSeconds(1));
        assertThat(custody.open(FAILOVER, Purpose.RESTORE, String::new)).isEmpty();
        assertThat(custody.reminder(FAILOVER)).isEmpty();
        assertThat(custody).hasToString("SecretCustody[0 held]");
    }

    @Test
    void what_is_kept_is_cms_enveloped_data_under_aes_256_that_another_process_cannot_open() throws Exception {
        Envelope mine = new Envelope();

        byte[] sealed = mine.seal(PASSWORD.toCharArray());

        CMSEnvelopedData cms = new CMSEnvelopedData(sealed);
        assertThat(cms.getEncryptionAlgOID()).isEqualTo(CMSAlgorithm.AES256_CBC.getId());
        assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain(PASSWORD, "Gr", "100");
        assertThat(mine.open(sealed)).isEqualTo(PASSWORD.toCharArray());
        assertThatThrownBy(() -> new Envelope().open(sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause()
                .hasMessageStartingWith("The password could not be opened");
    }

    @Test
    void nothing_that_can_be_printed_holds_the_password_or_the_reminder() {
        custody.seal(FAILOVER, Purpose.RESTORE, PASSWORD.toCharArray());
        custody.remember(FAILOVER, "the dog");

        assertThat(custody.toString()).isEqualTo("SecretCustody[1 held]");
    }
}
