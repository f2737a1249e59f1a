package org.handover.app.failover;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.handover.app.engine.Groups;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/failovers")
@Tag(name = "Failovers")
class FailoverController {

    private static final int PAGE_SIZE = 50;
    private static final int LONGEST_KEY = 255;

    private final FailoverLookup lookup;
    private final FailoverStarter starter;
    private final Withdrawal withdrawal;
    private final Failovers failovers;
    private final FailoverViews views;
    private final Ledger ledger;
    private final StuckSteps stuckSteps;

    FailoverController(
            FailoverLookup lookup,
            FailoverStarter starter,
            Withdrawal withdrawal,
            Failovers failovers,
            FailoverViews views,
            Ledger ledger,
            StuckSteps stuckSteps) {
        this.lookup = lookup;
        this.starter = starter;
        this.withdrawal = withdrawal;
        this.failovers = failovers;
        this.views = views;
        this.ledger = ledger;
        this.stuckSteps = stuckSteps;
    }

    @PostMapping
    @Operation(summary = "Start a failover; the same key and body again answer with the same failover")
    ResponseEntity<FailoverView> start(
            @RequestBody @Valid FailoverRequest body,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Parameter(description = "Any string of at most 255 characters; required for tools")
                    @Nullable
                    String key,
            HttpServletRequest request) {
        if (key == null && request.isUserInRole(Groups.TOOLS)) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "A tool gives an Idempotency-Key header, so that a start that is sent again starts nothing twice.");
        }
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "Idempotency-Key has 1 to 255 characters.");
        }
        FailoverStarter.Started started = starter.start(body, request.getRemoteUser(), key);
        FailoverView view = views.of(failovers.get(started.id()));
        URI location = URI.create("/api/failovers/" + started.id());
        return started.created()
                ? ResponseEntity.created(location).body(view)
                : ResponseEntity.ok().location(location).body(view);
    }

    /** A page of a list, the newest first. */
    record Page<T>(List<T> items, int page, long total) {}

    @GetMapping
    @Operation(summary = "The failovers, the newest first")
    Page<FailoverView> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String ssoSystem,
            @RequestParam(required = false) @Nullable Boolean rehearsal,
            @RequestParam(defaultValue = "0") int page) {
        if (state != null
                && Arrays.stream(FailoverState.values())
                        .noneMatch(known -> known.word().equals(state))) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "'%s' is not a state. The states are: %s."
                            .formatted(
                                    state,
                                    Arrays.stream(FailoverState.values())
                                            .map(FailoverState::word)
                                            .toList()));
        }
        if (page < 0 || page > 1_000_000) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "page is a number from 0.");
        }
        Failovers.Filter filter = new Failovers.Filter(state, ssoSystem, rehearsal);
        return new Page<>(
                failovers.list(filter, PAGE_SIZE, page * PAGE_SIZE).stream()
                        .map(views::of)
                        .toList(),
                page,
                failovers.count(filter));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One failover")
    FailoverView get(@PathVariable String id) {
        return views.of(lookup.find(id));
    }

    /** @param whole whether no entry of the chain was changed, removed or reordered, as far as the chain itself can tell */
    record JournalView(List<LedgerEntry> items, int page, long total, boolean whole) {}

    @GetMapping("/{id}/journal")
    @Operation(summary = "Everything that was done in a failover, in its order, with what was typed and answered")
    JournalView journal(@PathVariable String id) {
        String chain = lookup.find(id).id().value();
        List<LedgerEntry> entries = ledger.entries(chain);
        return new JournalView(
                entries, 0, entries.size(), ledger.firstBroken(chain).isEmpty());
    }

    @PostMapping("/{id}/withdraw")
    @Operation(summary = "Withdraw a failover that has changed nothing yet")
    FailoverView withdraw(@PathVariable String id, HttpServletRequest request) {
        FailoverId failover = lookup.find(id).id();
        withdrawal.withdraw(failover, request.getRemoteUser());
        return views.of(failovers.get(failover));
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Try a local step again that used up its retries")
    void retry(@PathVariable String id, HttpServletRequest request) {
        stuckSteps.tryAgain(lookup.find(id), String.valueOf(request.getRemoteUser()));
    }
}
