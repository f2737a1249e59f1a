package org.handover.step;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.Transcript;
import org.handover.journal.Intent;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.EntssoError;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.RegistryQuery;
import org.handover.tool.SsoConfig;

/**
 * Restores the master secret: {@code ssoconfig -restoresecret} (docs/entsso.md 2.3, B6; 3.5). The tool asks for the password
 * on the console, so it is typed on a terminal, out of custody. Proven by event 10523 of this very attempt, without 10520,
 * 10521 or 10565 after it was typed, and by the expected MSID under SSOSS.
 */
public final class RestoreSecretDelegate implements ChangingDelegate {

    public static final String STEP = "restoreSecret";
    static final String LATEST_EVENT = "latestEvent";
    static final int RESTORED = 10523;
    static final int[] CONTRADICTIONS = {10520, 10521, 10565};
    private static final int CURRENT_MSID = 1;

    private final SecretCustody custody;

    public RestoreSecretDelegate(SecretCustody custody) {
        this.custody = custody;
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public Optional<Purpose> password() {
        return Optional.of(Purpose.RESTORE);
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        if (attempts.isEmpty()) {
            return new Probe.NotDone("It has not been typed in this run.");
        }
        return judge(run, attempts.get(0));
    }

    @Override
    public Optional<StepResult> hindrance(StepRun run) throws ConsoleException, InterruptedException {
        return custody.holds(run.failover().id().value(), Purpose.RESTORE)
                ? FilesOfThePlan.restoreFile(run)
                        .map(why -> new StepResult.Failed(
                                why + " Nothing was typed. Put the right one there, and try again.", "", false))
                : Optional.of(
                        new StepResult.PasswordNeeded(
                                "The restore password is not in custody: it was never given, was used, or the node that held it is gone."));
    }

    /** Also notes where each member's event log stands, so that what a member logs after the restore can be told (law 8). */
    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        Map<String, String> noted = new HashMap<>();
        noted.put(LATEST_EVENT, Long.toString(Looks.latestRecordId(run.onNewMaster())));
        for (SsoServerName member : run.system().ssoServers()) {
            if (!member.equals(run.newMaster()) && !member.equals(run.formerMaster())) {
                try {
                    noted.put(latestEventOf(member), Long.toString(Looks.latestRecordId(run.on(member))));
                } catch (ConsoleException | IllegalStateException notReadable) {
                    noted.put(latestEventOf(member), "");
                }
            }
        }
        return noted;
    }

    /** Under what the intent notes where a member's event log stood before the restore. */
    public static String latestEventOf(SsoServerName member) {
        return LATEST_EVENT + "." + member.value();
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        String id = run.failover().id().value();
        Transcript transcript = run.onNewMaster()
                .typeWithPrompts(
                        intent.commandLine(),
                        SsoConfig.answering(() -> takeOut(id), reminder -> custody.remember(id, reminder)),
                        Limits.of(run, STEP));
        Optional<EntssoError> error = EntssoError.in(transcript.output());
        if (error.filter(found -> found.is(EntssoError.WRONG_PASSWORD)).isPresent()) {
            custody.discard(id, Purpose.RESTORE);
            return new Answer.PasswordRefused("The password was refused by the restore file (%s)."
                    .formatted(error.get().code()));
        }
        return new Answer.Typed(error.map(found -> "%s: %s %s".formatted(found.code(), found.means(), found.whatToDo()))
                .orElse(transcript.output()));
    }

    private char[] takeOut(String id) {
        return custody.open(id, Purpose.RESTORE, password -> Arrays.copyOf(password, password.length))
                .orElseThrow(
                        () -> new IllegalStateException("The restore password left custody before it could be typed."));
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        Probe proof = judge(run, intent);
        if (proof instanceof Probe.Done) {
            custody.discard(run.failover().id().value(), Purpose.RESTORE);
        }
        return proof;
    }

    /** What the events after an attempt's first record id and SSOSS say. */
    public static Probe judge(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        long after = Long.parseLong(intent.noted().getOrDefault(LATEST_EVENT, "0"));
        Msid expected = Msid.of(run.plan().masterSecretInUse());
        EventQuery.Events events = Looks.eventsSince(
                run.onNewMaster(),
                after,
                RESTORED,
                CONTRADICTIONS[0],
                CONTRADICTIONS[1],
                CONTRADICTIONS[2],
                10524,
                10564);
        if (!(events instanceof EventQuery.Events.Known known)) {
            return new Probe.Unknown(
                    "The event log cannot be read: " + ((EventQuery.Events.CannotTell) events).reason());
        }
        RegistryQuery.Msids msids = Looks.msids(run.onNewMaster());
        String seen = Looks.say(known.events()) + " " + Looks.say(msids);
        List<EventRecord> restored = known.withId(RESTORED);
        if (restored.isEmpty()) {
            return new Probe.NotDone(seen + " Event 10523 of the restore is missing.", Causes.of(known.events()));
        }
        EventRecord newest = restored.get(restored.size() - 1);
        if (!names(newest, expected)) {
            return new Probe.Unknown(seen
                    + " A secret was restored, but the newest event 10523 does not name the secret in use, %s."
                            .formatted(expected));
        }
        boolean contradicted = known.events().stream()
                .anyMatch(event -> event.recordId() > newest.recordId()
                        && Arrays.stream(CONTRADICTIONS).anyMatch(id -> id == event.id()));
        if (contradicted) {
            return new Probe.Unknown(
                    seen + " After the restore the server says that it has no usable secret.",
                    Causes.of(known.events()));
        }
        return Looks.holds(msids, expected)
                ? new Probe.Done(seen)
                : new Probe.Unknown(seen + " The expected secret is %s.".formatted(expected));
    }

    private static boolean names(EventRecord event, Msid expected) {
        return event.data().size() > CURRENT_MSID
                && Msid.isOne(event.data().get(CURRENT_MSID))
                && Msid.of(event.data().get(CURRENT_MSID)).equals(expected);
    }
}
