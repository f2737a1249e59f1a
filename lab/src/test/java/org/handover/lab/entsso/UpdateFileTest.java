package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateFileTest {

    @Test
    void the_file_of_the_seed_page_names_a_secret_server_and_nothing_else() throws Exception {
        UpdateFile file = parse(
                """
                <sso>
                  <globalInfo>
                     <secretServer>SSO Server name</secretServer>
                  </globalInfo>
                </sso>
                """);

        assertThat(file.secretServer()).contains("SSO Server name");
        assertThat(file.namesOnlyTheSecretServer()).isTrue();
        assertThat(file.namesAccounts()).isFalse();
    }

    @Test
    void a_full_file_is_read_in_any_order_with_comments_and_a_byte_order_mark() throws Exception {
        UpdateFile file = parse(
                """
                \uFEFF<?xml version="1.0" encoding="utf-8"?>
                <!-- full -->
                <sso><globalInfo>
                  <credCacheTimeout>61</credCacheTimeout>
                  <ticketTimeout> 3 </ticketTimeout>
                  <!-- audits -->
                  <auditCredentialLookups>1003</auditCredentialLookups>
                  <auditDeletedMappings>1002</auditDeletedMappings>
                  <auditDeletedApps>1001</auditDeletedApps>
                  <secretServer>SSO02</secretServer>
                  <ssoAffiliateAdminAccount>CONTOSO\\B</ssoAffiliateAdminAccount>
                  <ssoAdminAccount>CONTOSO\\A</ssoAdminAccount>
                </globalInfo></sso>""");

        assertThat(file.credentialCacheMinutes()).contains(61);
        assertThat(file.ticketTimeoutMinutes()).contains(3);
        assertThat(file.auditExternalLookups()).contains(1003);
        assertThat(file.auditDeletedMappings()).contains(1002);
        assertThat(file.auditDeletedApplications()).contains(1001);
        assertThat(file.adminAccount()).contains("CONTOSO\\A");
        assertThat(file.affiliateAdminAccount()).contains("CONTOSO\\B");
        assertThat(file.namesAccounts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSO02",
                "<sso>",
                "<sso/>",
                "<SSO><globalInfo><secretServer>A</secretServer></globalInfo></SSO>",
                "<sso><globalnfo><secretServer>A</secretServer></globalInfo></sso>",
                "<sso><globalnfo><secretServer>A</secretServer></globalnfo></sso>",
                "<sso><globalInfo><secretserver>A</secretserver></globalInfo></sso>",
                "<sso><globalInfo><secretServer>A</secretServer><secretServer>B</secretServer></globalInfo></sso>",
                "<sso><globalInfo><secretServer></secretServer></globalInfo></sso>",
                "<sso><globalInfo><secretServer><b>A</b></secretServer></globalInfo></sso>",
                "<sso><globalInfo>stray<secretServer>A</secretServer></globalInfo></sso>",
                "<sso><globalInfo/><globalInfo/></sso>",
                "<sso><globalInfo><ticketTimeout>two</ticketTimeout></globalInfo></sso>",
                "<sso><globalInfo><ticketTimeout>-2</ticketTimeout></globalInfo></sso>",
                "<sso xmlns=\"urn:x\"><globalInfo><secretServer>A</secretServer></globalInfo></sso>",
                "<!DOCTYPE sso><sso><globalInfo><secretServer>A</secretServer></globalInfo></sso>",
                "<!DOCTYPE sso [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                        + "<sso><globalInfo><secretServer>&e;</secretServer></globalInfo></sso>",
                "<sso><globalInfo><secretServer>A</secretServer></globalInfo></sso><sso/>",
                "<sso><globalInfo><secretServer>A</secretServer></globalInfo></sso> tail"
            })
    void what_is_not_exactly_such_a_file_is_refused(String content) {
        assertThatThrownBy(() -> parse(content)).isInstanceOf(UpdateFile.MalformedException.class);
    }

    @Test
    void a_name_that_is_too_long_for_the_database_is_refused() {
        assertThatThrownBy(() -> parse(TestSystem.updateFile("S".repeat(257))))
                .hasMessageContaining("<secretServer>")
                .hasMessageContaining("256");
    }

    @Test
    void a_refusal_says_where_in_the_file() {
        assertThatThrownBy(() -> parse("<sso>\n<globalInfo>\n<secretSrver>A</secretSrver>\n</globalInfo></sso>"))
                .hasMessageContaining("secretSrver")
                .hasMessageContaining("line 3");
    }

    private static UpdateFile parse(String content) throws UpdateFile.MalformedException {
        return UpdateFile.parse(content.getBytes(StandardCharsets.UTF_8));
    }
}
