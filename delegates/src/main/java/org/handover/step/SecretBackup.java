package org.handover.step;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.EntssoError;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.WindowsPath;
import org.handover.tool.BackUpSecret;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.FileHash;
import org.handover.tool.MakeDirectory;

/**
 * Backing up the master secret on a server that is master (docs/entsso.md 3.5, 7): password and reminder come out of custody
 * and are typed at the tool's prompts. Proven by event 10559 with the file's name and the MSID, and by the file's digest.
 */
final class SecretBackup {

    static final int BACKED_UP = 10559;
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CURRENT_MSID = 1;

    private final SecretCustody custody;

    SecretBackup(SecretCustody custody) {
        this.custody = custody;
    }

    /** Where backups are made: a folder that only SYSTEM, the administrators and the SSO administrators can open. */
    static WindowsPath folder() {
        return Claims.HOME.child("Backups");
    }

    Optional<StepResult> hindrance(StepRun run) {
        return custody.holdsBackup(run.failover().id().value())
                ? Optional.empty()
                : Optional.of(
                        new StepResult.PasswordNeeded(
                                "The new backup's password and reminder are not in custody: they were never given, were used, or the node that held them is gone."));
    }

    /**
     * Makes the folder, protects it, and takes away what an earlier attempt left there.
     *
     * @return why nothing may be backed up into it; empty where it is ready
     */
    static Optional<String> prepare(RemoteConsole console, WindowsPath file)
            throws ConsoleException, InterruptedException {
        MakeDirectory.claim(Claims.HOME).typeOn(console, Looks.LIMIT);
        MakeDirectory.Answer folder = MakeDirectory.claim(folder()).typeOn(console, Looks.LIMIT);
        if (folder instanceof MakeDirectory.Answer.CannotTell unknown) {
            return Optional.of("The folder %s could not be made, so nothing was backed up: %s"
                    .formatted(folder(), unknown.reason()));
        }
        Optional<String> open = ProtectedFiles.protectFolder(console, folder());
        if (open.isPresent()) {
            return Optional.of("The folder %s could not be protected, so nothing was backed up into it: %s"
                    .formatted(folder(), open.get()));
        }
        console.delete(file);
        return Optional.empty();
    }

    /** Types the command; what it answers is a sentence or empty, and holds neither password nor reminder. */
    String type(StepRun run, RemoteConsole console, String commandLine) throws ConsoleException, InterruptedException {
        String id = run.failover().id().value();
        PromptScript script =
                BackUpSecret.answering(() -> takeOut(id, Purpose.BACKUP), () -> takeOut(id, Purpose.BACKUP_REMINDER));
        String output = console.typeWithPrompts(commandLine, script, LIMIT).output();
        return EntssoError.in(output)
                .map(error -> "%s: %s %s".formatted(error.code(), error.means(), error.whatToDo()))
                .orElse(output);
    }

    private char[] takeOut(String id, Purpose purpose) {
        return custody.open(id, purpose, held -> Arrays.copyOf(held, held.length))
                .orElseThrow(() ->
                        new IllegalStateException("The new backup's password left custody before it could be typed."));
    }

    void forget(StepRun run) {
        custody.discard(run.failover().id().value(), Purpose.BACKUP);
    }

    /** What the server says of a backup. */
    sealed interface Judgement {

        record Proven(Sha256 digest, String seen) implements Judgement {}

        record NotProven(String seen) implements Judgement {}
    }

    /** @param after where the event log stood before it was typed */
    static Judgement judge(RemoteConsole console, WindowsPath file, Msid inUse, long after)
            throws ConsoleException, InterruptedException {
        EventQuery.Events events = Looks.eventsSince(console, after, BACKED_UP);
        if (!(events instanceof EventQuery.Events.Known known)) {
            return new Judgement.NotProven(
                    "The event log cannot be read: " + ((EventQuery.Events.CannotTell) events).reason());
        }
        String seen = Looks.say(known.events());
        if (known.events().stream().noneMatch(event -> tells(event, file, inUse))) {
            return new Judgement.NotProven(
                    seen + " Event 10559 of %s with the secret %s is missing.".formatted(file, inUse));
        }
        FileHash.Answer hash = FileHash.sha256(file).typeOn(console, Looks.LIMIT);
        return hash instanceof FileHash.Answer.Known there
                ? new Judgement.Proven(there.digest(), seen + " %s has the digest %s.".formatted(file, there.digest()))
                : new Judgement.NotProven(seen + " The digest of %s cannot be told.".formatted(file));
    }

    private static boolean tells(EventRecord event, WindowsPath file, Msid inUse) {
        List<String> data = event.data();
        return data.size() > CURRENT_MSID
                && data.get(0).equalsIgnoreCase(file.value())
                && Msid.isOne(data.get(CURRENT_MSID))
                && Msid.of(data.get(CURRENT_MSID)).equals(inUse);
    }
}
