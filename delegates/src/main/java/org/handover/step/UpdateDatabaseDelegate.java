package org.handover.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.EntssoError;
import org.handover.sso.GlobalInfo;
import org.handover.sso.Msid;
import org.handover.tool.RegistryQuery;
import org.handover.tool.SsoManage;

/**
 * Names the new server in the SSO database: {@code ssomanage -updatedb} (docs/entsso.md 2.3, B4). With a lost master this is
 * the point of no return.
 */
public final class UpdateDatabaseDelegate implements ChangingDelegate {

    public static final String STEP = "updateDatabase";

    private final SecretCustody custody;

    public UpdateDatabaseDelegate(SecretCustody custody) {
        this.custody = custody;
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return whoIsNamed(run);
    }

    /** Law 1: the password is in hand. Law 3: no other key lies ready on the new server. Law 4: the former is still lost. */
    @Override
    public Optional<StepResult> hindrance(StepRun run) throws ConsoleException, InterruptedException {
        if (!custody.holds(run.failover().id().value(), Purpose.RESTORE)) {
            return Optional.of(
                    new StepResult.PasswordNeeded(
                            "The restore password is no longer in custody; it has to be in hand before the database is touched."));
        }
        Optional<StepResult> foreignKey = foreignKey(run);
        return foreignKey.isPresent() ? foreignKey : formerAnswers(run);
    }

    private static Optional<StepResult> foreignKey(StepRun run) throws ConsoleException, InterruptedException {
        Msid inUse = Msid.of(run.plan().masterSecretInUse());
        RegistryQuery.Msids msids = Looks.msids(run.onNewMaster());
        if (msids instanceof RegistryQuery.Msids.None || Looks.holds(msids, inUse)) {
            return Optional.empty();
        }
        return Optional.of(new StepResult.Failed(
                "SSOSS on %s does not show that it is safe to name that server master: a key there that is not the secret in use would be handed out to all servers. Nothing was typed."
                        .formatted(run.newMaster()),
                Looks.say(msids),
                false));
    }

    /** Only silence counts as lost: whatever refuses a logon, shows another key or answers late is something that answers. */
    private static Optional<StepResult> formerAnswers(StepRun run) throws InterruptedException {
        String seen;
        try {
            seen = Looks.say(Looks.service(run.on(run.formerMaster())));
        } catch (ConsoleException.Unreachable stillLost) {
            return Optional.empty();
        } catch (ConsoleException answers) {
            seen = StepProtocol.sentence(answers);
        }
        return Optional.of(new StepResult.Failed(
                "%s answers now, so the master secret server may not be lost; nothing was typed. Abort and look at it, or cut it off and try again."
                        .formatted(run.formerMaster()),
                seen,
                false));
    }

    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return Map.of("latestEvent", Long.toString(Looks.latestRecordId(run.onNewMaster())));
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        String output = run.onNewMaster()
                .type(intent.commandLine(), Limits.of(run, STEP))
                .output();
        return new Answer.Typed(EntssoError.in(output)
                .map(error -> "%s: %s %s".formatted(error.code(), error.means(), error.whatToDo()))
                .orElse(output));
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return whoIsNamed(run);
    }

    static Probe whoIsNamed(StepRun run) throws ConsoleException, InterruptedException {
        SsoManage.DisplayDb answer = Looks.displayDb(run.onNewMaster());
        if (answer instanceof SsoManage.DisplayDb.Known known) {
            GlobalInfo info = known.info();
            String seen = "The SSO database names %s.".formatted(info.secretServerName());
            if (info.names(run.newMaster())) {
                return new Probe.Done(seen);
            }
            return info.names(run.formerMaster())
                    ? new Probe.NotDone(seen)
                    : new Probe.Unknown(seen + " That is neither the former nor the new server of this run.");
        }
        return new Probe.Unknown(
                answer instanceof SsoManage.DisplayDb.Failed failed
                        ? "ssomanage -displaydb fails with %s: %s"
                                .formatted(failed.error().code(), failed.error().means())
                        : ((SsoManage.DisplayDb.CannotTell) answer).reason());
    }
}
