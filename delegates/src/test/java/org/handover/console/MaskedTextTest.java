package org.handover.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MaskedTextTest {
    private static final PromptScript RESTORE =
            PromptScript.empty().then(Pattern.compile("Password\\s*:"), () -> new char[0]);

    @Test
    void prompts_stars_and_reminder_are_taken_out_of_what_a_person_pasted() {
        MaskedText masked = MaskedText.of(
                "C:\\>ssoconfig -restoresecret SSO478AD.bak\nPassword reminder : the first dog\nPassword : *******\nThe operation completed successfully.",
                RESTORE);

        assertThat(masked.text())
                .isEqualTo(
                        "C:\\>ssoconfig -restoresecret SSO478AD.bak\nPassword reminder : [masked]\nPassword : [masked]\nThe operation completed successfully.");
        assertThat(masked.reminder()).contains("the first dog");
    }

    @Test
    void a_reminder_under_a_translated_label_is_the_labelled_line_before_the_prompt() {
        MaskedText masked = MaskedText.of("Kennworthinweis : der erste Hund\nPassword : ***", RESTORE);

        assertThat(masked.text()).isEqualTo("Kennworthinweis : [masked]\nPassword : [masked]");
        assertThat(masked.reminder()).contains("der erste Hund");
    }

    @Test
    void a_reminder_that_looks_like_a_prompt_is_still_a_reminder() {
        MaskedText masked = MaskedText.of("Password reminder : Password : of the dog\nPassword : *", RESTORE);

        assertThat(masked.text()).isEqualTo("Password reminder : [masked]\nPassword : [masked]");
        assertThat(masked.reminder()).contains("Password : of the dog");
    }

    @Test
    void a_reminder_without_a_prompt_is_taken_out_and_the_error_after_it_stays() {
        MaskedText masked = MaskedText.of("Password reminder : dog\nand cat\nERROR: 0xC0002A20 : x", RESTORE);

        assertThat(masked.text()).isEqualTo("Password reminder : [masked]\nERROR: 0xC0002A20 : x");
    }

    @Test
    void a_reminder_before_a_prompt_in_a_language_that_is_not_known_is_taken_out() {
        MaskedText masked = MaskedText.of(
                "Using SSO server : SSO02\nSalasanavihje : ensimmäinen koira\nja kissa: musta\nSalasana : ***\nVIRHE: 0xC0002A1B : ei\n",
                RESTORE);

        assertThat(masked.text())
                .isEqualTo("Using SSO server : SSO02\nSalasanavihje : [masked]\nVIRHE: 0xC0002A1B : ei\n");
        assertThat(masked.reminder()).isEmpty();
    }

    @Test
    void a_reminder_under_a_translated_label_is_taken_out_where_the_prompt_has_not_come() {
        assertThat(MaskedText.of("Kennworthinweis : der erste Hund\nERROR: 0xC0002A1B : nein", RESTORE)
                        .text())
                .isEqualTo("Kennworthinweis : [masked]\nERROR: 0xC0002A1B : nein");
        assertThat(MaskedText.of("Kennworthinweis : der erste Hund\nKennw", RESTORE)
                        .text())
                .isEqualTo("Kennworthinweis : [masked]");
    }

    @Test
    void the_folder_that_a_claim_found_there_stays_readable_and_so_does_the_line_that_was_typed() {
        String claimed =
                "C:\\>ssoconfig -restoresecret SSO01.bak\nA subdirectory or file C:\\Program Files\\Handover\\Claims\\x already exists.";

        assertThat(MaskedText.of(claimed, RESTORE).text()).isEqualTo(claimed);
    }

    @Test
    void errors_that_come_without_a_prompt_are_kept_whole() {
        String error = "Using SSO server : SSO02\nERROR: 0xC0002A0F : no contact\n(RPC: 0x800706D9: no endpoint)";

        assertThat(MaskedText.of(error, RESTORE).text()).isEqualTo(error);
        assertThat(MaskedText.of(error, RESTORE).reminder()).isEmpty();
    }

    @Test
    void a_prompt_that_nobody_has_answered_yet_is_kept_as_it_is() {
        assertThat(MaskedText.of("Password :", RESTORE).text()).isEqualTo("Password :");
    }
}
