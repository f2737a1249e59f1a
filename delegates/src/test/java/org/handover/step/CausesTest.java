package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.handover.tool.EventRecord;
import org.junit.jupiter.api.Test;

class CausesTest {

    private static EventRecord event(long record, int id, String... data) {
        return new EventRecord(record, id, "ENTSSO", 2, Instant.EPOCH, List.of(data));
    }

    @Test
    void an_event_that_names_the_cause_counts_more_than_the_one_that_says_only_that_it_did_not_start() {
        assertThat(Causes.of(List.of(event(7, 10550, "Admins", "svc"), event(8, 10503, "0x80070005"))))
                .startsWith("Event 10550: ")
                .contains("Put the account into that group")
                .doesNotContain("10503");
        assertThat(Causes.of(List.of(event(8, 10503, "0xC0002A50"))))
                .startsWith("Event 10503: ")
                .contains("0xC0002A50: The SSO database is older than the server.");
    }

    @Test
    void what_reports_no_trouble_is_no_cause() {
        assertThat(Causes.of(List.of(event(1, 10502), event(2, 10534)))).isEmpty();
        assertThat(Causes.sentence(event(3, 10529))).isEmpty();
    }

    @Test
    void only_the_newest_of_a_kind_is_said() {
        assertThat(Causes.of(List.of(event(1, 10536, "a", "0x80090005"), event(2, 10536, "a", "0xC0002A02"))))
                .contains("The SSO system is disabled.")
                .doesNotContain("0x80090005");
    }

    @Test
    void what_an_earlier_start_said_is_over() {
        List<EventRecord> two = List.of(
                event(1, LastStart.STARTING),
                event(2, 10565),
                event(3, LastStart.STARTING_WITHOUT_SSL),
                event(4, 10534));

        assertThat(LastStart.in(two)).containsExactly(event(4, 10534));
        assertThat(LastStart.in(List.of(event(2, 10565)))).hasSize(1);
    }
}
