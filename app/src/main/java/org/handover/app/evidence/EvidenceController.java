package org.handover.app.evidence;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.handover.app.engine.Groups;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.verify.Hash;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Failovers")
class EvidenceController {

    private final EvidencePackage evidence;
    private final Failovers failovers;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;

    EvidenceController(
            EvidencePackage evidence, Failovers failovers, Ledger ledger, TransactionOperations newTransaction) {
        this.evidence = evidence;
        this.failovers = failovers;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
    }

    @GetMapping(path = "/api/failovers/{id}/evidence", produces = "application/zip")
    @Operation(summary = "The signed evidence of a failover, for auditors and approvers; handover-verify.jar checks it")
    ResponseEntity<byte[]> evidence(@PathVariable String id, HttpServletRequest request) {
        boolean may = request.isUserInRole(Groups.AUDITORS) || request.isUserInRole(Groups.APPROVERS);
        if (!may || request.isUserInRole(Groups.TOOLS)) {
            throw problem(
                    HttpStatus.FORBIDDEN,
                    "Evidence is handed to auditors and approvers; %s is neither.".formatted(request.getRemoteUser()));
        }
        if (!FailoverId.isValid(id)) {
            throw problem(HttpStatus.NOT_FOUND, "There is no failover %s.".formatted(id));
        }
        Failover failover = failovers
                .find(new FailoverId(id))
                .orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "There is no failover %s.".formatted(id)));
        byte[] zip;
        try {
            zip = evidence.of(failover);
        } catch (CannotBeSealedException e) {
            throw problem(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
        }
        newTransaction.executeWithoutResult(status -> ledger.append(
                Ledger.HOUSE,
                request.getRemoteUser(),
                "evidence.taken",
                Journal.ordered("failover", id, "sha256", Hash.sha256(zip).hex())));
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s-evidence.zip\"".formatted(id))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(zip);
    }

    private static ErrorResponseException problem(HttpStatus status, String sentence) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }
}
