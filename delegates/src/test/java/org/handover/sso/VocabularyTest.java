package org.handover.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

    @ParameterizedTest
    @ValueSource(strings = {"SSO02", "sso-02", "SSO_02", "7ELEVEN", "sso02.contoso.example", "S"})
    void a_computers_name_is_a_server_name(String name) {
        assertThat(SsoServerName.of(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " SSO02",
                "SSO02 ",
                "SSO 02",
                "10.0.0.1",
                "1234",
                "0x0A000001",
                "::1",
                "[::1]",
                "a..b",
                ".a",
                "a.",
                "SSO02\n",
                "SSÖ02",
                "\\\\SSO02",
                "SSO02;x",
                "SSO02\"",
                "SSO*",
                "-SSO02",
                "SSO02-"
            })
    void what_is_no_computers_name_is_refused_with_a_sentence(String name) {
        assertThatThrownBy(() -> SsoServerName.of(name))
                .isInstanceOf(RefusedValueException.class)
                .message()
                .endsWith(".");
    }

    @Test
    void a_server_name_has_at_most_256_characters() {
        String longest = ("a".repeat(63) + ".").repeat(4);
        assertThat(SsoServerName.of(longest.substring(0, 255)).value()).hasSize(255);
        assertThatThrownBy(() -> SsoServerName.of(longest + "b")).isInstanceOf(RefusedValueException.class);
    }

    @Test
    void server_names_are_equal_whatever_their_case() {
        assertThat(SsoServerName.of("sso02"))
                .isEqualTo(SsoServerName.of("SSO02"))
                .hasSameHashCodeAs(SsoServerName.of("SSO02"));
        assertThat(SsoServerName.of("sso02")).isNotEqualTo(SsoServerName.of("SSO02.contoso.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "SSO02, sso02, true",
        "SSO02, sso02.contoso.example, true",
        "sso02.contoso.example, SSO02, true",
        "sso02.contoso.example, sso02.fabrikam.example, false",
        "SSO02, SSO021, false",
        "SSO0, SSO02, false",
        "MASTERSECRETSRV, MasterSecretSrv01.contoso.example, true",
        "MASTERSECRETSR, MasterSecretSrv01.contoso.example, false"
    })
    void two_names_mean_one_computer_when_only_case_domain_or_the_cut_to_15_characters_differ(
            String one, String other, boolean same) {
        assertThat(SsoServerName.of(one).sameComputer(SsoServerName.of(other))).isEqualTo(same);
        assertThat(SsoServerName.of(other).sameComputer(SsoServerName.of(one))).isEqualTo(same);
    }

    @Test
    void a_netbios_name_is_short_and_in_upper_case() {
        assertThat(SsoServerName.of("MasterSecretSrv01.contoso.example").netBiosName())
                .isEqualTo("MASTERSECRETSRV");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8f26122c-4830-4216-bba5-e49dca3ba13b", "{8F26122C-4830-4216-BBA5-E49DCA3BA13B}"})
    void an_msid_is_kept_in_lower_case_without_braces(String text) {
        assertThat(Msid.of(text).value()).isEqualTo("8f26122c-4830-4216-bba5-e49dca3ba13b");
        assertThat(Msid.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8f26122c48304216bba5e49dca3ba13b",
                "{8f26122c-4830-4216-bba5-e49dca3ba13b",
                "8f26122c-4830-4216-bba5-e49dca3ba13g",
                "8f26122c-4830-4216-bba5-e49dca3ba13b\n"
            })
    void what_is_no_guid_is_no_msid(String text) {
        assertThatThrownBy(() -> Msid.of(text)).isInstanceOf(RefusedValueException.class);
        assertThat(Msid.isOne(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\Restore\\SSO01.bak",
                "d:\\x",
                "C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\SSO478AD.bak",
                "C:\\Bob's\\Größe (1)\\a.b.c"
            })
    void an_absolute_path_on_a_drive_is_a_windows_path(String path) {
        assertThat(WindowsPath.of(path).quoted()).isEqualTo('"' + path + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Restore\\SSO01.bak",
                "\\Restore",
                "C:SSO01.bak",
                "C:\\",
                "C:\\a\\",
                "C:\\a\\\\b",
                "C:/a",
                "\\\\SSO01\\c$\\a",
                "\\\\?\\C:\\a",
                "//SSO01/a",
                "C:\\a\"b",
                "C:\\%TEMP%\\a",
                "C:\\a^b",
                "C:\\a&b",
                "C:\\a|b",
                "C:\\a<b",
                "C:\\a>b",
                "C:\\a!b",
                "C:\\a`b",
                "C:\\$HOME",
                "C:\\a*",
                "C:\\a?",
                "C:\\a:b",
                "C:\\a\tb",
                "C:\\a\nb",
                "C:\\a\u202Eb",
                "C:\\a\u2019b",
                "C:\\a\u201Cb",
                "C:\\..\\b",
                "C:\\.\\b",
                "C:\\a.",
                "C:\\a \\b",
                "C:\\CON",
                "C:\\nul.txt\\b",
                "C:\\com1",
                "C:\\a\uD800b"
            })
    void a_path_that_could_mean_something_else_on_a_command_line_is_refused(String path) {
        assertThatThrownBy(() -> WindowsPath.of(path))
                .isInstanceOf(RefusedValueException.class)
                .message()
                .endsWith(".");
    }

    @Test
    void a_path_knows_its_folder_and_its_name() {
        WindowsPath file = WindowsPath.of("C:\\Restore\\SSO01.bak");

        assertThat(file.fileName()).isEqualTo("SSO01.bak");
        assertThat(file.parent()).contains(WindowsPath.of("c:\\restore"));
        assertThat(WindowsPath.of("C:\\Restore").parent()).isEmpty();
        assertThat(WindowsPath.of("C:\\Restore").child("SSO01.bak"))
                .isEqualTo(file)
                .hasSameHashCodeAs(WindowsPath.of("c:\\RESTORE\\sso01.BAK"));
        assertThatThrownBy(() -> file.child("..")).isInstanceOf(RefusedValueException.class);
        assertThatThrownBy(() -> WindowsPath.of("C:\\" + "a".repeat(300))).isInstanceOf(RefusedValueException.class);
    }

    @Test
    void names_of_estates_and_systems_are_plain() {
        assertThat(EstateName.of("contoso-prod").value()).isEqualTo("contoso-prod");
        assertThat(SsoSystemName.of("CONTOSO").value()).isEqualTo("CONTOSO");
        for (String bad : new String[] {"", " a", "a/b", "..", "a b", "-a", "a".repeat(65), "ä"}) {
            assertThatThrownBy(() -> EstateName.of(bad)).isInstanceOf(RefusedValueException.class);
            assertThatThrownBy(() -> SsoSystemName.of(bad)).isInstanceOf(RefusedValueException.class);
        }
    }

    @Test
    void a_digest_is_64_hexadecimal_digits() {
        assertThat(Sha256.ofContent("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Sha256.of("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
        assertThatThrownBy(() -> Sha256.of("ba78")).isInstanceOf(RefusedValueException.class);
    }

    @Test
    void an_error_code_says_what_it_means_and_what_to_do() {
        EntssoError error = EntssoError.of("0xc0002a1b");

        assertThat(error.is(EntssoError.WRONG_PASSWORD)).isTrue();
        assertThat(error.code()).isEqualTo("0xC0002A1B");
        assertThat(error.means()).contains("password");
        assertThat(error.whatToDo()).contains("reminder");
        assertThat(EntssoError.of("0xC0009999").means()).contains("not among those that are known");
        assertThatThrownBy(() -> EntssoError.of("10779")).isInstanceOf(RefusedValueException.class);
    }

    @Test
    void the_first_code_in_an_output_counts_also_where_a_narrow_console_wrapped_it() {
        assertThat(EntssoError.in("ERROR: 0xC0002A0F : no contact\n(RPC: 0x800706D9: no endpoint)"))
                .hasValueSatisfying(error ->
                        assertThat(error.is(EntssoError.SERVER_NOT_REACHED)).isTrue());
        assertThat(EntssoError.in("ERROR: 0xC000\n2A3F : other secret"))
                .hasValueSatisfying(
                        error -> assertThat(error.is(EntssoError.WRONG_SECRET)).isTrue());
        assertThat(EntssoError.in("The operation completed successfully.")).isEmpty();
        assertThat(EntssoError.in("0x1234 and 0xC0002A3F0")).isEmpty();
    }

    @Test
    void the_secret_server_is_read_by_its_label() {
        GlobalInfo info = GlobalInfo.parse(
                        """
                Using SSO server on this computer
                SQL Server                          : SQL01
                SSO database                        : SSODB
                SSO secret server name              : DSITEAMSRV
                SSO Admin account                   : SSO Administrators
                Size of audit table for deleted ... : 1000
                Global flags -
                SSO enabled                         : Yes
                """)
                .orElseThrow();

        assertThat(info).isEqualTo(new GlobalInfo("DSITEAMSRV", "SQL01", "SSODB", true, "SSO Administrators"));
        assertThat(info.names(SsoServerName.of("dsiteamsrv.contoso.example"))).isTrue();
        assertThat(info.names(SsoServerName.of("SSO02"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Name des SSO-Geheimnisservers : SSO01",
                "SSO secret server name : ",
                "SSO secret server name : SSO01\nSSO secret server name : SSO02",
                "ERROR: 0xC0002A0F : no contact"
            })
    void an_output_that_does_not_say_clearly_who_is_master_is_not_guessed_at(String output) {
        assertThat(GlobalInfo.parse(output)).isEmpty();
    }

    @Test
    void a_database_that_names_an_address_names_none_of_our_servers() {
        GlobalInfo info = GlobalInfo.parse("SSO secret server name : 10.0.0.1\nSSO enabled : Ja")
                .orElseThrow();

        assertThat(info.secretServer()).isEmpty();
        assertThat(info.names(SsoServerName.of("SSO01"))).isFalse();
        assertThat(info.ssoEnabled()).isNull();
    }
}
