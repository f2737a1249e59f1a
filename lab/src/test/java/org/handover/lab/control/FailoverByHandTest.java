package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.handover.lab.entsso.EntssoService;
import org.handover.lab.windows.EventLog;
import org.junit.jupiter.api.Test;

/** The command-line path of Microsoft's page, typed by hand over SSH on a whole lab. */
class FailoverByHandTest extends OnALab {

    private static final String UPDATE_FILE = "C:\\Restore\\update.xml";

    private SshUser.Answer type(String server, String command) throws Exception {
        return user.type(at.server(server), command);
    }

    private SshUser.Answer restore(String file, String password) throws Exception {
        return user.typeWithPrompt(
                at.server("SSO02"), SshUser.TOOLS + "ssoconfig -restoresecret " + file, "Password : ", password);
    }

    private void writeUpdateFile() throws Exception {
        SshUser.Answer written = type(
                "SSO02",
                "echo ^<sso^>^<globalInfo^>^<secretServer^>SSO02^</secretServer^>^</globalInfo^>^</sso^>> "
                        + UPDATE_FILE);
        assertThat(written.exitCode()).isZero();
    }

    private List<Integer> eventsAfter(String server, long recordId) {
        return lab.server(server).orElseThrow().windows().applicationLog().events().stream()
                .filter(event -> event.recordId() > recordId)
                .map(EventLog.Event::id)
                .toList();
    }

    private long lastRecord(String server) {
        List<EventLog.Event> events =
                lab.server(server).orElseThrow().windows().applicationLog().events();
        return events.get(events.size() - 1).recordId();
    }

    @Test
    void update_restart_and_restore_typed_by_hand_make_sso02_the_master_and_lose_no_credential() throws Exception {
        long before02 = lastRecord("SSO02");
        long before03 = lastRecord("SSO03");
        writeUpdateFile();
        assertThat(type("SSO02", SshUser.TOOLS + "ssomanage -displaydb").screen())
                .contains("SSO secret server name              : SSO01");

        SshUser.Answer updated = type("SSO02", SshUser.TOOLS + "ssomanage -updatedb " + UPDATE_FILE);
        assertThat(updated.screen())
                .isEqualTo("Using SSO server on this computer\r\nThe operation completed successfully.\r\n");
        assertThat(type("SSO02", "net stop ENTSSO /y").exitCode()).isZero();
        assertThat(type("SSO02", "net start ENTSSO").exitCode()).isZero();
        SshUser.Answer restored = restore("C:\\Restore\\SSO01.bak", TestLab.PASSWORD);

        assertThat(restored.screen())
                .contains("Password reminder : " + TestLab.REMINDER)
                .contains("Password : " + "*".repeat(TestLab.PASSWORD.length()))
                .contains("The operation completed successfully.")
                .doesNotContain(TestLab.PASSWORD);
        assertThat(restored.exitCode()).isZero();
        await().until(() -> eventsAfter("SSO02", before02).contains(10528));
        assertThat(eventsAfter("SSO02", before02))
                .containsExactly(10575, 10504, 10505, 10611, 10534, 10520, 10502, 10523, 10562, 10528);
        await().until(() -> eventsAfter("SSO03", before03).contains(10533));

        String msid = at.file().restoreFile().msid();
        assertThat(type("SSO02", "reg query HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS /reg:64")
                        .screen())
                .contains(msid);
        assertThat(type("SSO03", SshUser.TOOLS + "ssomanage -displaydb").screen())
                .contains("SSO secret server name              : SSO02");
        JsonNode credentials = at.get("/credentials");
        for (String server : List.of("SSO02", "SSO03")) {
            assertThat(TestLab.of(credentials, server).path("total").asInt()).isEqualTo(15);
            assertThat(TestLab.of(credentials, server).path("decryptable").asInt())
                    .as(server)
                    .isEqualTo(15);
        }
        assertThat(TestLab.of(credentials, "SSO01").path("decryptable").isNull())
                .isTrue();
        assertThat(type("SSO02", "net start \"BTSSvc$BizTalkServerApplication\"")
                        .exitCode())
                .isZero();
        assertThat(at.get("/state").path("masterSecretServer").asText()).isEqualTo("SSO02");
        assertThat(at.state("SSO02").path("role").asText()).isEqualTo("MASTER");
        assertThat(at.changes("SSO02"))
                .containsSubsequence(
                        "secretServer=SSO02 (was SSO01)",
                        "ENTSSO stopped",
                        "ENTSSO started",
                        "master secret restored " + msid);
    }

    @Test
    void a_wrong_password_typed_at_the_prompt_is_refused_and_the_right_one_works_after_it() throws Exception {
        writeUpdateFile();
        type("SSO02", SshUser.TOOLS + "ssomanage -updatedb " + UPDATE_FILE);
        type("SSO02", "net stop ENTSSO /y");
        type("SSO02", "net start ENTSSO");

        SshUser.Answer refused = restore("C:\\Restore\\SSO01.bak", "a wrong one");
        assertThat(refused.screen()).contains("ERROR: 0xC0002A1B : ").doesNotContain("a wrong one");
        assertThat(refused.exitCode()).isNotZero();

        assertThat(restore("C:\\Restore\\SSO01.bak", TestLab.PASSWORD).exitCode())
                .isZero();
    }

    @Test
    void damaged_and_unrelated_files_made_by_the_control_interface_are_refused_with_their_own_codes() throws Exception {
        writeUpdateFile();
        type("SSO02", SshUser.TOOLS + "ssomanage -updatedb " + UPDATE_FILE);
        type("SSO02", "net stop ENTSSO /y");
        type("SSO02", "net start ENTSSO");
        JsonNode damaged =
                at.post("/servers/SSO02/restore-file", "{\"path\":\"C:\\\\Restore\\\\D.bak\",\"kind\":\"damaged\"}");
        JsonNode unrelated =
                at.post("/servers/SSO02/restore-file", "{\"path\":\"C:\\\\Restore\\\\U.bak\",\"kind\":\"unrelated\"}");

        assertThat(type("SSO02", "certutil -hashfile C:\\Restore\\D.bak SHA256").screen())
                .contains(damaged.path("sha256").asText());
        assertThat(damaged.path("msid").asText())
                .isEqualTo(at.file().restoreFile().msid());
        assertThat(restore("C:\\Restore\\D.bak", TestLab.PASSWORD).screen()).contains("ERROR: 0xC0002944 : ");
        assertThat(unrelated.path("msid").asText())
                .isNotEqualTo(at.file().restoreFile().msid());
        assertThat(restore("C:\\Restore\\U.bak", TestLab.PASSWORD).screen()).contains("ERROR: 0xC0002A3F : ");
        assertThat(at.state("SSO02").path("ssoss")).isEmpty();
    }

    @Test
    void the_filtered_administrator_is_refused_what_wants_elevation() throws Exception {
        writeUpdateFile();

        SshUser.Answer refused = user.type(
                at.server("SSO02"), "CONTOSO\\filtered", SshUser.TOOLS + "ssomanage -updatedb " + UPDATE_FILE);

        assertThat(refused.screen()).contains("ERROR: 0xC0002A13 : ");
        assertThat(at.get("/state").path("masterSecretServer").asText()).isEqualTo("SSO01");
    }

    @Test
    void a_lab_that_starts_again_finds_everything_as_it_was() throws Exception {
        writeUpdateFile();
        type("SSO02", SshUser.TOOLS + "ssomanage -updatedb " + UPDATE_FILE);
        type("SSO02", "net stop ENTSSO /y");
        long last02 = lastRecord("SSO02");
        long last03 = lastRecord("SSO03");
        JsonNode stateBefore = at.get("/state");
        JsonNode commandsBefore = at.get("/commands");
        LabFile before = at.file();
        lab.close();

        open();

        assertThat(at.file().servers()).isEqualTo(before.servers());
        assertThat(at.file().restoreFile()).isEqualTo(before.restoreFile());
        assertThat(at.get("/state")).isEqualTo(stateBefore);
        assertThat(at.get("/commands")).isEqualTo(commandsBefore);
        assertThat(lab.server("SSO01").orElseThrow().windows().poweredOn()).isFalse();
        assertThat(eventsAfter("SSO02", last02)).isEmpty();
        assertThat(eventsAfter("SSO03", last03)).as("it was only suspended").isEmpty();
        assertThat(at.state("SSO03").path("msidsInMemory").get(0).asText())
                .isEqualTo(before.restoreFile().msid());
        assertThat(TestLab.of(at.get("/credentials"), "SSO03")
                        .path("decryptable")
                        .asInt())
                .isEqualTo(15);
        assertThat(type("SSO02", "sc query " + EntssoService.NAME).screen())
                .containsPattern(Pattern.compile("STATE\\s+: 1 "));
    }
}
