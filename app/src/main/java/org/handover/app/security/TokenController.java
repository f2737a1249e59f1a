package org.handover.app.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.handover.app.engine.Groups;
import org.handover.app.rest.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Sign-in")
class TokenController {

    private final ApiTokens tokens;
    private final IdentityService identity;

    TokenController(ApiTokens tokens, IdentityService identity) {
        this.tokens = tokens;
        this.identity = identity;
    }

    /**
     * @param tool under which name the tool acts
     * @param scopes {@code start}, {@code read} or both
     * @param days how long the token holds
     */
    @Schema(name = "TokenWanted")
    record Wanted(
            @NotNull
                    @Pattern(
                            regexp = "[a-zA-Z0-9._-]{1,64}",
                            message = "has letters, digits, '.', '_' and '-', at most 64 of them")
                    String tool,
            @NotEmpty List<@NotNull @Pattern(regexp = "start|read", message = "is start or read") String> scopes,
            @Min(1) @Max(366) int days) {}

    /** @param token only in the answer that makes it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Token")
    record Shown(
            String id,
            String tool,
            List<String> scopes,
            String state,
            String madeBy,
            Instant madeAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt,
            @Nullable String revokedBy,
            @Nullable String token) {

        static Shown of(ApiTokens.Known known, @Nullable String token) {
            String state = known.revokedAt() != null
                    ? "revoked"
                    : known.expiresAt().isBefore(Instant.now()) ? "expired" : "valid";
            return new Shown(
                    known.id(),
                    known.tool(),
                    ApiTokens.words(known.scopes()),
                    state,
                    known.madeBy(),
                    known.madeAt(),
                    known.expiresAt(),
                    known.lastUsedAt(),
                    known.revokedAt(),
                    known.revokedBy(),
                    token);
        }
    }

    @GetMapping("/api/tokens")
    @Operation(
            operationId = "listTokens",
            summary = "The tokens of tools, the newest first, and when each was last used; for administrators")
    Page<Shown> all(@RequestParam(defaultValue = "0") @Min(0) @Max(Page.LAST) int page) {
        return Page.of(tokens.all().stream().map(known -> Shown.of(known, null)).toList(), page);
    }

    @PostMapping("/api/tokens")
    @Operation(
            operationId = "makeToken",
            summary = "Make a token for a tool; this answer is the only one that shows it; for administrators")
    ResponseEntity<Shown> make(@Valid @RequestBody Wanted wanted, Authentication who) {
        refusePerson(wanted.tool());
        Set<ApiTokens.Scope> scopes =
                EnumSet.copyOf(wanted.scopes().stream().map(ApiTokens.Scope::of).toList());
        ApiTokens.Made made = tokens.make(wanted.tool(), scopes, Duration.ofDays(wanted.days()), who.getName());
        return ResponseEntity.created(URI.create("/api/tokens/" + made.known().id()))
                .cacheControl(CacheControl.noStore())
                .body(Shown.of(made.known(), made.token()));
    }

    @DeleteMapping("/api/tokens/{id}")
    @Operation(operationId = "revokeToken", summary = "Revoke a token, at once and for good; for administrators")
    ResponseEntity<Void> revoke(@PathVariable String id, Authentication who) {
        if (!tokens.revoke(id, who.getName())) {
            throw refused(
                    HttpStatus.NOT_FOUND,
                    "There is no token %s that could be revoked; GET /api/tokens says which there are.".formatted(id));
        }
        return ResponseEntity.noContent().build();
    }

    /** What a tool starts must not look as if a person had asked for it, nor may a person approve under a tool's name. */
    private void refusePerson(String tool) {
        boolean person =
                Groups.ALL.stream().filter(group -> !group.equals(Groups.TOOLS)).anyMatch(group -> isIn(tool, group))
                        || (identity.createUserQuery().userId(tool).count() > 0 && !isIn(tool, Groups.TOOLS));
        if (person) {
            throw refused(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "%s is a person's user name. Give the tool a name of its own.".formatted(tool));
        }
    }

    private boolean isIn(String user, String group) {
        return identity.createUserQuery().userId(user).memberOfGroup(group).count() > 0;
    }

    private static ErrorResponseException refused(HttpStatus status, String sentence) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }
}
