package org.handover.app.restraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MaintenanceWindowTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T01:59:59Z, false",
        "2026-11-23T02:00:00Z, true",
        "2026-11-23T05:59:59Z, true",
        "2026-11-23T06:00:00Z, false"
    })
    void aWindowThatComesOnceIsOpenFromItsBeginningUntilItsEnd(Instant now, boolean open) {
        Instant end = Instant.parse("2026-11-23T06:00:00Z");
        MaintenanceWindow window =
                new MaintenanceWindow(null, null, Instant.parse("2026-11-23T02:00:00Z"), end, null, null, null, null);

        assertThat(window.endWhereOpen(now).isPresent()).isEqualTo(open);
        assertThat(window.endWhereOpen(now).orElse(end)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T00:59:59Z, ",
        "2026-11-22T01:00:00Z, 2026-11-22T05:00:00Z",
        "2026-11-22T04:59:59Z, 2026-11-22T05:00:00Z",
        "2026-11-22T05:00:00Z, ",
        "2026-11-23T02:00:00Z, ",
        "2026-07-05T00:00:00Z, 2026-07-05T04:00:00Z"
    })
    void aWindowThatComesEverySundayIsOpenThenByTheClockOfItsZone(Instant now, Instant end) {
        MaintenanceWindow window = new MaintenanceWindow(
                null, null, null, null, "0 0 2 * * SUN", Duration.ofHours(4), ZoneId.of("Europe/Berlin"), null);

        assertThat(window.endWhereOpen(now).orElse(null)).isEqualTo(end);
    }

    @Test
    void aWindowThatNobodyCanTellTheTimesOfIsRefusedInWords() {
        Instant now = Instant.EPOCH;
        assertThatThrownBy(() -> new MaintenanceWindow(null, null, null, null, null, null, null, null))
                .hasMessageContaining("either from and until, or every and lasts");
        assertThatThrownBy(() ->
                        new MaintenanceWindow(null, null, now, now, "0 0 2 * * SUN", Duration.ofHours(4), null, null))
                .hasMessageContaining("either from and until, or every and lasts");
        assertThatThrownBy(() -> new MaintenanceWindow(null, null, now, now, null, null, null, null))
                .hasMessageContaining("ends before it begins");
    }
}
