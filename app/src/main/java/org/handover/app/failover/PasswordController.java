package org.handover.app.failover;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.handover.app.nodes.PasswordPlaces;
import org.handover.app.rehearsal.Rehearsals;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.RefusedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The way of passwords into custody: past the engine, its forms and its history. */
@RestController
@RequestMapping("/api/failovers/{id}")
@Tag(name = "Failovers")
class PasswordController {

    private static final List<String> ASK_FOR_RESTORE = List.of("giveRestorePassword");
    private static final List<String> ASK_FOR_BACKUP = List.of("giveBackupPassword", "takeFreshBackup");

    private final FailoverLookup lookup;
    private final FailoverViews views;
    private final Ledger ledger;
    private final Journal journal;
    private final SecretCustody custody;
    private final PasswordPlaces places;
    private final Rehearsals rehearsals;
    private final ObjectReader json;

    PasswordController(
            FailoverLookup lookup,
            FailoverViews views,
            Ledger ledger,
            Journal journal,
            SecretCustody custody,
            PasswordPlaces places,
            Rehearsals rehearsals,
            ObjectMapper json) {
        this.lookup = lookup;
        this.views = views;
        this.ledger = ledger;
        this.journal = journal;
        this.custody = custody;
        this.places = places;
        this.rehearsals = rehearsals;
        this.json = json.reader()
                .with(
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    }

    record Password(@Schema(type = "string", format = "password") char[] password) {
        @Override
        public String toString() {
            return "[masked]";
        }
    }

    /** @param reminder ENTSSO keeps it in the file, readable for whoever has the file: it must not give the password away */
    record NewPassword(
            @Schema(type = "string", format = "password") char[] password, @Schema(type = "string") char[] reminder) {
        @Override
        public String toString() {
            return "[masked]";
        }
    }

    /**
     * @param lastRefusal why the password that was given last did not do
     * @param rehearsalPassword of the twin's restore file; it protects nothing real
     */
    record PasswordState(
            boolean held,
            @Nullable String reminder,
            @Nullable String lastRefusal,
            String restoreFile,
            @Nullable String rehearsalPassword) {}

    record BackupPasswordState(boolean held, @Nullable String lastRefusal) {}

    @GetMapping("/restore-password")
    @Operation(
            summary = "Whether the restore password is in custody, and the reminder of its file where it has been seen")
    PasswordState restorePassword(@PathVariable String id) {
        Failover failover = askedFor(id, "restore", ASK_FOR_RESTORE);
        return new PasswordState(
                places.isHeld(failover.id(), Purpose.RESTORE),
                custody.reminder(id).orElse(null),
                lastRefusal(failover.id(), Set.of("restoreSecret")),
                failover.restoreFile().value(),
                failover.rehearsal() ? rehearsals.passwordOf(failover.id()).orElse(null) : null);
    }

    @PutMapping(value = "/restore-password", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give the restore password into custody; this does not answer the task")
    void giveRestorePassword(
            @PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = Password.class)))
                    @RequestBody
                    byte[] json,
            HttpServletRequest request) {
        FailoverId failover = askedFor(id, "restore", ASK_FOR_RESTORE).id();
        Password body = read(json, Password.class, "{\"password\":\"…\"}");
        try {
            custody.seal(id, Purpose.RESTORE, body.password());
            places.isHere(failover, Purpose.RESTORE);
            journal.note(failover, request.getRemoteUser(), "password.given", Map.of("for", "restore"));
        } catch (RefusedValueException e) {
            throw unprocessable(String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(body.password(), '\0');
        }
    }

    @GetMapping("/backup-password")
    @Operation(summary = "Whether the password for the backup that is about to be made is in custody")
    BackupPasswordState backupPassword(@PathVariable String id) {
        Failover failover = askedFor(id, "backup", ASK_FOR_BACKUP);
        return new BackupPasswordState(
                places.isHeld(failover.id(), Purpose.BACKUP),
                lastRefusal(failover.id(), Set.of("backUpFormerSecret", "takeBackup")));
    }

    @PutMapping(value = "/backup-password", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary =
                    "Give a new password and its reminder into custody, for the backup that is about to be made; this does not answer the task")
    void giveBackupPassword(
            @PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = NewPassword.class)))
                    @RequestBody
                    byte[] json,
            HttpServletRequest request) {
        FailoverId failover = askedFor(id, "backup", ASK_FOR_BACKUP).id();
        NewPassword body = read(json, NewPassword.class, "{\"password\":\"…\",\"reminder\":\"…\"}");
        try {
            custody.sealBackup(id, body.password(), body.reminder());
            places.isHere(failover, Purpose.BACKUP);
            journal.note(failover, request.getRemoteUser(), "password.given", Map.of("for", "backup"));
        } catch (RefusedValueException e) {
            throw unprocessable(String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(body.password(), '\0');
            Arrays.fill(body.reminder(), '\0');
        }
    }

    /** Reads it here, because what Jackson says of a body that it cannot read holds the body, and Spring logs that. */
    private <T> T read(byte[] body, Class<T> type, String form) {
        @Nullable T read;
        try {
            read = json.readValue(body, type);
        } catch (IOException e) {
            read = null;
        } finally {
            Arrays.fill(body, (byte) 0);
        }
        if (read == null) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST, "The body has to be JSON of the form %s.".formatted(form));
        }
        return read;
    }

    private static ProblemException unprocessable(String sentence) {
        return new ProblemException(HttpStatus.UNPROCESSABLE_ENTITY, sentence);
    }

    private @Nullable String lastRefusal(FailoverId id, Set<String> steps) {
        List<LedgerEntry> refusals = ledger.entries(id.value()).stream()
                .filter(entry -> entry.kind().equals("step.outcome")
                        && steps.contains(String.valueOf(entry.data().get("step")))
                        && "refused".equals(entry.data().get("outcome")))
                .toList();
        return refusals.isEmpty()
                ? null
                : String.valueOf(refusals.get(refusals.size() - 1).data().get("seen"));
    }

    private Failover askedFor(String id, String which, List<String> tasks) {
        Failover failover = lookup.find(id);
        boolean asked = views.openTasks(failover).stream().anyMatch(task -> tasks.contains(task.key()));
        if (!asked) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "%s does not ask for the %s password now. Give it when nextAct says so."
                            .formatted(failover.id(), which));
        }
        return failover;
    }
}
