package org.handover.console.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.handover.fuzz.InTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {

    private static byte[] bytes(String drawn) {
        return drawn.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u001b[99999G", "\u001b[2147483648@", "\u001b[1;99999Hx", "\u001b[x", "\u001b[?40h\u001b[?3h"})
    void what_the_emulator_cannot_do_is_passed_over_and_the_next_line_is_drawn(String sequence) {
        Screen screen = new Screen(80);

        screen.draw(bytes("before\r\n" + sequence + "lost\r\nPassword :"));

        assertThat(screen.upToCursor()).isEqualTo("Password :");
    }

    @Test
    void output_without_end_is_not_kept() throws Exception {
        byte[] endless = bytes("line\r\n".repeat(1_000_000) + "\u001b[200S\u001bc".repeat(100_000));

        String text = InTime.call(() -> {
            Screen screen = new Screen(Connection.COLUMNS);
            screen.draw(endless);
            return screen.text();
        });

        assertThat(text.lines()).hasSizeLessThanOrEqualTo(Screen.ROWS);
    }
}
