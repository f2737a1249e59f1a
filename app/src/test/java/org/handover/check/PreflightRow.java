package org.handover.check;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.handover.console.RemoteConsole;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.BackupStore;
import org.handover.step.Finding;

/** Single rows of the preflight table, for tests that make one thing wrong at a time. */
public final class PreflightRow {

    private final Surroundings surroundings;

    /** A change to SSO02 from the master that the inventory names, with its first restore file. */
    public PreflightRow(
            SsoSystem system,
            boolean masterLost,
            SsoServerName newMaster,
            BackupStore store,
            Function<SsoServerName, RemoteConsole> consoles) {
        this.surroundings = new Surroundings(
                system,
                masterLost,
                newMaster,
                system.masterSecretServer(),
                system.restoreFiles().get(0),
                store,
                Set.of(),
                new Sight(consoles::apply));
    }

    /** What the only check whose name contains these words finds. */
    public Finding of(String words) throws InterruptedException {
        List<PreflightCheck> found = RunPreflightChecksDelegate.checks(surroundings).stream()
                .filter(check -> check.name().contains(words))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("%d checks are named like %s".formatted(found.size(), words));
        }
        return SideBySide.<Finding>all(found).get(0);
    }

    /** What all of them find. */
    public List<Finding> all() throws InterruptedException {
        return RunPreflightChecksDelegate.findings(surroundings);
    }
}
