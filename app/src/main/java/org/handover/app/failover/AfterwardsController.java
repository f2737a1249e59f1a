package org.handover.app.failover;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import org.handover.journal.Failover;
import org.handover.journal.Failovers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What can be asked for when a run has ended: the change back, the settlement of one that was left open, and that its former
 * master, which it disabled, runs again.
 */
@RestController
@RequestMapping("/api/failovers/{id}")
@Tag(name = "Failovers")
class AfterwardsController {

    private static final int LONGEST_KEY = 255;

    private final FailoverLookup lookup;
    private final Failbacks failbacks;
    private final Settlements settlements;
    private final Enablings enablings;
    private final Failovers failovers;
    private final FailoverViews views;

    AfterwardsController(
            FailoverLookup lookup,
            Failbacks failbacks,
            Settlements settlements,
            Enablings enablings,
            Failovers failovers,
            FailoverViews views) {
        this.lookup = lookup;
        this.failbacks = failbacks;
        this.settlements = settlements;
        this.enablings = enablings;
        this.failovers = failovers;
        this.views = views;
    }

    /** All of it can be left out. */
    record Failback(
            @Nullable @Size(max = 2000) String reason,
            @Nullable @Pattern(regexp = "auto|command-line|snap-in", message = "must be auto, command-line or snap-in")
                    String path,
            @Nullable @Size(max = 259) String restoreFile) {}

    @PostMapping("/failback")
    @Operation(summary = "Start the planned failover that makes the former master the master again")
    ResponseEntity<FailoverView> failback(
            @PathVariable String id,
            @RequestBody(required = false) @Valid @Nullable Failback body,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Parameter(description = "Any string of at most 255 characters")
                    @Nullable
                    String key,
            Authentication who) {
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "Idempotency-Key has 1 to 255 characters.");
        }
        FailoverStarter.Started started = failbacks.start(
                lookup.find(id),
                new Failbacks.Wish(
                        body == null ? null : body.reason(),
                        body == null ? null : body.path(),
                        body == null ? null : body.restoreFile()),
                who.getName(),
                key);
        URI location = URI.create("/api/failovers/" + started.id());
        FailoverView view = views.of(failovers.get(started.id()));
        return started.created()
                ? ResponseEntity.created(location).body(view)
                : ResponseEntity.ok().location(location).body(view);
    }

    /**
     * What whoever asks or confirms says.
     *
     * @param unknownAccepted release the SSO system although nobody can tell who is master
     */
    record Settle(@Nullable @Size(max = 2000) String words, @Nullable Boolean unknownAccepted) {}

    @PostMapping("/settle")
    @Operation(
            summary = "Settle a run that was left open: an operator asks, then an approver who is somebody else"
                    + " confirms; the servers are asked who is master, and the SSO system is released")
    ResponseEntity<FailoverView> settle(
            @PathVariable String id, @RequestBody(required = false) @Valid @Nullable Settle body, Authentication who) {
        Failover failover = lookup.find(id);
        String words = body == null || body.words() == null ? "" : body.words();
        boolean unknownAccepted = body != null && Boolean.TRUE.equals(body.unknownAccepted());
        settlements.settle(failover, who, words, unknownAccepted);
        Failover now = failovers.get(failover.id());
        return ResponseEntity.status(settlements.isOpen(now) ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .body(views.of(now));
    }

    /** @param words why it is to run again, and what the approver says to it */
    record Enable(@Nullable @Size(max = 2000) String words) {}

    @PostMapping("/enable-former")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Enable the former master again that this run stopped and disabled: an operator asks, then an"
                    + " approver who is somebody else confirms; ENTSSO there is started as it was, as an ordinary"
                    + " SSO server")
    FailoverView enableFormer(
            @PathVariable String id, @RequestBody(required = false) @Valid @Nullable Enable body, Authentication who) {
        Failover failover = lookup.find(id);
        enablings.enable(failover, who, body == null || body.words() == null ? "" : body.words());
        return views.of(failovers.get(failover.id()));
    }
}
