package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@HandoverOnLabTest
class FailoverEndToEndTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Consoles consoles;

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void aLostMasterIsReplacedAndEveryCredentialCanBeReadAgain() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);

            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "I saw it switched off");
            drive.acceptAndEnd("olga", id);

            assertThat(drive.failover(id).path("outcome").asText()).isEqualTo("new-proven");
            everyCredentialDecryptsOnEveryServerThatIsUp(lab);
            theRegistryOfTheNewMasterShowsTheMsid(lab, estate);
            theEventsOfTheNewMasterAreInTheirOrder(estate);
            noMemberIsWithoutTheSecret(lab, id);
            thePasswordOccursNowhere(lab);
            assertThat(drive.journal(id).path("whole").asBoolean()).isTrue();
            theLedgerNamesWhoTypedTheRestoreAndTheEventThatAnswersToIt(lab, id);
        }
    }

    private void theLedgerNamesWhoTypedTheRestoreAndTheEventThatAnswersToIt(TestLab lab, String id) {
        JsonNode outcome = StreamSupport.stream(drive.journal(id).path("items").spliterator(), false)
                .filter(entry -> entry.path("kind").asText().equals("step.outcome"))
                .map(entry -> entry.path("data"))
                .filter(data -> data.path("step").asText().equals("restoreSecret"))
                .findFirst()
                .orElseThrow();
        assertThat(outcome.path("account").asText()).isEqualTo(lab.handedOver().account());
        assertThat(outcome.path("events").findValuesAsText("id")).contains("10523");
        assertThat(outcome.path("events").findValuesAsText("recordId")).allMatch(record -> record.matches("\\d+"));
    }

    private static void everyCredentialDecryptsOnEveryServerThatIsUp(TestLab lab) {
        for (String server : List.of("SSO02", "SSO03")) {
            JsonNode credentials = TestLab.of(lab.credentials(), server);
            assertThat(credentials.path("total").asInt()).isPositive();
            assertThat(credentials.path("decryptable").asInt())
                    .isEqualTo(credentials.path("total").asInt());
        }
    }

    private void theRegistryOfTheNewMasterShowsTheMsid(TestLab lab, EstateName estate) throws Exception {
        String answer = console(estate, "SSO02")
                .type("reg query HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS /reg:64", Duration.ofSeconds(10))
                .output();
        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains(lab.handedOver().restoreFile().msid().toLowerCase(Locale.ROOT));
    }

    /** docs/entsso.md 5.6: updatedb accepted, restart on the new master, restore. */
    private void theEventsOfTheNewMasterAreInTheirOrder(EstateName estate) throws Exception {
        assertThat(eventIds(estate, "SSO02"))
                .containsSubsequence(10532, 10575, 10504, 10505, 10534, 10520, 10502, 10523);
        assertThat(eventIds(estate, "SSO03")).containsSubsequence(10532, 10533);
    }

    private List<Integer> eventIds(EstateName estate, String server) throws Exception {
        String xml = console(estate, server)
                .type(
                        "wevtutil qe Application /q:\"*[System[Provider[@Name='ENTSSO']]]\" /f:XML",
                        Duration.ofSeconds(10))
                .output();
        List<Integer> ids = new ArrayList<>();
        Matcher matcher = Pattern.compile("<EventID[^>]*>(\\d+)</EventID>").matcher(xml);
        while (matcher.find()) {
            ids.add(Integer.valueOf(matcher.group(1)));
        }
        return ids;
    }

    private RemoteConsole console(EstateName estate, String server) {
        return consoles.on(estates.address(estate, SsoServerName.of(server)));
    }

    private void noMemberIsWithoutTheSecret(TestLab lab, String id) {
        JsonNode verification = StreamSupport.stream(
                        drive.journal(id).path("items").spliterator(), false)
                .filter(entry -> entry.path("kind").asText().equals("verification"))
                .reduce((first, second) -> second)
                .orElseThrow();
        JsonNode beliefs = verification.path("data").path("beliefs");
        assertThat(beliefs).hasSize(lab.handedOver().servers().size());
        assertThat(belief(beliefs, "SSO02")).isEqualTo("has it");
        assertThat(belief(beliefs, "SSO03")).isEqualTo("has it");
        assertThat(belief(beliefs, "SSO01")).isEqualTo("unknown");
    }

    private static String belief(JsonNode beliefs, String server) {
        for (JsonNode belief : beliefs) {
            if (belief.path("server").asText().equals(server)) {
                return belief.path("secret").asText();
            }
        }
        throw new AssertionError(server + " is missing");
    }

    private void thePasswordOccursNowhere(TestLab lab) throws Exception {
        List<String> forms = List.of(
                TestLab.RESTORE_PASSWORD,
                Base64.getEncoder().encodeToString(TestLab.RESTORE_PASSWORD.getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(TestLab.RESTORE_PASSWORD.getBytes(StandardCharsets.UTF_16LE)),
                HexFormat.of().formatHex(TestLab.RESTORE_PASSWORD.getBytes(StandardCharsets.UTF_8)),
                HexFormat.of().formatHex(TestLab.RESTORE_PASSWORD.getBytes(StandardCharsets.UTF_16LE)),
                HexFormat.of().formatHex(TestLab.RESTORE_PASSWORD.getBytes(StandardCharsets.UTF_16BE)),
                TestLab.REMINDER);
        record Column(String schema, String table, String name) {}
        List<Column> columns = jdbc.query(
                "select table_schema, table_name, column_name from information_schema.columns where table_schema in ('public', 'handover')",
                (row, number) -> new Column(row.getString(1), row.getString(2), row.getString(3)));
        assertThat(columns).hasSizeGreaterThan(300);
        for (Column column : columns) {
            jdbc.query(
                    "select \"%s\" from %s.%s".formatted(column.name(), column.schema(), column.table()),
                    (ResultSet row) -> {
                        Object value = row.getObject(1);
                        String text = value instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.UTF_8)
                                        + HexFormat.of().formatHex(bytes)
                                : String.valueOf(value);
                        forms.forEach(
                                form -> assertThat(text).as(column.toString()).doesNotContain(form));
                    });
        }
        for (Path log : List.of(Path.of("target/test-data/on-lab.log"), lab.log())) {
            String text = Files.readString(log);
            forms.forEach(form -> assertThat(text).as(log.toString()).doesNotContain(form));
        }
    }

    @Test
    void aFailoverThatWentWrongReallyLeavesCredentialsThatCannotBeRead() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            drive.start(estate, "SSO02");

            lab.service("SSO03", "ENTSSO", "stop");
            lab.service("SSO03", "ENTSSO", "start");

            JsonNode credentials = TestLab.of(lab.credentials(), "SSO03");
            assertThat(credentials.path("decryptable").asInt()).isZero();
            assertThat(credentials.path("total").asInt()).isPositive();
        }
    }
}
