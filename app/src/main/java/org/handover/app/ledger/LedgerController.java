package org.handover.app.ledger;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.handover.verify.BrokenException;
import org.handover.verify.Certificates;
import org.handover.verify.KeyRing;
import org.handover.verify.KeySuccession;
import org.handover.verify.SignedHead;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The record of the whole house, for auditors. */
@RestController
@RequestMapping("/api/ledger")
@Tag(name = "Ledger")
class LedgerController {

    private static final int PAGE_SIZE = 100;

    private final SignedHeads heads;
    private final HeadSigner signer;
    private final LedgerCopy copy;
    private final HeadDeliveries deliveries;
    private final LedgerAudit audit;

    LedgerController(
            SignedHeads heads, HeadSigner signer, LedgerCopy copy, HeadDeliveries deliveries, LedgerAudit audit) {
        this.heads = heads;
        this.signer = signer;
        this.copy = copy;
        this.deliveries = deliveries;
        this.audit = audit;
    }

    /** @param text the whole head, as it is sent away */
    record HeadView(long number, Instant at, String root, String key, int chains, String text) {
        static HeadView of(SignedHead head) {
            return new HeadView(
                    head.number(), head.at(), head.root().hex(), head.key().hex(), head.chains(), head.text());
        }
    }

    /** @param certificate as PEM; what an auditor keeps and gives to the verifier */
    record KeyView(String fingerprint, String certificate, @Nullable String succession) {}

    /** @param problem why it stands still; absent while it does not */
    record Stands(String what, @Nullable Instant since, @Nullable String problem) {
        static Stands of(String what, Optional<Trouble.Since> trouble) {
            return new Stands(
                    what,
                    trouble.map(Trouble.Since::since).orElse(null),
                    trouble.map(Trouble.Since::why).orElse(null));
        }
    }

    /**
     * @param items heads after the one that was asked for, by their numbers
     * @param copyBehind how many entries the copy did not have when it was last looked at
     * @param state of signing, copy, and each place to which heads are sent
     */
    record HeadsView(List<HeadView> items, List<KeyView> keys, long copyBehind, List<Stands> state) {}

    @GetMapping("/heads")
    @Operation(summary = "The signed heads of the ledger, the keys that signed them, and whether all of it keeps up")
    HeadsView heads(@RequestParam(defaultValue = "0") @Min(0) long after) {
        try {
            Stream<Stands> own =
                    Stream.of(Stands.of("signing", signer.trouble()), Stands.of("copy " + copy.file(), copy.trouble()));
            Stream<Stands> away = deliveries.all().stream().map(one -> Stands.of(one.name(), one.trouble()));
            return new HeadsView(
                    heads.after(after, PAGE_SIZE).stream().map(HeadView::of).toList(),
                    heads.keys().map(LedgerController::views).orElse(List.of()),
                    copy.behind(),
                    Stream.concat(own, away).toList());
        } catch (BrokenException e) {
            throw new ErrorResponseException(
                    HttpStatus.CONFLICT, ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.sentence()), e);
        }
    }

    private static List<KeyView> views(KeyRing ring) {
        return ring.certificates().stream()
                .map(one -> new KeyView(
                        Certificates.fingerprint(one).hex(),
                        Certificates.pem(one),
                        ring.successions().stream()
                                .filter(succession -> succession.to().equals(Certificates.fingerprint(one)))
                                .map(KeySuccession::text)
                                .findFirst()
                                .orElse(null)))
                .toList();
    }

    @PostMapping("/verify")
    @Operation(summary = "Check every entry of every chain and every signed head")
    LedgerVerification.Result verify(HttpServletRequest request) {
        return audit.verify(request.getRemoteUser());
    }
}
