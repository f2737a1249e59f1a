package org.handover.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.handover.app.ledger.LedgerDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SignInBrakeTest {

    private static final String OLGA = "olga";
    private static final String OFFICE = "192.0.2.10";
    private static final String ATTACKER = "203.0.113.66";

    private static final LedgerDatabase DATABASE = new LedgerDatabase();

    private final MovedClock clock = new MovedClock();
    private final SignInBrake brake = node();
    private final SignInBrake otherNode = node();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private SignInBrake node() {
        return new SignInBrake(DATABASE.app, DATABASE.newTransaction, clock);
    }

    @BeforeEach
    void nothingHappenedYet() {
        DATABASE.app.sql("delete from handover.sign_in_attempt").update();
    }

    @Test
    void theFirstWrongPasswordsCostNothingThenEachWaitIsTwiceTheOneBefore() {
        IntStream.range(0, 5).forEach(wrong -> wrong(brake, OLGA, ATTACKER));

        List<Long> waits = IntStream.range(0, 12)
                .mapToObj(wrong -> {
                    long wait = refused(brake, OLGA, ATTACKER).seconds();
                    clock.forward(Duration.ofSeconds(wait));
                    wrong(brake, OLGA, ATTACKER);
                    return wait;
                })
                .toList();

        assertThat(waits.subList(0, 4)).containsExactly(1L, 2L, 4L, 8L);
        assertThat(waits).isSorted().last().isEqualTo(Duration.ofMinutes(15).toSeconds());
    }

    @Test
    void aWaitHoldsOnEveryNodeAndTheRefusalSaysHowLongItIs() {
        IntStream.range(0, 8).forEach(wrong -> wrongAsSoonAsPossible(brake, OLGA, ATTACKER));

        TooManyAttemptsException refused = refused(otherNode, OLGA, ATTACKER);

        assertThat(refused.seconds()).isEqualTo(8);
        assertThat(refused).hasMessageContaining("Try again in 8 seconds");
    }

    @Test
    void anAttemptThatCameTooEarlyMakesTheWaitNoLonger() {
        IntStream.range(0, 8).forEach(wrong -> wrongAsSoonAsPossible(brake, OLGA, ATTACKER));
        long wait = refused(brake, OLGA, ATTACKER).seconds();

        IntStream.range(0, 50).forEach(early -> refused(brake, OLGA, ATTACKER));
        clock.forward(Duration.ofSeconds(wait));

        assertThatCode(() -> brake.begin(SignInBrake.Door.PASSWORD, OLGA, ATTACKER))
                .doesNotThrowAnyException();
    }

    @Test
    void whoeverFailsElsewhereKeepsNobodyOutWhoDidNotFailHere() {
        IntStream.range(0, 200).forEach(wrong -> wrong(brake, OLGA, "203.0.113." + wrong));
        IntStream.range(0, 20).forEach(wrong -> wrongAsSoonAsPossible(brake, OLGA, ATTACKER));

        assertThatCode(() -> brake.succeeded(brake.begin(SignInBrake.Door.PASSWORD, OLGA, OFFICE)))
                .doesNotThrowAnyException();
    }

    @Test
    void anAccountThatManyAddressesGuessAtWaitsHalfAMinuteAtMostAfterOnesOwnMistake() {
        IntStream.range(0, 200).forEach(wrong -> wrong(brake, OLGA, "203.0.113." + wrong));

        wrong(brake, OLGA, OFFICE);

        assertThat(refused(brake, OLGA, OFFICE).seconds()).isEqualTo(30);
        IntStream.range(0, 200).forEach(wrong -> wrong(brake, OLGA, "198.51.100." + wrong));
        clock.forward(Duration.ofSeconds(30));
        assertThatCode(() -> brake.begin(SignInBrake.Door.PASSWORD, OLGA, OFFICE))
                .doesNotThrowAnyException();
    }

    @Test
    void whoSignedInFromAnAddressIsNotKeptOutByWhatElseComesFromIt() {
        brake.succeeded(brake.begin(SignInBrake.Door.PASSWORD, OLGA, OFFICE));
        IntStream.range(0, 30).forEach(wrong -> wrongAsSoonAsPossible(brake, "guess" + wrong, OFFICE));
        assertThatThrownBy(() -> brake.begin(SignInBrake.Door.PASSWORD, "anna", OFFICE))
                .isInstanceOf(TooManyAttemptsException.class);

        assertThatCode(() -> brake.succeeded(brake.begin(SignInBrake.Door.PASSWORD, OLGA, OFFICE)))
                .doesNotThrowAnyException();
    }

    @Test
    void atHomeOnesOwnMistakesCostAMinuteAtMost() {
        brake.succeeded(brake.begin(SignInBrake.Door.PASSWORD, OLGA, OFFICE));

        IntStream.range(0, 30).forEach(wrong -> wrongAsSoonAsPossible(brake, OLGA, OFFICE));

        assertThat(refused(brake, OLGA, OFFICE).seconds()).isEqualTo(60);
        clock.forward(Duration.ofMinutes(1));
        brake.succeeded(brake.begin(SignInBrake.Door.PASSWORD, OLGA, OFFICE));
        assertThatCode(() -> wrong(brake, OLGA, OFFICE)).as("counted anew").doesNotThrowAnyException();
    }

    @Test
    void afterAQuietHourEverythingIsForgotten() {
        IntStream.range(0, 12).forEach(wrong -> wrongAsSoonAsPossible(brake, OLGA, ATTACKER));

        clock.forward(Duration.ofHours(1).plusSeconds(1));

        IntStream.range(0, 5).forEach(wrong -> wrong(brake, OLGA, ATTACKER));
        assertThat(DATABASE.app
                        .sql("select count(*) from handover.sign_in_attempt")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void manyAtOnceGainNothing() throws Exception {
        IntStream.range(0, 3).forEach(wrong -> wrong(brake, OLGA, ATTACKER));

        assertThat(lookedAtOfManyAtOnce(ATTACKER))
                .as("the fourth and the fifth")
                .isEqualTo(2);
    }

    @Test
    void manyAtOnceGainNothingAtHomeEither() throws Exception {
        brake.succeeded(brake.begin(SignInBrake.Door.PASSWORD, OLGA, OFFICE));
        IntStream.range(0, 3).forEach(wrong -> wrong(brake, OLGA, OFFICE));
        clock.forward(Duration.ofMinutes(1));

        assertThat(lookedAtOfManyAtOnce(OFFICE)).isEqualTo(1);
    }

    private int lookedAtOfManyAtOnce(String address) throws Exception {
        int many = 24;
        ExecutorService attackers = Executors.newFixedThreadPool(many);
        try {
            CountDownLatch together = new CountDownLatch(many);
            List<Future<Boolean>> attempts = IntStream.range(0, many)
                    .mapToObj(number -> attackers.submit(() -> {
                        together.countDown();
                        together.await();
                        try {
                            brake.begin(SignInBrake.Door.PASSWORD, OLGA, address);
                            return true;
                        } catch (TooManyAttemptsException e) {
                            return false;
                        }
                    }))
                    .toList();
            int lookedAt = 0;
            for (Future<Boolean> attempt : attempts) {
                lookedAt += attempt.get() ? 1 : 0;
            }
            return lookedAt;
        } finally {
            attackers.shutdownNow();
        }
    }

    @Test
    void allAddressesOfOneNetworkOfVersion6CountAsOne() {
        IntStream.range(1, 9).forEach(wrong -> wrongAsSoonAsPossible(brake, OLGA, "2001:db8:1:2::" + wrong));

        refused(brake, OLGA, "2001:db8:1:2:ffff::1");
        assertThatCode(() -> brake.begin(SignInBrake.Door.PASSWORD, OLGA, "2001:db8:1:3::1"))
                .doesNotThrowAnyException();
    }

    @Test
    void whatWasTypedAsAUserNameIsKeptAsADigestOnly() {
        wrong(brake, "my-Password-in-the-wrong-field", ATTACKER);

        assertThat(DATABASE.app
                        .sql("select t::text from handover.sign_in_attempt t")
                        .query(String.class)
                        .list())
                .hasSize(1)
                .noneMatch(row -> row.contains("assword"));
    }

    private static void wrong(SignInBrake on, String account, String address) {
        on.failed(on.begin(SignInBrake.Door.PASSWORD, account, address));
    }

    private void wrongAsSoonAsPossible(SignInBrake on, String account, String address) {
        try {
            wrong(on, account, address);
        } catch (TooManyAttemptsException early) {
            clock.forward(Duration.ofSeconds(early.seconds()));
            wrong(on, account, address);
        }
    }

    private static TooManyAttemptsException refused(SignInBrake on, String account, String address) {
        return catchThrowableOfType(
                TooManyAttemptsException.class, () -> on.begin(SignInBrake.Door.PASSWORD, account, address));
    }

    private static final class MovedClock extends Clock {

        private Instant now = Instant.parse("2026-11-22T03:00:00Z");

        void forward(Duration by) {
            now = now.plus(by);
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
}
