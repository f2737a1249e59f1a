package org.handover.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Failover;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.BackupStore;
import org.handover.step.EstateLook;
import org.handover.step.Finding;
import org.handover.step.ReadingDelegate;
import org.handover.step.StepResult;
import org.handover.step.StepRun;

/**
 * Checks everything that has to be so before the master secret server is changed (docs/entsso.md 2.1 and 10,
 * docs/windows-consoles.md). The checks are made side by side, each within its own time; none of them changes anything. What
 * cannot be told has not passed.
 */
public final class RunPreflightChecksDelegate implements ReadingDelegate {

    public static final String STEP = "runPreflightChecks";

    private static final List<Finding.Result> WORST_FIRST = List.of(
            Finding.Result.BLOCKING,
            Finding.Result.NOT_CHECKED,
            Finding.Result.WARNING,
            Finding.Result.PASSED,
            Finding.Result.NOT_APPLICABLE);

    private final BackupStore store;

    public RunPreflightChecksDelegate(BackupStore store) {
        this.store = store;
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws InterruptedException {
        Failover failover = run.failover();
        SsoSystem.RestoreFile restoreFile = run.system()
                .restoreFile(failover.restoreFile())
                .orElseThrow(() -> new IllegalStateException(
                        "The inventory no longer records the restore file %s.".formatted(failover.restoreFile())));
        Set<SsoServerName> byHand = run.system().ssoServers().stream()
                .filter(server -> !run.hasConsole(server))
                .collect(Collectors.toSet());
        EstateLook look = run.journal()
                .look(failover.id())
                .map(EstateLook::of)
                .orElseThrow(() -> new IllegalStateException("Nobody looked at the estate before it was checked."));
        Surroundings surroundings = new Surroundings(
                run.system(),
                !failover.planned(),
                run.newMaster(),
                run.formerMaster(),
                restoreFile,
                store,
                byHand,
                new Sight(server -> consoleOf(run, server, byHand)));
        Map<String, Object> found = outcome(with(look, surroundings, findings(surroundings)));
        run.journal().note(failover.id(), Ledger.ENGINE, "preflight.checked", found);
        return new StepResult.Proven(found);
    }

    /** By hand only what the change itself needs is asked: of the new master, and of the former one where it is there. */
    private static RemoteConsole consoleOf(StepRun run, SsoServerName server, Set<SsoServerName> byHand)
            throws ConsoleException {
        boolean needed = server.equals(run.newMaster())
                || (server.equals(run.formerMaster()) && run.failover().planned());
        if (byHand.contains(server) && !needed) {
            throw new ConsoleException.Unreachable(
                    "The application has no console on %s, and nobody is asked to type there before the change."
                            .formatted(server));
        }
        return run.on(server);
    }

    /** The checks in the order in which a person would make them. */
    static List<PreflightCheck> checks(Surroundings surroundings) {
        List<PreflightCheck> checks = new ArrayList<>();
        checks.addAll(new LogonChecks(surroundings).all());
        checks.addAll(new FormerChecks(surroundings).all());
        checks.addAll(new DatabaseChecks(surroundings).all());
        checks.addAll(new ServiceChecks(surroundings).all());
        checks.addAll(new VersionChecks(surroundings).all());
        checks.addAll(new SecretChecks(surroundings).all());
        checks.addAll(new FileChecks(surroundings).all());
        checks.addAll(new HostChecks(surroundings).all());
        checks.addAll(new ComputerChecks(surroundings).all());
        return checks;
    }

    /** What all of them find, the worst first. */
    static List<Finding> findings(Surroundings surroundings) throws InterruptedException {
        return SideBySide.all(checks(surroundings), surroundings.byHand().isEmpty() ? SideBySide.USUAL : 1).stream()
                .sorted(Comparator.comparing(finding -> WORST_FIRST.indexOf(finding.result())))
                .toList();
    }

    /**
     * These findings, and what the look before them did not see of what the plan is made of: a server that was away then and is
     * back now would pass every check, and no plan, or one without a way back, would come of it.
     */
    static List<Finding> with(EstateLook look, Surroundings surroundings, List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> holdsUp(finding) && !finding.mayBeGoneOver())) {
            return findings;
        }
        List<Finding> missed = new ArrayList<>();
        if (look.installFolder().isEmpty()) {
            missed.add(missed(surroundings.newMaster(), "where the SSO tools lie there"));
        }
        if (!surroundings.masterLost() && !look.formerAnswers()) {
            missed.add(missed(surroundings.former(), "that it runs ENTSSO and holds the secret in use"));
        }
        return Stream.concat(missed.stream(), findings.stream()).toList();
    }

    private static Finding missed(SsoServerName server, String what) {
        return Finding.blocking(
                        "The look at %s saw what the plan is made of".formatted(server),
                        "Just before these checks it was not seen %s.".formatted(what),
                        "Check again: then it is looked at anew.")
                .neverGoneOver();
    }

    /** The variables that the process goes on with. */
    static Map<String, Object> outcome(List<Finding> findings) {
        boolean blocking = findings.stream().anyMatch(RunPreflightChecksDelegate::holdsUp);
        boolean mayGoOn =
                findings.stream().filter(RunPreflightChecksDelegate::holdsUp).allMatch(Finding::mayBeGoneOver);
        return Journal.ordered(
                "findings",
                findings.stream().map(RunPreflightChecksDelegate::row).toList(),
                "blocking",
                blocking,
                "mayGoOn",
                mayGoOn);
    }

    /** What must be known and is not holds a run up as what is known to be wrong does. */
    private static boolean holdsUp(Finding finding) {
        return finding.blocks() || (finding.result() == Finding.Result.NOT_CHECKED && !finding.mayBeGoneOver());
    }

    private static Map<String, String> row(Finding finding) {
        Map<String, String> row = new LinkedHashMap<>(finding.asRow());
        row.put("goOn", holdsUp(finding) && !finding.mayBeGoneOver() ? "no" : "yes");
        return row;
    }
}
