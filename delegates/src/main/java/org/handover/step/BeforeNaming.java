package org.handover.step;

import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Backups;
import org.handover.journal.Ledger;
import org.handover.journal.RecordedBackup;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.Msid;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServerInUse;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.SsoManage;

/** What is looked at directly before the new server is named, whichever way it is named (laws 1 to 4). */
final class BeforeNaming {

    /** Under what an intent notes where the new master's event log stood. */
    static final String LATEST_EVENT = "latestEvent";

    private final SecretCustody custody;
    private final Backups backups;

    BeforeNaming(SecretCustody custody, Backups backups) {
        this.custody = custody;
        this.backups = backups;
    }

    /** What forbids it now; empty where nothing does. */
    Optional<StepResult> hindrance(StepRun run) throws ConsoleException, InterruptedException {
        if (!custody.holds(run.failover().id().value(), Purpose.RESTORE)) {
            return Optional.of(
                    new StepResult.PasswordNeeded(
                            "The restore password is no longer in custody; it has to be in hand before the database is touched."));
        }
        Optional<StepResult> otherFile = otherFile(run);
        if (otherFile.isPresent()) {
            return otherFile;
        }
        Optional<StepResult> foreignKey = foreignKey(run);
        if (foreignKey.isPresent()) {
            return foreignKey;
        }
        return run.failover().planned() ? formerIsReady(run) : formerAnswers(run);
    }

    private static Optional<StepResult> otherFile(StepRun run) throws ConsoleException, InterruptedException {
        Optional<String> restore = FilesOfThePlan.restoreFile(run);
        Optional<String> other = restore.isPresent() || !run.plan().has(UpdateDatabaseDelegate.STEP)
                ? restore
                : FilesOfThePlan.updateFile(run);
        other.ifPresent(
                why -> run.journal().note(run.failover().id(), Ledger.ENGINE, "plan.contradicted", Map.of("why", why)));
        return other.map(why -> run.journal().anyChangeBegan(run.failover().id())
                ? new StepResult.Failed(why + " Nothing was typed. Put the right one there, and try again.", "", false)
                : new StepResult.ApprovalExpired(why + " Nothing was typed. Ask for approval of a new plan."));
    }

    /** Law 3: another key on the new server would be handed out to all. */
    private static Optional<StepResult> foreignKey(StepRun run) throws ConsoleException, InterruptedException {
        RegistryQuery.Msids msids = Looks.msids(run.onNewMaster());
        if (msids instanceof RegistryQuery.Msids.None || Looks.holds(msids, inUse(run))) {
            return Optional.empty();
        }
        return failed(
                "SSOSS on %s does not show that it is safe to name that server master: a key there that is not the secret in use would be handed out to all servers. Nothing was typed. Abort and start a failover to another SSO server; or have the key removed by somebody who knows where it came from, and try again."
                        .formatted(run.newMaster()),
                Looks.say(msids));
    }

    /** Law 4: ssomanage on the new server asks that very computer. */
    static Optional<StepResult> asksAnother(StepRun run) throws ConsoleException, InterruptedException {
        if (Looks.displayDb(run.onNewMaster()) instanceof SsoManage.DisplayDb.Known known
                && known.saidBy() instanceof ServerInUse.Other other
                && !other.name().sameComputer(run.newMaster())) {
            return failed(
                    "ssomanage on %s asks %s now and not that very computer; nothing was typed."
                            .formatted(run.newMaster(), other.name()),
                    "Point it back with ssomanage -server, and try again.");
        }
        return Optional.empty();
    }

    /** Law 4: only silence counts as lost; whatever refuses a logon, shows another key or answers late or badly is something that answers. */
    private static Optional<StepResult> formerAnswers(StepRun run) throws InterruptedException {
        String seen;
        try {
            seen = Looks.say(Looks.service(run.on(run.formerMaster())));
        } catch (ConsoleException e) {
            if (!e.answered()) {
                return Optional.empty();
            }
            seen = StepProtocol.sentence(e);
        }
        return failed(
                "%s answers now, so the master secret server may not be lost; nothing was typed. Abort and look at it, or cut it off and try again."
                        .formatted(run.formerMaster()),
                seen);
    }

    /** Laws 2 and 4: planned, the former still answers with the secret in use, and that was backed up in this run. */
    private Optional<StepResult> formerIsReady(StepRun run) throws InterruptedException {
        try {
            RemoteConsole console = run.on(run.formerMaster());
            ServiceStatus service = Looks.service(console);
            RegistryQuery.Msids msids = Looks.msids(console);
            if (!service.is(ServiceState.RUNNING) || !Looks.holds(msids, inUse(run))) {
                return failed(
                        "The change is planned, but %s no longer answers as the master that holds the secret in use; nothing was typed."
                                .formatted(run.formerMaster()),
                        Looks.say(service) + " " + Looks.say(msids));
            }
        } catch (ConsoleException e) {
            return failed(
                    "The change is planned, but %s no longer answers; nothing was typed. If it is lost, abort and start a run for a lost master."
                            .formatted(run.formerMaster()),
                    StepProtocol.sentence(e));
        }
        boolean backedUp = backups.madeBy(run.failover().id(), RecordedBackup.Purpose.FORMER)
                .filter(backup -> backup.msid().equals(inUse(run)))
                .isPresent();
        return backedUp
                ? Optional.empty()
                : failed(
                        "The secret of %s was not backed up in this run; nothing was typed."
                                .formatted(run.formerMaster()),
                        "There is no proven backup of the secret %s from that server.".formatted(inUse(run)));
    }

    private static Msid inUse(StepRun run) {
        return Msid.of(run.plan().masterSecretInUse());
    }

    private static Optional<StepResult> failed(String sentence, String seen) {
        return Optional.of(new StepResult.Failed(sentence, seen, false));
    }
}
