package org.handover.app.failover;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.handover.app.rest.Page;
import org.handover.app.restraint.HeldStarts;
import org.handover.app.restraint.ToolSwitch;
import org.handover.journal.Failovers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What keeps tools from starting too much: the switch, what waits or was refused, and that a person has seen a tool's run. */
@RestController
@RequestMapping("/api")
@Tag(name = "Restraint of tools")
class RestraintController {

    private static final int PAGE_SIZE = 50;
    private static final List<String> STATES = List.of("waiting", "started", "refused", "withdrawn");

    private final ToolSwitch toolSwitch;
    private final HeldStarts held;
    private final ToolStarts toolStarts;
    private final FailoverLookup lookup;
    private final Failovers failovers;
    private final FailoverViews views;

    RestraintController(
            ToolSwitch toolSwitch,
            HeldStarts held,
            ToolStarts toolStarts,
            FailoverLookup lookup,
            Failovers failovers,
            FailoverViews views) {
        this.toolSwitch = toolSwitch;
        this.held = held;
        this.toolStarts = toolStarts;
        this.lookup = lookup;
        this.failovers = failovers;
        this.views = views;
    }

    @GetMapping("/switches/tool-starts")
    @Operation(operationId = "getToolStarts", summary = "Whether tools may start failovers, and who said so")
    ToolSwitch.SwitchState toolStarts() {
        return toolSwitch.state();
    }

    /** @param reason for whoever is refused, and for the ledger */
    record Switch(@NotNull Boolean on, @NotBlank @Size(max = 1000) String reason) {}

    @PutMapping("/switches/tool-starts")
    @Operation(
            summary =
                    "Let tools start failovers, or stop them on every node at once; what waits for its turn is withdrawn")
    ToolSwitch.SwitchState switchToolStarts(@RequestBody @Valid Switch body, HttpServletRequest request) {
        return toolSwitch.put(
                Boolean.TRUE.equals(body.on()), body.reason().strip(), String.valueOf(request.getRemoteUser()));
    }

    @GetMapping("/starts")
    @Operation(
            operationId = "listStarts",
            summary = "The starts that wait for their turn or have waited, and the refused ones, the newest first")
    Page<HeldStarts.HeldStart> list(
            @RequestParam(required = false)
                    @Parameter(schema = @Schema(allowableValues = {"waiting", "started", "refused", "withdrawn"}))
                    @Nullable
                    String state,
            @RequestParam(defaultValue = "0") @Min(0) @Max(Page.LAST) int page) {
        if (state != null && !STATES.contains(state)) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "'%s' is not a state of a start. The states are: %s.".formatted(state, STATES));
        }
        return new Page<>(held.list(state, PAGE_SIZE, page * PAGE_SIZE), page, held.count(state));
    }

    @GetMapping("/starts/{number}")
    @Operation(operationId = "getStart", summary = "One start that waits or has waited, or was refused")
    HeldStarts.HeldStart get(@PathVariable long number) {
        return toolStarts.find(number);
    }

    @PostMapping("/starts/{number}/withdraw")
    @Operation(operationId = "withdrawStart", summary = "Withdraw a start that waits for its turn")
    HeldStarts.HeldStart withdraw(@PathVariable long number, HttpServletRequest request) {
        toolStarts.withdraw(number, String.valueOf(request.getRemoteUser()));
        return toolStarts.find(number);
    }

    /** @param words what was seen */
    record Acknowledgement(@Nullable @Size(max = 2000) String words) {}

    @PostMapping("/failovers/{id}/acknowledge")
    @Operation(
            summary = "Say that a person has looked at a failover that a tool started; tools may then start another one"
                    + " on that SSO system. It approves nothing")
    FailoverView acknowledge(
            @PathVariable String id,
            @RequestBody(required = false) @Valid @Nullable Acknowledgement body,
            HttpServletRequest request) {
        toolStarts.acknowledge(
                lookup.find(id).id(),
                String.valueOf(request.getRemoteUser()),
                body == null || body.words() == null ? "" : body.words());
        return views.of(failovers.get(lookup.find(id).id()));
    }
}
