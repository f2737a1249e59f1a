package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.handover.lab.windows.Logon;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applications, mappings, credentials, tickets and the Config Store: docs/entsso.md 1.1, 1.6, 3.2, 5.5, 6.1, 9. */
class ApplicationsTest extends OnContoso {

    private static final String APPLICATION =
            """
            <?xml version="1.0"?>
            <SSO>
              <application name="Ledger">
                <description>General ledger</description>
                <contact>ledger@contoso.example</contact>
                <appUserAccount>CONTOSO\\Ledger Users</appUserAccount>
                <appAdminAccount>CONTOSO\\ledger-admin</appAdminAccount>
                <field ordinal="0" label="User Id" masked="no" />
                <field ordinal="1" label="Password" masked="yes" />
                <flags groupApp="no" configStoreApp="no" allowTickets="yes" enableApp="no" />
              </application>
            </SSO>
            """;
    private static final String MAPPING =
            """
            <sso>
              <mapping>
                <windowsDomain>CONTOSO</windowsDomain>
                <windowsUserId>f.meyer</windowsUserId>
                <externalApplication>Ledger</externalApplication>
                <externalUserId>MEYERF</externalUserId>
              </mapping>
            </sso>
            """;
    private static final String OWN_MAPPING =
            MAPPING.replace("f.meyer", "handover").replace("MEYERF", "HANDOVER");

    @BeforeEach
    void prepare() {
        contoso.put("SSO02", "C:\\app.xml", APPLICATION);
        contoso.put("SSO02", "C:\\map.xml", MAPPING);
        contoso.put("SSO02", "C:\\own.xml", OWN_MAPPING);
    }

    private String manage(String command) {
        return contoso.ssomanage("SSO02", command).screen();
    }

    private void succeeds(String command) {
        assertThat(manage(command))
                .isEqualTo("Using SSO server on this computer\r\nThe operation completed successfully.\r\n");
    }

    @Test
    void an_application_is_made_shown_switched_on_changed_and_removed() throws Exception {
        succeeds("-createapps C:\\app.xml");

        assertThat(manage("-createapps C:\\app.xml")).contains("ERROR: 0xC0002A00 : ");
        assertThat(manage("-listapps")).contains("\r\n(D) Ledger : General ledger\r\n");
        assertThat(manage("-displayapp ledger"))
                .contains("Application type                    : Individual\r\n")
                .contains("Application enabled                 : No\r\n")
                .contains("Tickets allowed                     : Yes\r\n")
                .contains("Field 1                             : Password (masked)\r\n");

        succeeds("-enableapp Ledger");
        contoso.put(
                "SSO02",
                "C:\\app.xml",
                "<sso><application name=\"Ledger\"><description>New words</description></application></sso>");
        succeeds("-updateapps C:\\app.xml");
        assertThat(manage("-listapps")).contains("\r\n(E) Ledger : New words\r\n");
        assertThat(manage("-displayapp Ledger")).contains("CONTOSO\\Ledger Users");

        succeeds("-purgecache Ledger");
        succeeds("-disableapp Ledger");
        succeeds("-deleteapp Ledger");
        assertThat(manage("-displayapp Ledger")).contains("ERROR: 0xC0002A04 : ");
        assertThat(contoso.database().applications().audited("audit_deleted_application"))
                .isOne();
    }

    @Test
    void applications_of_the_configuration_store_are_listed_only_when_all_are_asked_for() {
        assertThat(manage("-listapps")).doesNotContain("BizTalkServerApplication");
        assertThat(manage("-listapps all"))
                .contains("(E) BizTalkServerApplication : Configuration of adapters\r\n")
                .contains("(E) SAP Finance");
    }

    @Test
    void a_file_of_applications_that_cannot_be_is_refused_with_the_code_that_says_why() {
        Map<String, String> wrong = Map.of(
                "<flags groupApp=\"yes\" configStoreApp=\"yes\"/>", "0xC0002A23",
                "<field ordinal=\"0\" label=\"a\"/><field ordinal=\"0\" label=\"b\"/>", "0xC0002A06",
                "<flags enableApp=\"yes\"/>", "0xC0002A11",
                "<appAdminAccount>Everyone</appAdminAccount>", "0xC0002A19",
                "<appAdminAccount>administrators</appAdminAccount>", "0xC0002A1D",
                "<appAdminAccount>CONTOSO\\</appAdminAccount>", "0xC0002A18",
                "<appAdminAccount>ELSEWHERE\\x</appAdminAccount>", "0xC0002A22",
                "<flags adminAccountSame=\"yes\"/><appAdminAccount>CONTOSO\\x</appAdminAccount>", "0xC0002A17",
                "<colour>red</colour>", "0x8007000D",
                "<flags enableApp=\"maybe\"/>", "0x8007000D");
        wrong.forEach((inside, code) -> {
            contoso.put("SSO02", "C:\\x.xml", "<sso><application name=\"X\">" + inside + "</application></sso>");
            assertThat(manage("-createapps C:\\x.xml")).as(inside).contains("ERROR: " + code + " : ");
        });
        assertThat(contoso.newest("SSO02", 10601).parameters())
                .containsExactly("X", "configstoreapp groupapp", "configstoreapp", "groupapp");
        assertThat(contoso.newest("SSO02", 10568).parameters())
                .containsExactly("X", "ELSEWHERE\\x", "ELSEWHERE\\x", "0xC0002A1C");
        contoso.put("SSO02", "C:\\x.xml", "<!DOCTYPE sso [<!ENTITY e 'x'>]><sso><application name='X'/></sso>");
        assertThat(manage("-createapps C:\\x.xml")).contains("ERROR: 0x8007000D : ");
        assertThat(manage("-listapps all")).doesNotContain(") X ");
    }

    @Test
    void a_mapping_is_off_until_it_is_switched_on_and_an_administrator_has_the_last_word() throws Exception {
        succeeds("-createapps C:\\app.xml");
        succeeds("-createmappings C:\\map.xml");

        assertThat(manage("-createmappings C:\\map.xml")).contains("ERROR: 0xC0002A01 : ");
        assertThat(manage("-listmappings CONTOSO\\f.meyer")).contains("\r\n(D) CONTOSO\\f.meyer : Ledger : MEYERF\r\n");
        succeeds("-enablemapping CONTOSO\\f.meyer Ledger");
        assertThat(manage("-listmappings Ledger")).contains("\r\n(E) CONTOSO\\f.meyer : Ledger : MEYERF\r\n");
        succeeds("-disablemapping MEYERF Ledger");
        Logon himself = new Logon("CONTOSO\\f.meyer", Logon.Kind.KEY, false, Set.of());
        assertThat(contoso.ssomanage("SSO02", himself, "-enablemapping CONTOSO\\f.meyer Ledger")
                        .screen())
                .as("he is in no group of the application")
                .contains("ERROR: 0xC0002A5A : ");

        succeeds("-deletemapping CONTOSO\\f.meyer Ledger");
        assertThat(manage("-enablemapping CONTOSO\\f.meyer Ledger")).contains("ERROR: 0xC0002A05 : ");
        succeeds("-createmappings C:\\map.xml");
        succeeds("-deletemappings C:\\map.xml");
        assertThat(contoso.database().applications().audited("audit_deleted_mapping"))
                .isEqualTo(2);
    }

    @Test
    void the_audit_table_keeps_as_many_rows_as_the_settings_say() throws Exception {
        contoso.put(
                "SSO02",
                "C:\\u.xml",
                "<sso><globalInfo><auditDeletedMappings>2</auditDeletedMappings></globalInfo></sso>");
        succeeds("-updatedb C:\\u.xml");
        succeeds("-createapps C:\\app.xml");

        for (int i = 0; i < 4; i++) {
            succeeds("-createmappings C:\\map.xml");
            succeeds("-deletemappings C:\\map.xml");
        }

        assertThat(contoso.database().applications().audited("audit_deleted_mapping"))
                .isEqualTo(2);
    }

    @Test
    void credentials_are_asked_for_field_by_field_and_need_the_master_secret_server() throws Exception {
        succeeds("-createapps C:\\app.xml");
        succeeds("-enableapp Ledger");
        succeeds("-createmappings C:\\own.xml");
        succeeds("-enablemapping " + TestSystem.OPERATOR + " Ledger");
        String set = "-setcredentials " + TestSystem.OPERATOR + " Ledger";

        assertThat(contoso.ssomanage("SSO02", set, "s3cret", "s3cret").screen())
                .as("the master is off: what is held of its secret decrypts, and encrypts nothing new")
                .endsWith(
                        "Password : ******\r\nConfirm Password : ******\r\nERROR: 0xC0002A5B : The master secret is not"
                                + " at hand, so nothing can be encrypted or decrypted. The event log of 'SSO02' says more.\r\n");
        assertThat(contoso.ssomanage("SSO02", set, "one", "another").screen()).contains("ERROR: 0x80070056 : ");

        contoso.promoteSso02();
        assertThat(contoso.ssomanage("SSO02", set, "s3cret", "s3cret").screen())
                .endsWith("The operation completed successfully.\r\n");
        RuntimeCalls.Credentials read = contoso.server("SSO03")
                .entsso()
                .runtimeCalls()
                .credentials(
                        Caller.local(
                                TestSystem.operator(), contoso.server("SSO03").windows()),
                        "Ledger",
                        TestSystem.OPERATOR);
        assertThat(read).isEqualTo(new RuntimeCalls.Credentials("HANDOVER", List.of("s3cret")));
        assertThat(contoso.database().applications().audited("audit_external_lookup"))
                .isOne();
        assertThat(contoso.readable("SSO03")).isEqualTo(new CredentialVault.Readability(16, 16));
    }

    @Test
    void who_is_no_affiliate_administrator_makes_no_application_and_is_noted() {
        Logon plain = new Logon("CONTOSO\\g.roth", Logon.Kind.KEY, true, Set.of(Logon.ADMINISTRATORS));
        Logon affiliate =
                new Logon("CONTOSO\\h.vogt", Logon.Kind.KEY, false, Set.of(SsoSystem.AFFILIATE_ADMINISTRATORS));

        assertThat(contoso.ssomanage("SSO02", plain, "-createapps C:\\app.xml").screen())
                .contains("ERROR: 0xC0002A5A : ");
        assertThat(contoso.newest("SSO02", 11042).parameters())
                .startsWith("CONTOSO\\SSO Administrators", "CONTOSO\\SSO Affiliate Administrators");
        assertThat(contoso.ssomanage("SSO02", plain, "-listapps").screen())
                .isEqualTo("Using SSO server on this computer\r\n");
        assertThat(contoso.ssomanage("SSO02", affiliate, "-createapps C:\\app.xml")
                        .exitCode())
                .isZero();
        Logon ledgerAdmin = new Logon("CONTOSO\\ledger-admin", Logon.Kind.KEY, false, Set.of());
        assertThat(contoso.ssomanage("SSO02", ledgerAdmin, "-enableapp Ledger").exitCode())
                .isZero();
        assertThat(contoso.ssomanage("SSO02", ledgerAdmin, "-deleteapp Ledger").screen())
                .contains("ERROR: 0xC0002A5A : ");
    }

    @Test
    void the_config_store_reads_with_a_secret_in_memory_and_writes_only_with_the_master() throws Exception {
        ConfigStore store = ConfigStore.on(contoso.server("SSO02").windows()).orElseThrow();
        Logon operator = TestSystem.operator();

        assertThat(store.getConfigInfo(operator, BizTalkHost.APPLICATION, "FILE receive handler"))
                .containsOnlyKeys("Uri");
        SsoError refused = catchThrowableOfType(
                SsoError.class,
                () -> store.setConfigInfo(operator, BizTalkHost.APPLICATION, "FTP", Map.of("Uri", "ftp://x")));
        assertThat(refused.codeText()).isEqualTo("0xC0002A5B");
        assertThat(contoso.newest("SSO02", 10536).parameters())
                .startsWith("SetConfigInfo")
                .endsWith(TestSystem.OPERATOR, BizTalkHost.APPLICATION, "0xC0002A5B");

        contoso.promoteSso02();
        store.setConfigInfo(operator, BizTalkHost.APPLICATION, "FTP", Map.of("Uri", "ftp://x", "Retries", "3"));
        ConfigStore onOther = ConfigStore.on(contoso.server("SSO03").windows()).orElseThrow();
        assertThat(onOther.getConfigInfo(operator, BizTalkHost.APPLICATION, "FTP"))
                .containsOnly(Map.entry("Uri", "ftp://x"), Map.entry("Retries", "3"));
        store.deleteConfigInfo(operator, BizTalkHost.APPLICATION, "FTP");
        assertThat(catchThrowableOfType(
                                SsoError.class, () -> store.getConfigInfo(operator, BizTalkHost.APPLICATION, "FTP"))
                        .codeText())
                .isEqualTo("0xC0002A05");
    }

    @Test
    void what_sso_disabled_stops_it_stops_at_each_server_with_its_next_poll() throws Exception {
        contoso.network().use(TestSystem.QUICK.withPoll(Duration.ofHours(1)));
        ConfigStore store = contoso.server("SSO03").configStore();
        succeeds("-disablesso");

        assertThat(store.getConfigInfo(TestSystem.operator(), BizTalkHost.APPLICATION, "FILE receive handler"))
                .as("SSO03 has not asked the database yet")
                .isNotEmpty();
        contoso.server("SSO03").entsso().poll();
        assertThat(catchThrowableOfType(
                                SsoError.class,
                                () -> store.getConfigInfo(
                                        TestSystem.operator(), BizTalkHost.APPLICATION, "FILE receive handler"))
                        .codeText())
                .isEqualTo("0xC0002A02");
        contoso.server("SSO03").windows().services().stopAndWait(BizTalkHost.NAME);
        contoso.server("SSO03").windows().services().startAndWait(BizTalkHost.NAME);
        assertThat(contoso.newest("SSO03", 10536).parameters()).endsWith("0xC0002A02");

        succeeds("-enablesso");
        contoso.server("SSO03").entsso().poll();
        contoso.server("SSO03").windows().services().startAndWait(BizTalkHost.NAME);
        assertThat(contoso.service("SSO03", BizTalkHost.NAME).name()).isEqualTo("RUNNING");
    }

    @Test
    void a_ticket_is_redeemed_on_another_server_where_tickets_are_allowed_and_not_when_it_is_too_old()
            throws Exception {
        contoso.promoteSso02();
        succeeds("-createapps C:\\app.xml");
        succeeds("-enableapp Ledger");
        succeeds("-createmappings C:\\own.xml");
        succeeds("-enablemapping " + TestSystem.OPERATOR + " Ledger");
        contoso.ssomanage("SSO02", "-setcredentials " + TestSystem.OPERATOR + " Ledger", "pw", "pw");
        ConfigStore here = contoso.server("SSO02").configStore();
        ConfigStore there = contoso.server("SSO03").configStore();
        Logon operator = TestSystem.operator();

        assertThat(catchThrowableOfType(SsoError.class, () -> here.issueTicket(operator))
                        .codeText())
                .as("tickets are not allowed by default")
                .isEqualTo("0x80070005");
        succeeds("-tickets YES on");
        assertThat(contoso.newest("SSO02", 10606).parameters()).hasSize(3);
        String ticket = here.issueTicket(operator);
        assertThat(there.redeemTicket(operator, "Ledger", ticket)).containsExactly("HANDOVER", "pw");

        faults("SSO03").switchOn("clock-wrong", Map.of("minutes", "3"));
        assertThat(catchThrowableOfType(SsoError.class, () -> there.redeemTicket(operator, "Ledger", ticket))
                        .codeText())
                .as("two minutes are over for SSO03")
                .isEqualTo("0xC0002A26");
        assertThat(contoso.newest("SSO03", 10592).parameters()).containsExactly("Ledger", "0xC0002A26");
        faults("SSO03").switchAllOff();
        assertThat(catchThrowableOfType(SsoError.class, () -> there.redeemTicket(operator, "Ledger", "nonsense"))
                        .codeText())
                .isEqualTo("0x80070057");
        assertThat(contoso.newest("SSO03", 10593).parameters()).containsExactly("Ledger");
        succeeds("-tickets no yes");
        assertThat(contoso.newest("SSO02", 10607).parameters()).hasSize(3);
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen())
                .contains("Tickets allowed                     : No\r\n");
    }

    @Test
    void features_are_switched_by_their_names() {
        succeeds("-enable hisso");
        succeeds("-enable winsync");
        succeeds("-enable extsync");
        assertThat(manage("-displaydb"))
                .contains("Allow host initiated SSO            : Yes\r\n")
                .contains("From Windows to adapters            : Yes\r\n")
                .contains("From adapters to Windows (full)     : Yes\r\n");
        succeeds("-disable HISSO");
        assertThat(manage("-displaydb")).contains("Allow host initiated SSO            : No\r\n");
        assertThat(manage("-enable everything")).contains("ERROR: 0x80070057 : ");
    }
}
