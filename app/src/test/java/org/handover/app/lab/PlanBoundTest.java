package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.sso.ApprovalRules;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was approved is what is done, on real servers of a lab; PlanBindingTest changes every part of a plan. */
@Tag("long")
@HandoverOnLabTest
class PlanBoundTest {

    private static final WindowsPath RESTORE_FILE = WindowsPath.of("C:\\Restore\\SSO01.bak");
    private static final ApprovalRules USUAL = ApprovalRules.of(1, Duration.ofMinutes(15));

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    TaskService tasks;

    @Autowired
    Consoles consoles;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ConfigurableEnvironment environment;

    @Test
    void aChangeAfterTheApprovalVoidsItTheOperatorReadsWhyAndCanAskForApprovalOfANewPlan() throws Exception {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String run = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            String before = drive.failover(run).path("planDigest").asText();

            estates.change(
                    estate,
                    new ApprovalRules(1, Duration.ofMinutes(15), List.of(), List.of("x"), false),
                    SsoSystem.Kind.REHEARSAL);
            drive.decides("olga", run, "confirmFormerMasterIsDown", "down", "seen");
            operatorReads(run, "What the inventory says of CONTOSO was changed");
            assertThat(lab.changes("SSO02")).noneMatch(change -> change.contains("secretServer"));

            again(run);
            assertThat(drive.failover(run).path("planDigest").asText()).isNotEqualTo(before);
            consoles.on(estates.address(estate, SsoServerName.of("SSO02")))
                    .write(updateFile(estate, run), "<sso/>".getBytes(StandardCharsets.UTF_8));
            drive.decides("olga", run, "confirmFormerMasterIsDown", "down", "seen");
            operatorReads(run, "The update file");

            again(run);
            RemoteConsole console = consoles.on(estates.address(estate, SsoServerName.of("SSO02")));
            byte[] approved = console.read(RESTORE_FILE, 1 << 20);
            console.write(RESTORE_FILE, "another one".getBytes(StandardCharsets.UTF_8));
            drive.decides("olga", run, "confirmFormerMasterIsDown", "down", "seen");
            operatorReads(run, "The restore file");
            console.write(RESTORE_FILE, approved);

            again(run);
            String deployment = jdbc.sql(
                            "select deployment_id_ from public.act_re_procdef d join public.act_ru_execution e on e.proc_def_id_ = d.id_ where e.business_key_ = ? limit 1")
                    .param(run)
                    .query(String.class)
                    .single();
            altered(deployment, 1);
            drive.decides("olga", run, "confirmFormerMasterIsDown", "down", "seen");
            operatorReads(run, "The deployed models were altered");
            altered(deployment, -1);

            again(run);
            drive.decides("olga", run, "confirmFormerMasterIsDown", "down", "seen");
            drive.acceptAndEnd("olga", run);
        }
    }

    private static WindowsPath updateFile(EstateName estate, String run) {
        return WindowsPath.of("C:\\Program Files\\Handover\\%s.%s.update.xml".formatted(estate, run));
    }

    /** One byte of one stored model, and back. */
    private void altered(String deployment, int by) {
        jdbc.sql(
                        """
                        update public.act_ge_bytearray set bytes_ = set_byte(bytes_, 100, get_byte(bytes_, 100) + ?)
                        where deployment_id_ = ? and name_ = 'roll-back.bpmn'""")
                .params(by, deployment)
                .update();
    }

    private void operatorReads(String run, String sentence) {
        assertThat(tasks.getVariable(drive.task(run, "askForApprovalAgain"), "approvalGone"))
                .asString()
                .contains(sentence);
        assertThat(drive.journal(run).toString()).contains(sentence);
    }

    private void again(String run) {
        drive.decides("olga", run, "askForApprovalAgain", "ask", "");
        drive.decides("anna", run, "approveChange", "approve", "again");
        drive.passwordAndContinue(run, TestLab.RESTORE_PASSWORD);
    }

    @Test
    void aChangedInventoryIsSeenByTheApproverAndConfirmedByASecondPerson() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.change(estates.add(lab), USUAL, SsoSystem.Kind.REAL);
            String first = drive.start(estate, "SSO02");
            assertThat(tasks.getVariable(drive.task(first, "approveChange"), "configurationChange"))
                    .asString()
                    .contains("+ server SSO02");
            assertThat(version(estate).path("confirmed").asBoolean()).isFalse();
            drive.decides("anna", first, "approveChange", "approve", "");
            assertThat(version(estate).path("confirmedBy").asText()).isEqualTo("anna");
            drive.task(first, "giveRestorePassword");
            drive.decides("olga", first, "giveRestorePassword", "abort", "");
            drive.awaitState(first, "aborted");
            assertThat(drive.call("olga", "POST", "/api/failovers/" + first + "/acknowledge", Map.of())
                            .status())
                    .as("a person has seen it, so a tool may start another one")
                    .isEqualTo(200);

            estates.change(
                    estate,
                    new ApprovalRules(2, Duration.ofMinutes(15), List.of(), List.of(), false),
                    SsoSystem.Kind.REAL);
            assertThat(version(estate).path("change").asText()).contains("- approvals: 1", "+ approvals: 2");
            String digest = version(estate).path("digest").asText();
            assertThat(confirm("olga", estate, digest).status()).isEqualTo(403);
            assertThat(confirm("alan", estate, "0").detail()).contains("Something else is configured now");
            assertThat(confirm("alan", estate, digest).status()).isEqualTo(204);
            assertThat(version(estate).path("confirmedBy").asText()).isEqualTo("alan");
            String second = drive.start(estate, "SSO02");
            assertThat(tasks.getVariable(drive.task(second, "approveChange"), "configurationChange"))
                    .isEqualTo("");
        }
    }

    @Test
    void aChangedSettingIsSeenByTheApproverAndConfirmedWithTheApproval() {
        var given = new MapPropertySource("given by this test", Map.of("handover.given-by-a-test", UUID.randomUUID()));
        environment.getPropertySources().addFirst(given);
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.change(estates.add(lab), USUAL, SsoSystem.Kind.REAL);
            String run = drive.start(estate, "SSO02");
            String line = "handover.given-by-a-test = " + given.getProperty("handover.given-by-a-test");
            assertThat(tasks.getVariable(drive.task(run, "approveChange"), "configurationChange"))
                    .asString()
                    .contains("settings", "+ " + line);
            assertThat(version("settings").path("confirmed").asBoolean()).isFalse();

            drive.decides("anna", run, "approveChange", "approve", "");

            assertThat(version("settings").path("confirmedBy").asText()).isEqualTo("anna");
            environment.getPropertySources().remove(given.getName());
            assertThat(version("settings").path("change").asText()).isEqualTo("- " + line);
            drive.task(run, "giveRestorePassword");
            drive.decides("olga", run, "giveRestorePassword", "abort", "");
            drive.awaitState(run, "aborted");
        } finally {
            environment.getPropertySources().remove(given.getName());
        }
    }

    private Drive.Reply confirm(String who, EstateName estate, String digest) {
        return drive.call(
                who,
                "POST",
                "/api/configuration/confirm",
                Map.of("what", "SSO system CONTOSO of the estate " + estate, "digest", digest));
    }

    private JsonNode version(EstateName estate) {
        return version("SSO system CONTOSO of the estate " + estate);
    }

    private JsonNode version(String what) {
        for (var item :
                drive.call("audrey", "GET", "/api/configuration", null).body().path("items")) {
            if (item.path("what").asText().equals(what)) {
                return item;
            }
        }
        throw new AssertionError("no " + what);
    }
}
