package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.handover.check.FakeServers.ALL;
import static org.handover.check.FakeServers.DIGEST;
import static org.handover.check.FakeServers.FILE;
import static org.handover.check.FakeServers.OTHER;
import static org.handover.check.FakeServers.SECRET;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_APPLICABLE;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.console.ConsoleException;
import org.handover.sso.EstateName;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.step.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each preflight check in each of its results, on servers that answer as recorded ones do. */
class PreflightChecksTest {
    private static final SsoSystem.RestoreFile ON_SERVER = new SsoSystem.RestoreFile(FILE, DIGEST, SECRET);

    private static Surroundings lost(FakeServers servers) {
        return surroundings(servers, true, ON_SERVER, Optional.empty());
    }

    private static Surroundings planned(FakeServers servers) {
        return surroundings(servers, false, ON_SERVER, Optional.empty());
    }

    private static Surroundings surroundings(
            FakeServers servers, boolean masterLost, SsoSystem.RestoreFile file, Optional<Path> store) {
        SsoSystem system = new SsoSystem(
                EstateName.of("production"),
                SsoSystem.Kind.REAL,
                SsoSystemName.of("CONTOSO"),
                SSO01,
                ALL,
                List.of(file),
                1,
                Duration.ofMinutes(15));
        return new Surroundings(system, masterLost, SSO02, SSO01, file, () -> store, Set.of(), servers.sight());
    }

    private static Finding check(Surroundings surroundings, String name) throws InterruptedException {
        List<PreflightCheck> one = RunPreflightChecksDelegate.checks(surroundings).stream()
                .filter(check -> check.name().contains(name))
                .toList();
        assertThat(one).as(name).hasSize(1);
        Finding finding = SideBySide.<Finding>all(one).get(0);
        assertThat(finding.check()).isEqualTo(one.get(0).name());
        assertThat(finding.seen()).isNotBlank();
        assertThat(finding.whatToDo().isBlank())
                .as("what to do: %s", finding)
                .isEqualTo(finding.result() == PASSED || finding.result() == NOT_APPLICABLE);
        return finding;
    }

    private static void assertFinds(Surroundings surroundings, String name, Finding.Result result, String seen)
            throws InterruptedException {
        Finding finding = check(surroundings, name);
        assertThat(finding.result()).as("%s", finding).isEqualTo(result);
        assertThat(finding.seen()).contains(seen);
    }

    private static void assertCannotBeGoneOver(Surroundings surroundings, String name) throws InterruptedException {
        Finding finding = check(surroundings, name);
        Map<String, Object> outcome = RunPreflightChecksDelegate.outcome(List.of(finding));
        assertThat(outcome).as("%s", finding).containsEntry("blocking", true).containsEntry("mayGoOn", false);
    }

    private static void assertCanBeGoneOver(Surroundings surroundings, String name) throws InterruptedException {
        Map<String, Object> outcome = RunPreflightChecksDelegate.outcome(List.of(check(surroundings, name)));
        assertThat(outcome).containsEntry("blocking", true).containsEntry("mayGoOn", true);
    }

    // All together

    @Test
    void healthy_servers_hold_no_planned_change_up_and_what_cannot_be_seen_is_not_passed() throws InterruptedException {
        List<Finding> findings = RunPreflightChecksDelegate.findings(planned(FakeServers.healthy()));

        assertThat(findings).noneMatch(Finding::blocks).noneMatch(finding -> finding.result() == WARNING);
        assertThat(findings.stream()
                        .filter(finding -> finding.result() == NOT_CHECKED)
                        .map(Finding::check))
                .containsExactlyInAnyOrder(
                        "SSO02 and the other SSO servers reach each other", "Who uses this SSO system");
        assertThat(RunPreflightChecksDelegate.outcome(findings))
                .containsEntry("blocking", false)
                .containsEntry("mayGoOn", true);
    }

    @Test
    void a_lost_master_holds_no_change_up_and_is_asked_for_nothing_but_its_name() throws InterruptedException {
        FakeServers servers = FakeServers.masterLost();

        List<Finding> findings = RunPreflightChecksDelegate.findings(lost(servers));

        assertThat(findings).noneMatch(Finding::blocks);
        assertThat(servers.typed().stream().filter(line -> line.startsWith("SSO01>")))
                .containsExactly("SSO01> hostname");
    }

    @Test
    void each_command_is_typed_once_on_a_server_however_many_checks_ask_for_its_answer() throws InterruptedException {
        FakeServers servers = FakeServers.healthy();

        RunPreflightChecksDelegate.findings(planned(servers));

        assertThat(servers.typed()).doesNotHaveDuplicates();
    }

    @Test
    void nothing_that_changes_a_server_is_typed() throws InterruptedException {
        FakeServers servers = FakeServers.healthy();

        RunPreflightChecksDelegate.findings(planned(servers));

        assertThat(servers.typed())
                .allMatch(
                        line -> line.matches(
                                "SSO0[123]> (hostname|whoami /groups .*|sc (queryex|enumdepend) .*|reg query .*|wevtutil qe .*|certutil -hashfile .*|fsutil (fsinfo volumeinfo|volume diskfree) .*|net localgroup \"[^\"]*\"|powershell .*|\".*ssomanage.exe\" -(displaydb|showserver))"));
    }

    @Test
    void the_worst_comes_first_and_every_row_says_check_result_seen_what_to_do_law_and_whether_one_may_go_on()
            throws InterruptedException {
        FakeServers servers =
                FakeServers.healthy().ssoss(SSO02, OTHER).displayDb(SSO02, "SSO01", "No", "SSO Administrators");

        List<Finding> findings = RunPreflightChecksDelegate.findings(planned(servers));
        Map<String, Object> outcome = RunPreflightChecksDelegate.outcome(findings);

        assertThat(findings.get(0).result()).isEqualTo(BLOCKING);
        assertThat(findings.get(findings.size() - 1).result()).isEqualTo(NOT_APPLICABLE);
        Map<?, ?> first = (Map<?, ?>) ((List<?>) outcome.getOrDefault("findings", List.of())).get(0);
        assertThat(first.keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrder("check", "result", "seen", "whatToDo", "law", "goOn");
        assertThat(first.get("result")).isEqualTo("blocking");
        assertThat(first.get("law")).isEqualTo("law 3");
        assertThat(first.get("goOn")).isEqualTo("no");
        assertThat(outcome).containsEntry("mayGoOn", false);
    }

    @Test
    void servers_that_know_no_probe_but_the_oldest_ones_make_no_failure_of_it() throws InterruptedException {
        FakeServers servers = FakeServers.healthy();
        for (SsoServerName server : ALL) {
            servers.forgets(server, FakeServers.VOLUME)
                    .forgets(server, FakeServers.FREE)
                    .forgets(server, FakeServers.CLOCK)
                    .forgets(server, "net localgroup \"SSO Administrators\"")
                    .forgets(server, FakeServers.VERSIONS);
            ALL.forEach(other -> servers.forgets(server, FakeServers.port(other)));
        }

        List<Finding> findings = RunPreflightChecksDelegate.findings(planned(servers));

        assertThat(findings).noneMatch(Finding::blocks).noneMatch(finding -> finding.result() == WARNING);
        assertThat(findings.stream()
                        .filter(finding -> finding.result() == NOT_CHECKED)
                        .map(Finding::check))
                .contains(
                        "Drive C: of SSO02 can be secured: NTFS",
                        "Drive C: of SSO02 has room",
                        "The clocks of the SSO servers agree",
                        "ENTSSO's account on SSO02 is an SSO administrator",
                        "SSO02 is not affected by the bug that spoils a restored secret");
    }

    // Side by side

    @Test
    void a_check_without_an_answer_in_its_time_could_not_be_checked_and_the_others_are_made()
            throws InterruptedException {
        FakeServers servers = FakeServers.healthy().hangs(SSO02, FakeServers.VOLUME);
        Surroundings surroundings = planned(servers);
        List<PreflightCheck> checks = RunPreflightChecksDelegate.checks(surroundings).stream()
                .map(check -> check.name().contains("NTFS") ? check.within(Duration.ofMillis(200)) : check)
                .toList();

        List<Finding> findings = SideBySide.all(checks);

        assertThat(findings).hasSameSizeAs(checks);
        assertThat(findings)
                .filteredOn(finding -> finding.check().contains("NTFS"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.result()).isEqualTo(NOT_CHECKED);
                    assertThat(finding.seen()).contains("no answer");
                });
        assertThat(findings)
                .filteredOn(finding -> finding.check().contains("has room"))
                .singleElement()
                .extracting(Finding::result)
                .isEqualTo(PASSED);
    }

    @Test
    void a_mistake_of_ours_is_thrown_once_all_checks_have_ended() {
        PreflightCheck broken = PreflightCheck.of("broken", () -> {
            throw new IllegalStateException("ours");
        });

        assertThatThrownBy(() -> SideBySide.all(List.of(broken)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ours");
    }

    @Test
    void where_a_person_types_one_thing_is_asked_after_the_other_in_the_same_order_each_time()
            throws InterruptedException {
        FakeServers first = FakeServers.healthy();
        FakeServers second = FakeServers.healthy();
        Surroundings one = planned(first);
        Surroundings two = planned(second);

        RunPreflightChecksDelegate.findings(typedByHand(one));
        RunPreflightChecksDelegate.findings(typedByHand(two));

        assertThat(first.typed()).isEqualTo(second.typed()).isNotEmpty();
    }

    @Test
    void a_lost_master_without_a_console_is_not_said_to_be_silent() throws InterruptedException {
        Surroundings surroundings = lost(FakeServers.masterLost());

        assertFinds(
                new Surroundings(
                        surroundings.system(),
                        true,
                        SSO02,
                        SSO01,
                        ON_SERVER,
                        surroundings.store(),
                        Set.of(SSO01),
                        surroundings.sight()),
                "SSO01, the master secret server, is lost",
                NOT_CHECKED,
                "no console");
    }

    private static Surroundings typedByHand(Surroundings surroundings) {
        return new Surroundings(
                surroundings.system(),
                surroundings.masterLost(),
                SSO02,
                SSO01,
                ON_SERVER,
                surroundings.store(),
                Set.of(SSO02),
                surroundings.sight());
    }

    // Logon

    @Test
    void a_new_master_that_cannot_be_logged_on_to_blocks_and_nobody_goes_on_without_displaydb()
            throws InterruptedException {
        Surroundings surroundings = lost(
                FakeServers.masterLost().fails(SSO02, new ConsoleException.LogonRefused("The logon was refused.")));

        assertFinds(surroundings, "SSO02 can be logged on to", BLOCKING, "The logon was refused.");
        assertCannotBeGoneOver(surroundings, "-displaydb works");
    }

    @Test
    void another_server_that_cannot_be_logged_on_to_is_a_warning() throws InterruptedException {
        FakeServers servers = FakeServers.healthy().fails(SSO03, new ConsoleException.Unreachable("SSO03 is gone."));

        assertFinds(planned(servers), "other SSO servers can be logged on to", WARNING, "SSO03 is gone.");
        assertFinds(planned(FakeServers.healthy()), "other SSO servers can be logged on to", PASSED, "SSO01, SSO03");
    }

    @Test
    void a_filtered_token_blocks_and_a_list_without_sids_cannot_be_told() throws InterruptedException {
        String check = "The logon on SSO02 is an elevated";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "high integrity");
        assertFinds(
                planned(FakeServers.healthy()
                        .says(SSO02, FakeServers.GROUPS, FakeServers.groups("S-1-5-32-544", "S-1-16-8192"))),
                check,
                BLOCKING,
                "S-1-16-12288");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.GROUPS, FakeServers.groups("S-1-16-12288"))),
                check,
                BLOCKING,
                "S-1-5-32-544");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.GROUPS, "nichts")),
                check,
                NOT_CHECKED,
                "no group");
    }

    @Test
    void the_former_master_needs_an_elevated_logon_only_where_it_is_there() throws InterruptedException {
        String check = "The logon on SSO01 is an elevated";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "high integrity");
        assertFinds(lost(FakeServers.masterLost()), check, NOT_APPLICABLE, "lost");
    }

    @Test
    void an_alias_blocks_and_can_be_gone_over() throws InterruptedException {
        String check = "computer's own name";
        Surroundings alias = planned(FakeServers.healthy().says(SSO02, "hostname", "WEB17\n"));

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSO02");
        assertFinds(alias, check, BLOCKING, "WEB17");
        assertCanBeGoneOver(alias, check);
        assertFinds(planned(FakeServers.healthy().says(SSO02, "hostname", "10.0.0.5")), check, NOT_CHECKED, "hostname");
    }

    // The former master

    @Test
    void a_master_that_answers_is_not_lost_and_nobody_goes_on_over_it() throws InterruptedException {
        String check = "SSO01, the master secret server, is lost";

        assertFinds(lost(FakeServers.masterLost()), check, PASSED, "not reached");
        assertCannotBeGoneOver(lost(FakeServers.healthy()), check);
        assertCannotBeGoneOver(lost(FakeServers.healthy().service(SSO01, "ENTSSO", 1)), check);
        assertFinds(
                lost(FakeServers.healthy().fails(SSO01, new ConsoleException.LogonRefused("Refused."))),
                check,
                WARNING,
                "Refused.");
        assertFinds(planned(FakeServers.healthy()), check, NOT_APPLICABLE, "planned");
    }

    @Test
    void members_that_never_lost_the_master_contradict_that_it_is_lost() throws InterruptedException {
        String check = "miss the master secret server";
        FakeServers silent = FakeServers.masterLost().noEvents(SSO02).noEvents(SSO03);
        FakeServers content = FakeServers.healthy().fails(SSO01, new ConsoleException.Unreachable("Gone."));

        assertFinds(lost(FakeServers.masterLost()), check, PASSED, "10532");
        assertFinds(lost(content), check, BLOCKING, "10529");
        assertCannotBeGoneOver(lost(content), check);
        assertFinds(lost(silent), check, NOT_CHECKED, "no event tells");
        assertFinds(planned(FakeServers.healthy()), check, NOT_APPLICABLE, "planned");
    }

    @Test
    void a_planned_change_needs_a_master_that_runs_and_holds_the_secret() throws InterruptedException {
        String check = "answers and holds the secret in use";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, SECRET.value());
        assertFinds(planned(FakeServers.healthy().service(SSO01, "ENTSSO", 1)), check, BLOCKING, "STOPPED");
        assertFinds(planned(FakeServers.healthy().ssoss(SSO01, OTHER)), check, BLOCKING, OTHER.value());
        assertFinds(planned(FakeServers.healthy().ssossDenied(SSO01)), check, NOT_CHECKED, "denied");
        assertFinds(
                planned(FakeServers.healthy().fails(SSO01, new ConsoleException.Unreachable("Gone."))),
                check,
                BLOCKING,
                "Gone.");
        assertFinds(lost(FakeServers.masterLost()), check, NOT_APPLICABLE, "lost");
    }

    // The database

    @Test
    void displaydb_has_to_work_under_the_logon_that_acts() throws InterruptedException {
        String check = "-displaydb works on SSO02";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSO01");
        FakeServers denied =
                FakeServers.healthy().says(SSO02, FakeServers.DISPLAY_DB, 1, "FEHLER: 0xC0002A5A : nein\n");
        assertFinds(planned(denied), check, BLOCKING, "0xC0002A5A");
        assertCannotBeGoneOver(planned(denied), check);
        assertCannotBeGoneOver(
                planned(FakeServers.healthy().says(SSO02, FakeServers.DISPLAY_DB, "SSO-Geheimnisserver : SSO01\n")),
                check);
        assertCannotBeGoneOver(
                planned(FakeServers.healthy()
                        .forgets(
                                SSO02,
                                "reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO /v ImagePath /reg:64")),
                check);
    }

    @Test
    void where_ssomanage_asks_another_computer_it_is_not_known_whether_it_works_here() throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .says(SSO02, FakeServers.DISPLAY_DB, 1, "Using SSO server : SSO03\nERROR: 0x80070005 : no\n")
                .says(SSO02, FakeServers.SHOW_SERVER, "Using SSO server : SSO03\n");

        assertFinds(planned(servers), "-displaydb works on SSO02", NOT_CHECKED, "SSO03");
        assertFinds(planned(servers), "asks that very computer", WARNING, "SSO03");
        assertFinds(planned(FakeServers.healthy()), "asks that very computer", PASSED, "does");
        assertFinds(
                planned(FakeServers.healthy()
                        .forgets(SSO02, FakeServers.DISPLAY_DB)
                        .forgets(SSO02, FakeServers.SHOW_SERVER)),
                "asks that very computer",
                NOT_CHECKED,
                "layout");
    }

    @ParameterizedTest
    @CsvSource({
        "SSO01, SSO01, SSO01, PASSED",
        "SSO02, SSO02, SSO02, WARNING",
        "SSOCLUSTER, SSOCLUSTER, SSOCLUSTER, BLOCKING",
        "SSO01, SSO02, SSO01, BLOCKING",
        "10.0.0.1, 10.0.0.1, 10.0.0.1, BLOCKING"
    })
    void the_database_has_to_name_the_former_master_on_every_server(
            String on01, String on02, String on03, Finding.Result result) throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .displayDb(SSO01, on01, "Yes", "x")
                .displayDb(SSO02, on02, "Yes", "x")
                .displayDb(SSO03, on03, "Yes", "x");

        assertFinds(planned(servers), "The SSO database names SSO01", result, on02);
    }

    @Test
    void whom_the_database_names_is_not_known_where_no_server_shows_it() throws InterruptedException {
        FakeServers servers = FakeServers.healthy();
        ALL.forEach(server -> servers.forgets(server, FakeServers.DISPLAY_DB));

        assertFinds(planned(servers), "The SSO database names SSO01", NOT_CHECKED, "No SSO server");
        assertFinds(planned(servers), "The SSO system is enabled", NOT_CHECKED, "No server");
    }

    @Test
    void a_disabled_sso_system_is_shown_and_never_enabled() throws InterruptedException {
        FakeServers disabled = FakeServers.healthy();
        ALL.forEach(server -> disabled.displayDb(server, "SSO01", "No", "SSO Administrators"));

        assertFinds(planned(disabled), "The SSO system is enabled", WARNING, "disabled");
        assertThat(disabled.typed()).noneMatch(line -> line.contains("-enablesso"));
        assertFinds(planned(FakeServers.healthy()), "The SSO system is enabled", PASSED, "says so");
    }

    @Test
    void a_server_that_lost_the_database_blocks() throws InterruptedException {
        String check = "reaches the SSO database";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSODB on SQL01");
        assertFinds(planned(FakeServers.healthy().event(SSO02, 30, 10590)), check, BLOCKING, "10590");
        assertFinds(
                planned(FakeServers.healthy().event(SSO02, 30, 10590).event(SSO02, 31, 10591)), check, PASSED, "SSODB");
        assertFinds(
                planned(FakeServers.healthy().forgets(SSO02, FakeServers.DISPLAY_DB)),
                check,
                NOT_CHECKED,
                "no settings");
    }

    // The service

    @Test
    void entsso_has_to_run_on_the_new_master() throws InterruptedException {
        String check = "ENTSSO runs on SSO02";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "RUNNING");
        assertFinds(planned(FakeServers.healthy().service(SSO02, "ENTSSO", 1)), check, BLOCKING, "STOPPED");
        assertFinds(planned(FakeServers.healthy().noService(SSO02, "ENTSSO")), check, BLOCKING, "not installed");
        assertFinds(planned(FakeServers.healthy().forgets(SSO02, "sc queryex ENTSSO")), check, NOT_CHECKED, "layout");
    }

    @Test
    void the_new_master_has_to_be_joined_to_the_same_sso_system() throws InterruptedException {
        String check = "joined to the same SSO system";
        String other =
                FakeServers.key("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL", "Server", "REG_SZ", "SQL01")
                        + "    Database    REG_SZ    SSODB_TEST\n";
        String empty = "\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL\n";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "ssodb on sql01");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.DATABASE, other)), check, BLOCKING, "ssodb_test");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.DATABASE, empty)),
                check,
                BLOCKING,
                "no SSO database");
        assertFinds(
                planned(FakeServers.healthy().settings(SSO03, "CONTOSO\\another", "0x2", true)),
                check,
                WARNING,
                "another");
        assertFinds(planned(FakeServers.healthy().forgets(SSO02, FakeServers.DATABASE)), check, NOT_CHECKED, "reg");
        assertFinds(planned(FakeServers.healthy().forgets(SSO03, FakeServers.DATABASE)), check, NOT_CHECKED, "SSO02");
    }

    @Test
    void entssos_account_has_to_be_an_sso_administrator() throws InterruptedException {
        String check = "is an SSO administrator";
        String group = "net localgroup \"SSO Administrators\"";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "local group");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, group, FakeServers.localGroup("CONTOSO\\other"))),
                check,
                WARNING,
                "does not stand in");
        assertFinds(planned(FakeServers.healthy().event(SSO02, 40, 10550, "x", "y")), check, BLOCKING, "10550");
        assertFinds(
                planned(FakeServers.healthy().settings(SSO02, "LocalSystem", "0x2", true)),
                check,
                BLOCKING,
                "LocalSystem");
        assertFinds(
                planned(FakeServers.healthy().displayDb(SSO02, "SSO01", "Yes", "CONTOSO\\svc-entsso")),
                check,
                PASSED,
                "itself");
        assertFinds(
                planned(FakeServers.healthy().forgets(SSO02, FakeServers.SETTINGS)), check, NOT_CHECKED, "registry");
    }

    @Test
    void a_group_of_the_domain_is_known_only_as_of_the_last_start() throws InterruptedException {
        FakeServers servers = FakeServers.healthy().displayDb(SSO02, "SSO01", "Yes", "CONTOSO\\SSO Administrators");

        assertFinds(planned(servers), "is an SSO administrator", NOT_CHECKED, "It was one when ENTSSO last started.");
        assertThat(servers.typed()).noneMatch(line -> line.contains("/domain"));
    }

    // Versions

    @Test
    void versions_have_to_fit_each_other_and_the_database() throws InterruptedException {
        String check = "fits the other servers and the database";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "runs with this database");
        assertFinds(planned(FakeServers.healthy().version(SSO03, "9.0.1865.0")), check, BLOCKING, "9.0.1865.0");
        assertFinds(planned(FakeServers.healthy().version(SSO03, "10.0.1100.0")), check, WARNING, "10.0.1100.0");
        assertFinds(planned(FakeServers.healthy().forgets(SSO03, FakeServers.VERSIONS)), check, NOT_CHECKED, "SSO03");
        assertFinds(
                planned(FakeServers.healthy().event(SSO02, 50, 10728, "SQL01", "SSODB", "5", "7")),
                check,
                BLOCKING,
                "10728");
        assertFinds(planned(FakeServers.healthy().service(SSO02, "ENTSSO", 1)), check, NOT_CHECKED, "Whether it works");
    }

    @Test
    void an_affected_version_passes_only_with_proof_of_the_update() throws InterruptedException {
        String check = "not affected by the bug";
        String uninstall = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall";
        String search = org.handover.tool.Updates.restoreFix().commandLine();

        assertFinds(planned(FakeServers.healthy()), check, NOT_APPLICABLE, "10.0.1000.0");
        Surroundings without = planned(FakeServers.healthy()
                .version(SSO02, "9.0.2096.0")
                .says(SSO02, search, 1, uninstall + "\\{A}\nSuche beendet: 0 Übereinstimmung(en)\n"));
        assertFinds(without, check, BLOCKING, "KB 3062831 is not");
        assertCanBeGoneOver(without, check);
        assertFinds(
                planned(FakeServers.healthy()
                        .version(SSO02, "9.0.2096.0")
                        .says(
                                SSO02,
                                search,
                                uninstall + "\\{A}\n" + uninstall
                                        + "\\{A}.KB3062831\n    DisplayName    REG_SZ    Hotfix\n")),
                check,
                PASSED,
                "KB 3062831");
        assertFinds(planned(FakeServers.healthy().version(SSO02, "9.0.2096.0")), check, NOT_CHECKED, "cannot be told");
        assertFinds(planned(FakeServers.healthy().version(SSO02, "5.0.1.0")), check, NOT_CHECKED, "5.0.1.0");
        assertFinds(
                planned(FakeServers.healthy().forgets(SSO02, FakeServers.VERSIONS)), check, NOT_CHECKED, "not known");
    }

    // Secrets

    @Test
    void a_foreign_key_under_ssoss_blocks_and_one_that_cannot_be_read_holds_the_run_up_as_well()
            throws InterruptedException {
        String check = "No other secret lies ready";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "no secret");
        assertFinds(planned(FakeServers.healthy().ssoss(SSO02, SECRET, OTHER)), check, PASSED, SECRET.value());
        assertFinds(planned(FakeServers.healthy().ssoss(SSO02, OTHER)), check, BLOCKING, OTHER.value());
        assertCannotBeGoneOver(planned(FakeServers.healthy().ssoss(SSO02, OTHER)), check);
        assertFinds(planned(FakeServers.healthy().ssossDenied(SSO02)), check, NOT_CHECKED, "denied");
        assertCannotBeGoneOver(planned(FakeServers.healthy().ssossDenied(SSO02)), check);
        assertFinds(
                planned(FakeServers.healthy()
                        .ssoss(SSO02, SECRET, OTHER, org.handover.sso.Msid.of("22222222-2222-3333-4444-555555555555"))),
                check,
                WARNING,
                "2222");
        assertThat(check(planned(FakeServers.healthy()), check).law()).isEqualTo("law 3");
    }

    @Test
    void the_backup_must_not_be_older_than_the_last_secret() throws InterruptedException {
        String check = "holds the secret in use";
        String file = "The restore file " + check;

        assertFinds(planned(FakeServers.healthy()), file, PASSED, SECRET.value());
        assertFinds(
                planned(FakeServers.healthy().event(SSO01, 60, 10525, OTHER.value(), "u", "c", "t")),
                file,
                BLOCKING,
                "generated on SSO01");
        assertFinds(
                planned(FakeServers.healthy()
                        .event(SSO02, 61, 10529, "SSO01", OTHER.value())
                        .event(SSO03, 61, 10529, "SSO01", OTHER.value())),
                file,
                BLOCKING,
                OTHER.value());
        FakeServers silent =
                FakeServers.healthy().noEvents(SSO01).noEvents(SSO02).noEvents(SSO03);
        assertFinds(planned(silent), file, NOT_CHECKED, "not in the logs");
    }

    @Test
    void a_re_encryption_that_runs_blocks() throws InterruptedException {
        String check = "No re-encryption";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "None has begun");
        assertFinds(planned(FakeServers.healthy().event(SSO01, 70, 10562)), check, BLOCKING, "It runs");
        assertFinds(
                planned(FakeServers.healthy().event(SSO01, 70, 10562).event(SSO01, 71, 10528, "15")),
                check,
                PASSED,
                "ended");
        assertFinds(
                planned(FakeServers.healthy().event(SSO01, 70, 10562).event(SSO01, 71, 10522, "5")),
                check,
                WARNING,
                "failed");
        assertFinds(planned(FakeServers.healthy().noEvents(SSO01)), check, NOT_CHECKED, "does not go back");
        assertFinds(lost(FakeServers.masterLost()), check, NOT_APPLICABLE, "lost");
    }

    // The restore file

    @Test
    void the_restore_file_has_to_be_there_and_unaltered() throws InterruptedException {
        String check = "The restore file lies on SSO02";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, SECRET.value());
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.HASH, "cd".repeat(32) + "\n")),
                check,
                BLOCKING,
                "recorded is");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.HASH, -2147024894, "CertUtil: 0x80070002\n")),
                check,
                BLOCKING,
                "not there");
        assertFinds(
                planned(FakeServers.healthy().says(SSO02, FakeServers.HASH, -2147024891, "CertUtil: 0x80070005\n")),
                check,
                BLOCKING,
                "denied");
        assertFinds(planned(FakeServers.healthy().forgets(SSO02, FakeServers.HASH)), check, NOT_CHECKED, "digest");
        assertFinds(
                surroundings(
                        FakeServers.healthy(),
                        false,
                        new SsoSystem.RestoreFile(FILE, DIGEST, SECRET, SSO01, null),
                        Optional.empty()),
                check,
                BLOCKING,
                "lie on SSO01");
    }

    @Test
    void a_file_in_the_store_is_compared_there(@TempDir Path store) throws Exception {
        String check = "The restore file lies in the store";
        byte[] content = {1, 2, 3};
        SsoSystem.RestoreFile file =
                new SsoSystem.RestoreFile(FILE, Sha256.ofContent(content), SECRET, null, "SSO01.bak");

        assertFinds(surroundings(FakeServers.healthy(), false, file, Optional.empty()), check, BLOCKING, "No folder");
        assertFinds(
                surroundings(FakeServers.healthy(), false, file, Optional.of(store)),
                check,
                BLOCKING,
                "not in the store");
        Files.write(store.resolve("SSO01.bak"), content);
        assertFinds(surroundings(FakeServers.healthy(), false, file, Optional.of(store)), check, PASSED, "SSO01.bak");
        Files.write(store.resolve("SSO01.bak"), new byte[] {4});
        assertFinds(
                surroundings(FakeServers.healthy(), false, file, Optional.of(store)), check, BLOCKING, "recorded is");
    }

    @ParameterizedTest
    @CsvSource({"NTFS, PASSED", "FAT32, BLOCKING", "exFAT, BLOCKING", "ReFS, WARNING", "XYZ, NOT_CHECKED"})
    void a_backup_is_refused_on_a_fat_drive(String fileSystem, Finding.Result result) throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .says(SSO02, FakeServers.VOLUME, "Volumename : Daten\nDateisystemname : " + fileSystem + "\n");

        assertFinds(
                planned(servers),
                "can be secured",
                result,
                result == NOT_CHECKED ? "fsutil" : fileSystem.substring(1).toUpperCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({"45.097.156.608, PASSED", "500.000.000, WARNING", "50.000.000, BLOCKING", "viel, NOT_CHECKED"})
    void a_drive_without_room_blocks(String free, Finding.Result result) throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .says(
                        SSO02,
                        FakeServers.FREE,
                        "Gesamtzahl der freien Bytes : " + free + "\nGesamtzahl der Bytes : 254.721.126.400\n");

        assertFinds(planned(servers), "has room", result, result == NOT_CHECKED ? "fsutil" : "MB are free");
    }

    // What depends on ENTSSO

    @Test
    void host_services_that_stop_are_named_and_a_server_without_any_is_preferred() throws InterruptedException {
        String check = "Nothing else stops on SSO02";
        FakeServers servers = FakeServers.healthy().dependents(SSO02, "BTSSvc$A", "BTSSvc$B");

        assertFinds(planned(servers), check, WARNING, "BTSSvc$B, BTSSvc$A");
        assertThat(check(planned(servers), check).whatToDo()).contains("SSO03");
        assertFinds(planned(FakeServers.healthy()), check, PASSED, "No service");
        assertFinds(planned(FakeServers.healthy().forgets(SSO02, FakeServers.DEPENDENTS)), check, NOT_CHECKED, "sc");
        assertFinds(
                planned(FakeServers.healthy()
                        .says(SSO02, FakeServers.DEPENDENTS, 1060, "[SC] OpenService FAILED 1060:\n")),
                check,
                NOT_APPLICABLE,
                "not installed");
    }

    @Test
    void every_biztalk_group_and_his_system_that_can_be_seen_is_named() throws InterruptedException {
        FakeServers servers = FakeServers.healthy()
                .dependents(SSO02, "BTSSvc$A")
                .bizTalkHost(SSO02, "BTSSvc$A", "BizTalk Group East")
                .service(SSO03, "SnaBase", 4);

        assertFinds(
                planned(servers),
                "Who uses this SSO system",
                WARNING,
                "BizTalk group \"BizTalk Group East\" (BTSSvc$A on SSO02)");
        assertFinds(planned(servers), "Who uses this SSO system", WARNING, "Host Integration Server (SSO03)");
        assertFinds(planned(FakeServers.healthy()), "Who uses this SSO system", NOT_CHECKED, "None was seen");
    }

    @Test
    void a_clustered_entsso_blocks_and_nobody_goes_on_over_it() throws InterruptedException {
        String check = "ENTSSO is not clustered";
        String hive =
                "\nHKEY_LOCAL_MACHINE\\Cluster\n\nHKEY_LOCAL_MACHINE\\Cluster\\Resources\\ab\\Parameters\n    ServiceName    REG_SZ    %s\n";
        FakeServers clustered = FakeServers.healthy()
                .service(SSO01, "ClusSvc", 4)
                .says(SSO01, FakeServers.CLUSTER, hive.formatted("ENTSSO"));
        FakeServers sql = FakeServers.healthy()
                .service(SSO01, "ClusSvc", 4)
                .says(SSO01, FakeServers.CLUSTER, hive.formatted("MSSQLSERVER"));

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSO01, SSO02, SSO03");
        assertFinds(planned(clustered), check, BLOCKING, "SSO01");
        assertCannotBeGoneOver(planned(clustered), check);
        assertThat(check(planned(clustered), check).law()).isEqualTo("law 10");
        assertFinds(planned(sql), check, PASSED, "SSO01");
        assertFinds(planned(FakeServers.healthy().service(SSO01, "ClusSvc", 4)), check, NOT_CHECKED, "SSO01");
    }

    // Clocks, MSDTC, ports

    @Test
    void clocks_that_are_apart_are_told() throws InterruptedException {
        String check = "clocks";

        assertFinds(planned(FakeServers.healthy()), check, PASSED, "SSO01 +0 s");
        assertFinds(planned(FakeServers.healthy().clock(SSO03, Duration.ofSeconds(90))), check, WARNING, "SSO03 +90 s");
        assertFinds(
                planned(FakeServers.healthy().clock(SSO03, Duration.ofMinutes(-10))), check, BLOCKING, "SSO03 -600 s");
        assertFinds(
                planned(FakeServers.healthy().forgets(SSO03, FakeServers.CLOCK)), check, NOT_CHECKED, "SSO03 not read");
        FakeServers none = FakeServers.healthy();
        ALL.forEach(server -> none.forgets(server, FakeServers.CLOCK));
        assertFinds(planned(none), check, NOT_CHECKED, "not read");
    }

    @Test
    void msdtc_has_to_run() throws InterruptedException {
        assertFinds(planned(FakeServers.healthy()), "MSDTC", PASSED, "runs");
        assertFinds(planned(FakeServers.healthy().service(SSO02, "MSDTC", 1)), "MSDTC", WARNING, "STOPPED");
        assertFinds(planned(FakeServers.healthy().noService(SSO02, "MSDTC")), "MSDTC", NOT_CHECKED, "no such service");
    }

    @Test
    void open_ports_are_never_passed_because_the_dynamic_ones_cannot_be_tried() throws InterruptedException {
        assertFinds(planned(FakeServers.healthy()), "reach each other", NOT_CHECKED, "SSO02 to SSO01");
        assertFinds(
                planned(FakeServers.healthy().says(SSO03, FakeServers.port(SSO02), "False")),
                "reach each other",
                WARNING,
                "SSO03 to SSO02");
    }
}
