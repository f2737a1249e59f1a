package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.handover.check.FakeServers.ALL;
import static org.handover.check.FakeServers.OTHER;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.Preflight.ON_SERVER;
import static org.handover.check.Preflight.assertFinds;
import static org.handover.check.Preflight.lost;
import static org.handover.check.Preflight.planned;
import static org.handover.step.Finding.Result.BLOCKING;
import static org.handover.step.Finding.Result.NOT_APPLICABLE;
import static org.handover.step.Finding.Result.NOT_CHECKED;
import static org.handover.step.Finding.Result.PASSED;
import static org.handover.step.Finding.Result.WARNING;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.handover.sso.SsoServerName;
import org.handover.step.EstateLook;
import org.handover.step.Finding;
import org.junit.jupiter.api.Test;

/** All preflight checks together, on servers that answer as recorded ones do. */
class PreflightChecksTest {
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
    void a_server_that_was_away_at_the_look_and_is_back_at_the_checks_is_looked_at_again() throws InterruptedException {
        assertThat(seenBefore("C:\\SSO", true, planned(FakeServers.healthy()))).isEmpty();
        assertThat(seenBefore("", true, planned(FakeServers.healthy())))
                .containsExactly("The look at SSO02 saw what the plan is made of");
        assertThat(seenBefore("", false, planned(FakeServers.healthy())))
                .containsExactly(
                        "The look at SSO02 saw what the plan is made of",
                        "The look at SSO01 saw what the plan is made of");
        assertThat(seenBefore("C:\\SSO", false, lost(FakeServers.masterLost()))).isEmpty();
    }

    /** What nobody may go over, where all else is well. */
    private static List<String> seenBefore(String installFolder, boolean formerAnswered, Surroundings now)
            throws InterruptedException {
        EstateLook look =
                new EstateLook(installFolder, true, OTHER.value(), formerAnswered, formerAnswered, null, null);
        List<Finding> findings = RunPreflightChecksDelegate.with(look, now, RunPreflightChecksDelegate.findings(now));
        List<String> holdingUp =
                findings.stream().filter(Finding::blocks).map(Finding::check).toList();
        assertThat(RunPreflightChecksDelegate.outcome(findings))
                .containsEntry("blocking", !holdingUp.isEmpty())
                .containsEntry("mayGoOn", holdingUp.isEmpty());
        return holdingUp;
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
}
