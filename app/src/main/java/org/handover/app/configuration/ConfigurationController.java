package org.handover.app.configuration;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.handover.app.rest.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/configuration")
@Tag(name = "Configuration")
class ConfigurationController {

    private final ConfigurationChanges changes;
    private final TransactionOperations newTransaction;

    ConfigurationController(ConfigurationChanges changes, TransactionOperations newTransaction) {
        this.changes = changes;
        this.newTransaction = newTransaction;
    }

    /** @param change what nobody has confirmed yet: lines that were, with a minus, and lines that are, with a plus */
    record VersionView(
            String what,
            String digest,
            boolean confirmed,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt,
            @Nullable String change) {

        static VersionView of(ConfigurationChanges.Version version) {
            return new VersionView(
                    version.what(),
                    version.description().digest(),
                    version.isConfirmed(),
                    version.confirmedBy(),
                    version.confirmedAt(),
                    version.isConfirmed() ? null : version.change());
        }
    }

    @GetMapping
    @Operation(
            operationId = "listConfiguration",
            summary =
                    "The settings, and what the inventory says of each real SSO system, and whether a second person has confirmed it")
    Page<VersionView> list(@RequestParam(defaultValue = "0") @Min(0) @Max(Page.LAST) int page) {
        return Page.of(changes.versions().stream().map(VersionView::of).toList(), page);
    }

    /** @param digest of the version that was read; another one is not confirmed by it */
    record Confirmation(@NotBlank @Size(max = 256) String what, @NotBlank @Size(max = 64) String digest) {}

    @PostMapping("/confirm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary =
                    "Confirm, as somebody who did not write it, what is configured now; an approval that shows the change confirms it too")
    void confirm(@RequestBody @Valid Confirmation body, HttpServletRequest request) {
        ConfigurationChanges.Version version = changes.versions().stream()
                .filter(one -> one.what().equals(body.what()))
                .findFirst()
                .orElseThrow(() -> problem(
                        HttpStatus.NOT_FOUND,
                        "There is no '%s' to confirm; GET /api/configuration lists what there is."
                                .formatted(body.what())));
        if (!version.description().digest().equals(body.digest())) {
            throw problem(
                    HttpStatus.CONFLICT, "Something else is configured now. Read it again under /api/configuration.");
        }
        newTransaction.executeWithoutResult(
                status -> changes.confirm(version, String.valueOf(request.getRemoteUser())));
    }

    private static ErrorResponseException problem(HttpStatus status, String sentence) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }
}
