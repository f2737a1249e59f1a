package org.handover.sso;

import static org.assertj.core.api.Assertions.assertThat;

import org.handover.fuzz.InTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterCaseTest {

    @ParameterizedTest
    @CsvSource({"SsoSs, ssoss, SSOSS", "ÄÖÜ 1, äöü 1, ÄÖÜ 1", "BUİLTIN, builtin, BUİLTIN", "straße, straße, STRAßE"})
    void eachCharacterHasItsOtherCase(String text, String lower, String upper) {
        assertThat(LetterCase.lower(text)).isEqualTo(lower);
        assertThat(LetterCase.upper(text)).isEqualTo(upper);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0130", "\u00DF", "\u0149"})
    void megabytesOfWhatJavaMakesSeveralCharactersOfTakeNoTime(String character) throws Exception {
        String text = character.repeat(4_000_000);

        assertThat(InTime.call(() -> LetterCase.lower(text) + LetterCase.upper(text)))
                .hasSize(2 * text.length());
    }
}
