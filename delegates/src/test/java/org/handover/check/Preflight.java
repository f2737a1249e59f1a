package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.check.FakeServers.ALL;
import static org.handover.check.FakeServers.DIGEST;
import static org.handover.check.FakeServers.FILE;
import static org.handover.check.FakeServers.SECRET;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.step.Finding.Result.NOT_APPLICABLE;
import static org.handover.step.Finding.Result.PASSED;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.step.Finding;

/** What the tests of the preflight checks have in common: the change that is checked, one check of it, and what it finds. */
final class Preflight {
    static final SsoSystem.RestoreFile ON_SERVER = new SsoSystem.RestoreFile(FILE, DIGEST, SECRET);

    private Preflight() {}

    static Surroundings lost(FakeServers servers) {
        return surroundings(servers, true, ON_SERVER, Optional.empty());
    }

    static Surroundings planned(FakeServers servers) {
        return surroundings(servers, false, ON_SERVER, Optional.empty());
    }

    static Surroundings surroundings(
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

    static Finding check(Surroundings surroundings, String name) throws InterruptedException {
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

    static void assertFinds(Surroundings surroundings, String name, Finding.Result result, String seen)
            throws InterruptedException {
        Finding finding = check(surroundings, name);
        assertThat(finding.result()).as("%s", finding).isEqualTo(result);
        assertThat(finding.seen()).contains(seen);
    }

    static void assertCannotBeGoneOver(Surroundings surroundings, String name) throws InterruptedException {
        Finding finding = check(surroundings, name);
        Map<String, Object> outcome = RunPreflightChecksDelegate.outcome(List.of(finding));
        assertThat(outcome).as("%s", finding).containsEntry("blocking", true).containsEntry("mayGoOn", false);
    }

    static void assertCanBeGoneOver(Surroundings surroundings, String name) throws InterruptedException {
        Map<String, Object> outcome = RunPreflightChecksDelegate.outcome(List.of(check(surroundings, name)));
        assertThat(outcome).containsEntry("blocking", true).containsEntry("mayGoOn", true);
    }
}
