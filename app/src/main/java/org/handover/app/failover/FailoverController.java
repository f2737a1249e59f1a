package org.handover.app.failover;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.handover.app.engine.Groups;
import org.handover.app.rest.Page;
import org.handover.app.restraint.HeldStarts;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.handover.verify.ChainTip;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/api/failovers")
@Tag(name = "Failovers")
class FailoverController {

    private static final int PAGE_SIZE = 50;
    private static final int LONGEST_KEY = 255;
    private static final List<String> FILTERS = List.of("state", "ssoSystem", "rehearsal", "page");
    private static final List<String> STATES =
            Arrays.stream(FailoverState.values()).map(FailoverState::word).toList();

    private final FailoverLookup lookup;
    private final FailoverStarter starter;
    private final Withdrawal withdrawal;
    private final Failovers failovers;
    private final FailoverViews views;
    private final Ledger ledger;
    private final StuckSteps stuckSteps;
    private final FailoverEvents events;
    private final TaggedAnswers answers;
    private final ToolStarts toolStarts;
    private final StartWarnings warnings;

    FailoverController(
            FailoverLookup lookup,
            FailoverStarter starter,
            Withdrawal withdrawal,
            Failovers failovers,
            FailoverViews views,
            Ledger ledger,
            StuckSteps stuckSteps,
            FailoverEvents events,
            TaggedAnswers answers,
            ToolStarts toolStarts,
            StartWarnings warnings) {
        this.lookup = lookup;
        this.starter = starter;
        this.withdrawal = withdrawal;
        this.failovers = failovers;
        this.views = views;
        this.ledger = ledger;
        this.stuckSteps = stuckSteps;
        this.events = events;
        this.answers = answers;
        this.toolStarts = toolStarts;
        this.warnings = warnings;
    }

    @PostMapping
    @Operation(
            summary =
                    "Start a failover; the same key and body again answer with the same failover. A tool's may have to"
                            + " wait for its turn: 202 with the start that waits")
    @ApiResponse(
            responseCode = "201",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = StartedView.class)))
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = StartedView.class)))
    @ApiResponse(
            responseCode = "202",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = HeldStarts.HeldStart.class)))
    ResponseEntity<Object> start(
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
        String caller = String.valueOf(request.getRemoteUser());
        if (!request.isUserInRole(Groups.TOOLS)) {
            return answer(starter.start(body, caller, key), true);
        }
        FailoverStarter.Answer answer = starter.startForTool(body, caller, key);
        return answer instanceof FailoverStarter.Waits waits
                ? waits(toolStarts.find(waits.number()))
                : answer((FailoverStarter.Started) answer, false);
    }

    private ResponseEntity<Object> answer(FailoverStarter.Started started, boolean person) {
        Failover failover = failovers.get(started.id());
        StartedView view = new StartedView(views.of(failover), person ? warnings.of(failover) : null);
        URI location = URI.create("/api/failovers/" + started.id());
        return started.created()
                ? ResponseEntity.created(location).body(view)
                : ResponseEntity.ok().location(location).body(view);
    }

    private static ResponseEntity<Object> waits(HeldStarts.HeldStart start) {
        if (!start.isWaiting()) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "What was asked for with this Idempotency-Key waited as start %d and was %s: %s"
                            .formatted(start.number(), start.state(), start.says()));
        }
        return ResponseEntity.accepted()
                .location(URI.create("/api/starts/" + start.number()))
                .body(start);
    }

    /** @param warnings what a tool would have been refused for; absent in the answer to a tool */
    record StartedView(@JsonUnwrapped FailoverView failover, @Nullable List<String> warnings) {}

    @GetMapping
    @Operation(operationId = "listFailovers", summary = "The failovers, the newest first")
    ResponseEntity<Page<FailoverView>> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String ssoSystem,
            @RequestParam(required = false) @Nullable Boolean rehearsal,
            @RequestParam(defaultValue = "0") @Min(0) @Max(Page.LAST) int page,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        demandKnown(all.keySet());
        if (state != null && !STATES.contains(state)) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST, "'%s' is not a state. The states are: %s.".formatted(state, STATES));
        }
        return answers.of(page(new Failovers.Filter(state, ssoSystem, rehearsal), page));
    }

    Page<FailoverView> page(Failovers.Filter filter, int page) {
        return new Page<>(
                failovers.list(filter, PAGE_SIZE, page * PAGE_SIZE).stream()
                        .map(views::of)
                        .toList(),
                page,
                failovers.count(filter));
    }

    /** A filter that is misspelt would otherwise show runs that were not meant. */
    private static void demandKnown(Set<String> given) {
        for (String name : given) {
            if (!FILTERS.contains(name)) {
                throw new ProblemException(
                        HttpStatus.BAD_REQUEST,
                        "The list cannot be narrowed by '%s'. It takes: %s.".formatted(name, FILTERS));
            }
        }
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getFailover", summary = "One failover")
    ResponseEntity<FailoverView> get(@PathVariable String id) {
        return answers.of(views.of(lookup.find(id)));
    }

    /** @param whole whether no entry of the chain was changed, removed or reordered, as far as the chain itself can tell */
    record JournalView(List<LedgerEntry> items, int page, long total, boolean whole) {}

    @GetMapping("/{id}/journal")
    @Operation(summary = "Everything that was done in a failover, in its order, with what was typed and answered")
    ResponseEntity<JournalView> journal(
            @PathVariable String id,
            @RequestParam(defaultValue = "0")
                    @Min(0)
                    @Parameter(description = "Only the entries after the one with this seq")
                    long after) {
        String chain = lookup.find(id).id().value();
        ChainTip tip = ledger.tip(chain);
        List<LedgerEntry> entries = ledger.entries(chain, after);
        long total =
                entries.isEmpty() ? tip.seq() : entries.get(entries.size() - 1).seq();
        return ResponseEntity.ok()
                .eTag(tip.hash().hex())
                .body(new JournalView(
                        entries, 0, total, ledger.firstBroken(chain).isEmpty()));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "What happens in a failover, as it happens, as server-sent events",
            description =
                    """
                    Events are `journal` (an entry of the journal; its `id` is the entry's seq), `state` and `task` (one that is open, or
                    no longer). Whoever comes back with `Last-Event-ID` is told every entry after it, and state and open tasks as
                    they are; without it, every entry from the first on. The connection ends after two minutes, to be opened again,
                    and soon after the end of the run; then the answer to `Last-Event-ID` is 204, and there is no more to come.""")
    ResponseEntity<SseEmitter> events(
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false)
                    @Parameter(description = "The id of the last event that was received")
                    @Nullable
                    String last) {
        return events.follow(lookup.find(id), seq(last))
                .map(stream ->
                        ResponseEntity.ok().header("X-Accel-Buffering", "no").body(stream))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    private static long seq(@Nullable String last) {
        if (last == null || last.isBlank()) {
            return 0;
        }
        if (!last.matches("[0-9]{1,18}")) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "'%s' is not the id of an event here: they are numbers. Leave Last-Event-ID out to be told everything."
                            .formatted(last));
        }
        return Long.parseLong(last);
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
