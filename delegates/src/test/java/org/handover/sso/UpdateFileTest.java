package org.handover.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.handover.sso.Violation.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateFileTest {
    private static final SsoServerName SSO01 = SsoServerName.of("SSO01");
    private static final SsoServerName SSO02 = SsoServerName.of("SSO02");
    private static final Set<SsoServerName> CONTOSO = Set.of(SSO01, SSO02, SsoServerName.of("SSO03"));
    private static final UpdateFileContext OFF_THE_MASTER = new UpdateFileContext(SSO02, SSO01, CONTOSO, false);
    private static final UpdateFileContext ON_THE_MASTER = new UpdateFileContext(SSO01, SSO01, CONTOSO, false);
    private static final UpdateFileContext ON_THE_MASTER_SSO_DISABLED =
            new UpdateFileContext(SSO01, SSO01, CONTOSO, true);

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = UpdateFileTest.class.getResourceAsStream("/update-files/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    private static List<Violation> violations(byte[] content, UpdateFileContext context) {
        UpdateFileVerdict verdict = UpdateFile.validate(content, context);
        assertThat(verdict).isInstanceOf(UpdateFileVerdict.Refused.class);
        return ((UpdateFileVerdict.Refused) verdict).violations();
    }

    private static byte[] globalInfo(String inner) {
        return ("<sso><globalInfo>" + inner + "</globalInfo></sso>").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}.xml breaks {1} at {2}:{3}")
    @CsvFileSource(resources = "/update-files/refused.csv", numLinesToSkip = 1)
    void a_bad_file_is_refused_with_the_rule_and_the_place(String file, Rule rule, int line, int column)
            throws IOException {
        List<Violation> violations = violations(resource("refused/" + file + ".xml"), OFF_THE_MASTER);

        assertThat(violations.get(0).rule()).isEqualTo(rule);
        assertThat(violations.get(0).line()).isEqualTo(line);
        assertThat(violations.get(0).column()).isEqualTo(column);
        assertThat(violations).allSatisfy(violation -> {
            assertThat(violation.sentence()).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
            assertThat(violation.toString())
                    .startsWith(violation.line() + ":" + violation.column() + " " + violation.rule());
        });
    }

    @Test
    void every_bad_file_is_listed_and_every_rule_of_form_has_one() throws Exception {
        List<String> listed = new String(resource("refused.csv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .toList();
        Path folder = Path.of(
                UpdateFileTest.class.getResource("/update-files/refused").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(listed.stream().map(line -> line.substring(0, line.indexOf(',')) + ".xml"))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList())
                    .hasSizeGreaterThan(50);
        }
        Set<Rule> onlyOnTheMaster = Set.of(Rule.NUMBER, Rule.ACCOUNT, Rule.SSO_DISABLED_FIRST);
        assertThat(Stream.of(Rule.values()).filter(rule -> !onlyOnTheMaster.contains(rule)))
                .allSatisfy(rule -> assertThat(listed).anyMatch(line -> line.contains("," + rule + ",")));
    }

    static Stream<String> validFiles() {
        return Stream.of(
                "minimal",
                "as-on-the-page",
                "with-declaration",
                "with-standalone",
                "with-byte-order-mark",
                "utf-16-little-endian",
                "utf-16-big-endian",
                "with-comment",
                "in-other-case",
                "with-character-reference");
    }

    @ParameterizedTest
    @MethodSource("validFiles")
    void a_good_file_is_valid_and_says_whom_it_names(String file) throws IOException {
        byte[] content = resource("valid/" + file + ".xml");

        assertThat(UpdateFile.validate(content, OFF_THE_MASTER))
                .isEqualTo(new UpdateFileVerdict.Valid(SSO02, Sha256.ofContent(content), List.of()));
    }

    @Test
    void what_is_composed_is_valid_and_always_the_same() {
        byte[] content = UpdateFile.compose(SSO02);

        assertThat(content)
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(
                        """
                <sso>\r
                  <globalInfo>\r
                    <secretServer>SSO02</secretServer>\r
                  </globalInfo>\r
                </sso>\r
                """);
        assertThat(UpdateFile.compose(SSO02)).isEqualTo(content);
        assertThat(UpdateFile.validate(content, OFF_THE_MASTER)).isInstanceOf(UpdateFileVerdict.Valid.class);
    }

    @Test
    void naming_the_present_master_is_allowed_with_a_warning() {
        assertThat(UpdateFile.validate(UpdateFile.compose(SSO01), OFF_THE_MASTER))
                .asInstanceOf(InstanceOfAssertFactories.type(UpdateFileVerdict.Valid.class))
                .satisfies(valid ->
                        assertThat(valid.warnings()).singleElement().asString().contains("SSO01", "already"));
    }

    @Test
    void on_the_master_other_settings_may_stand_beside_the_secret_server() {
        byte[] content = globalInfo("<secretServer>SSO02</secretServer><auditDeletedApps>0</auditDeletedApps>"
                + "<auditDeletedMappings>1000</auditDeletedMappings><auditCredentialLookups>1000</auditCredentialLookups>"
                + "<ticketTimeout>525600</ticketTimeout><credCacheTimeout>60</credCacheTimeout>");

        assertThat(UpdateFile.validate(content, ON_THE_MASTER)).isInstanceOf(UpdateFileVerdict.Valid.class);
        assertThat(violations(content, OFF_THE_MASTER)).hasSize(5).allMatch(v -> v.rule() == Rule.ONLY_SECRET_SERVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ticketTimeout>0</ticketTimeout>",
                "<ticketTimeout>525601</ticketTimeout>",
                "<ticketTimeout>two</ticketTimeout>",
                "<ticketTimeout>-1</ticketTimeout>",
                "<ticketTimeout></ticketTimeout>",
                "<auditDeletedApps>1.5</auditDeletedApps>",
                "<credCacheTimeout>9999999999</credCacheTimeout>",
                "<auditDeletedMappings>١٠</auditDeletedMappings>"
            })
    void on_the_master_a_number_must_be_one_within_its_limits(String element) {
        assertThat(violations(globalInfo("<secretServer>SSO02</secretServer>" + element), ON_THE_MASTER))
                .singleElement()
                .satisfies(violation -> assertThat(violation.rule()).isEqualTo(Rule.NUMBER));
    }

    @Test
    void on_the_master_accounts_may_change_only_while_sso_is_disabled_and_never_to_built_in_ones() {
        byte[] good =
                globalInfo("<ssoAdminAccount>CONTOSO\\SSO Admins</ssoAdminAccount><secretServer>SSO02</secretServer>");
        byte[] builtIn = globalInfo("<ssoAffiliateAdminAccount>BUILTIN\\Administrators</ssoAffiliateAdminAccount>"
                + "<secretServer>SSO02</secretServer>");

        assertThat(violations(good, ON_THE_MASTER)).singleElement().matches(v -> v.rule() == Rule.SSO_DISABLED_FIRST);
        assertThat(UpdateFile.validate(good, ON_THE_MASTER_SSO_DISABLED)).isInstanceOf(UpdateFileVerdict.Valid.class);
        assertThat(violations(builtIn, ON_THE_MASTER_SSO_DISABLED))
                .singleElement()
                .matches(v -> v.rule() == Rule.ACCOUNT);
    }

    @Test
    void a_sentence_stays_short_however_long_the_name_is_that_it_quotes() {
        String name = "n".repeat(30_000);

        assertThat(violations(("<sso><" + name + "/></sso>").getBytes(StandardCharsets.UTF_8), OFF_THE_MASTER))
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation.sentence()).hasSizeLessThan(400));
    }

    @Test
    void a_sentence_has_one_line_however_many_the_encoding_has_that_it_quotes() {
        byte[] content = "<?xml version='1.0' encoding='UT\nF-8'?><sso/>".getBytes(StandardCharsets.UTF_8);

        assertThat(violations(content, OFF_THE_MASTER))
                .filteredOn(violation -> violation.rule() == Rule.ENCODING)
                .singleElement()
                .satisfies(violation ->
                        assertThat(violation.sentence()).contains("UT F-8").doesNotContain("\n"));
    }

    @Test
    void the_master_is_recognised_by_its_full_name() {
        UpdateFileContext context =
                new UpdateFileContext(SSO01, SsoServerName.of("sso01.contoso.example"), CONTOSO, false);

        assertThat(context.offTheMaster()).isFalse();
    }

    @Test
    void several_broken_rules_are_all_named_in_the_order_of_the_file() {
        byte[] content =
                "<sso a='1'>\n<globalInfo>\n<secretServer> 192.0.2.1</secretServer>\n<x/>\n</globalInfo>\n</sso>"
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(violations(content, OFF_THE_MASTER).stream().map(v -> v.line() + " " + v.rule()))
                .containsExactly("1 NO_ATTRIBUTE", "3 TRIMMED", "4 ALLOWED_ELEMENTS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE sso [<!ENTITY e SYSTEM '%s'>]><sso><globalInfo><secretServer>&e;</secretServer></globalInfo></sso>",
                "<!DOCTYPE sso SYSTEM '%s'><sso><globalInfo><secretServer>SSO02</secretServer></globalInfo></sso>",
                "<!DOCTYPE sso [<!ENTITY %% p SYSTEM '%s'> %%p;]><sso><globalInfo><secretServer>SSO02</secretServer></globalInfo></sso>",
                "<sso xmlns:xi='http://www.w3.org/2001/XInclude'><globalInfo><xi:include href='%s' parse='text'/>"
                        + "<secretServer>SSO02</secretServer></globalInfo></sso>",
                "<?xml-stylesheet href='%s'?><sso><globalInfo><secretServer>SSO02</secretServer></globalInfo></sso>"
            })
    void neither_network_nor_files_are_touched_whatever_the_file_asks_for(String template, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("canary"), "SSO02-canary-4711");
        try (ServerSocket network = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + network.getLocalPort() + "/canary";
            for (String target : List.of(url, file.toUri().toString())) {
                assertThat(violations(template.formatted(target).getBytes(StandardCharsets.UTF_8), OFF_THE_MASTER))
                        .isNotEmpty()
                        .noneMatch(violation -> violation.sentence().contains("4711"));
            }
            network.setSoTimeout(1);
            assertThatThrownBy(network::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
