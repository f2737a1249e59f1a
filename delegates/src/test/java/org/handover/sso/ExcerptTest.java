package org.handover.sso;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {

    @ParameterizedTest
    @CsvSource({
        "short, 5, short",
        "longer, 5, long…",
        "abc\uD83D\uDE00ef, 5, abc…",
        "abc\uD83D\uDE00ef, 6, abc\uD83D\uDE00…"
    })
    void aTextThatIsTooLongEndsBetweenTwoCharacters(String text, int longest, String beginning) {
        assertThat(Excerpt.of(text, longest)).isEqualTo(beginning).hasSizeLessThanOrEqualTo(longest);
    }
}
