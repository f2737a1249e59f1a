package org.handover.app.board;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.handover.app.failover.AttachedIncidents;
import org.handover.app.failover.ToolStarts;
import org.handover.app.restraint.HeldStarts;
import org.handover.app.restraint.ToolSwitch;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What tools ask for: whether they may, what of it waits or was refused, and what they have reported without a run. */
@Controller
@RequestMapping("/board/tools")
class ToolsController {

    private static final int SHOWN = 50;

    private final ToolSwitch toolSwitch;
    private final HeldStarts held;
    private final ToolStarts starts;
    private final AttachedIncidents incidents;

    ToolsController(ToolSwitch toolSwitch, HeldStarts held, ToolStarts starts, AttachedIncidents incidents) {
        this.toolSwitch = toolSwitch;
        this.held = held;
        this.starts = starts;
        this.incidents = incidents;
    }

    /** @param refused the newest of them; {@code /api/starts} has all */
    record Shown(
            ToolSwitch.SwitchState state,
            List<HeldStarts.HeldStart> waiting,
            List<HeldStarts.HeldStart> refused,
            long refusedInAll,
            List<AttachedIncidents.IncidentView> withoutRule) {}

    @GetMapping
    String tools(Model model) {
        model.addAttribute(
                "page",
                new Shown(
                        toolSwitch.state(),
                        held.waiting(),
                        held.list("refused", SHOWN, 0),
                        held.count("refused"),
                        incidents.list("no-rule", SHOWN, 0)));
        return "board/tools";
    }

    /** @param reason for whoever is refused, and for the ledger */
    record Turn(boolean on, @NotBlank @Size(max = 1000) String reason) {}

    @PostMapping("/switch")
    String turn(@Valid Turn turn, Authentication who) {
        toolSwitch.put(turn.on(), turn.reason().strip(), who.getName());
        return "redirect:/board/tools";
    }

    @PostMapping("/starts/{number}/withdraw")
    String withdraw(@PathVariable long number, Authentication who) {
        starts.withdraw(number, who.getName());
        return "redirect:/board/tools";
    }
}
