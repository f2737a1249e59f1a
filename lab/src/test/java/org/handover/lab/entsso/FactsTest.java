package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the lab says of the product's ids and codes can be read up where the lab says so: docs/entsso.md 5.4 and 5.5. */
class FactsTest {

    @Test
    void every_event_stands_in_the_table_of_events() throws IOException {
        String table = section("### 5.4 ");

        assertThat(Arrays.stream(EntssoEvent.values())
                        .map(event -> Integer.toString(event.asCode() & 0xFFFF))
                        .filter(id -> !table.contains(id)))
                .isEmpty();
    }

    @Test
    void every_error_code_of_entsso_stands_in_the_table_of_codes() throws IOException {
        String table = section("### 5.5 ");

        assertThat(Arrays.stream(SsoError.Code.values())
                        .map(code -> SsoError.hex(code.number))
                        .filter(code -> code.startsWith("0xC0002A") && !table.contains(code)))
                .isEmpty();
    }

    private static String section(String heading) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "entsso.md"));
        int begin = 0;
        while (!lines.get(begin).startsWith(heading)) {
            begin++;
        }
        int end = begin + 1;
        while (!lines.get(end).startsWith("##")) {
            end++;
        }
        return String.join("\n", lines.subList(begin, end));
    }
}
