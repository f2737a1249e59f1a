package org.handover.app.failover;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/failovers}. */
public record FailoverRequest(
        @Nullable @Size(max = 64) @Schema(description = "Needed only where two estates have an SSO system of that name")
                String estate,
        @NotBlank @Size(max = 64) @Schema(example = "CONTOSO") String ssoSystem,
        @NotBlank @Size(max = 256) @Schema(example = "SSO02") String newMasterSecretServer,
        @NotBlank @Pattern(regexp = "master-lost|planned", message = "must be master-lost or planned") String situation,
        @Nullable @Pattern(regexp = "auto|command-line|snap-in", message = "must be auto, command-line or snap-in")
                String path,
        @JsonProperty boolean rehearsal,
        @Nullable @Size(max = 259) String restoreFile,
        @NotBlank @Size(max = 2000) String reason,
        @Nullable
                @Size(min = 1, max = 64)
                @Schema(description = "For whom the caller acts, by user id; that person does not approve it either")
                String requestedFor,
        @Nullable @Valid Incident incident) {

    /** Whether a text of it, or of its incident, holds the character that the database does not keep. */
    boolean holdsCharacterZero() {
        return toString().indexOf('\0') >= 0;
    }

    /** The incident that a tool starts the failover for. */
    public record Incident(
            @NotBlank @Size(max = 64) String source,
            @NotBlank @Size(max = 255) String id,
            @Nullable @Size(max = 2000) String url) {}
}
