package org.handover.app.inventory;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/inventory")
@Tag(name = "SSO systems")
class InventoryController {

    private final InventoryChanges changes;
    private final TransactionOperations newTransaction;

    InventoryController(InventoryChanges changes, TransactionOperations newTransaction) {
        this.changes = changes;
        this.newTransaction = newTransaction;
    }

    record Items(List<VersionView> items, int page, long total) {}

    /** @param change what nobody has confirmed yet: lines that were, with a minus, and lines that are, with a plus */
    record VersionView(
            String estate,
            String ssoSystem,
            String digest,
            boolean confirmed,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt,
            @Nullable String change) {

        static VersionView of(InventoryChanges.Version version) {
            return new VersionView(
                    version.system().estate().value(),
                    version.system().name().value(),
                    version.description().digest(),
                    version.isConfirmed(),
                    version.confirmedBy(),
                    version.confirmedAt(),
                    version.isConfirmed() ? null : version.change());
        }
    }

    @GetMapping
    @Operation(
            summary = "What the inventory says of each real SSO system, and whether a second person has confirmed it")
    Items list() {
        List<VersionView> items =
                changes.versions().stream().map(VersionView::of).toList();
        return new Items(items, 0, items.size());
    }

    /** @param digest of the version that was read; another one is not confirmed by it */
    record Confirmation(
            @NotBlank @Size(max = 64) String estate,
            @NotBlank @Size(max = 64) String ssoSystem,
            @NotBlank @Size(max = 64) String digest) {}

    @PostMapping("/confirm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary =
                    "Confirm, as somebody who did not write it, what the inventory says now; an approval that shows the change confirms it too")
    void confirm(@RequestBody @Valid Confirmation body, HttpServletRequest request) {
        InventoryChanges.Version version = changes.versions().stream()
                .filter(one -> one.system().estate().value().equals(body.estate())
                        && one.system().name().value().equals(body.ssoSystem()))
                .findFirst()
                .orElseThrow(() -> problem(
                        HttpStatus.NOT_FOUND,
                        "The inventory has no real SSO system %s in the estate %s."
                                .formatted(body.ssoSystem(), body.estate())));
        if (!version.description().digest().equals(body.digest())) {
            throw problem(
                    HttpStatus.CONFLICT, "The inventory says something else now. Read it again under /api/inventory.");
        }
        newTransaction.executeWithoutResult(
                status -> changes.confirm(version.system(), String.valueOf(request.getRemoteUser())));
    }

    private static ErrorResponseException problem(HttpStatus status, String sentence) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }
}
