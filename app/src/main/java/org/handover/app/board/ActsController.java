package org.handover.app.board;

import org.handover.app.failover.Enablings;
import org.handover.app.failover.Failbacks;
import org.handover.app.failover.FailoverLookup;
import org.handover.app.failover.Settlements;
import org.handover.app.failover.StuckSteps;
import org.handover.app.failover.ToolStarts;
import org.handover.app.failover.Withdrawal;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a person does on a run's page, beside its tasks. Each leads back to the page; a refusal is a page with its sentence. */
@Controller
@RequestMapping("/board/failovers/{id}")
class ActsController {

    private final FailoverLookup lookup;
    private final Withdrawal withdrawal;
    private final StuckSteps stuckSteps;
    private final Settlements settlements;
    private final Enablings enablings;
    private final Failbacks failbacks;
    private final ToolStarts toolStarts;

    ActsController(
            FailoverLookup lookup,
            Withdrawal withdrawal,
            StuckSteps stuckSteps,
            Settlements settlements,
            Enablings enablings,
            Failbacks failbacks,
            ToolStarts toolStarts) {
        this.lookup = lookup;
        this.withdrawal = withdrawal;
        this.stuckSteps = stuckSteps;
        this.settlements = settlements;
        this.enablings = enablings;
        this.failbacks = failbacks;
        this.toolStarts = toolStarts;
    }

    @PostMapping("/withdraw")
    String withdraw(@PathVariable String id, Authentication who) {
        withdrawal.withdraw(lookup.find(id).id(), who.getName());
        return backTo(id);
    }

    @PostMapping("/retry")
    String retry(@PathVariable String id, Authentication who) {
        stuckSteps.tryAgain(lookup.find(id), who.getName());
        return backTo(id);
    }

    @PostMapping("/settle")
    String settle(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "false") boolean unknownAccepted,
            Authentication who) {
        settlements.settle(lookup.find(id), who, words, unknownAccepted);
        return backTo(id);
    }

    @PostMapping("/enable-former")
    String enableFormer(@PathVariable String id, @RequestParam(defaultValue = "") String words, Authentication who) {
        enablings.enable(lookup.find(id), who, words);
        return backTo(id);
    }

    @PostMapping("/failback")
    String failback(@PathVariable String id, Authentication who) {
        return backTo(failbacks.start(lookup.find(id), who.getName()).value());
    }

    @PostMapping("/acknowledge")
    String acknowledge(@PathVariable String id, @RequestParam(defaultValue = "") String words, Authentication who) {
        toolStarts.acknowledge(lookup.find(id).id(), who.getName(), words);
        return backTo(id);
    }

    private static String backTo(String id) {
        return "redirect:/board/failovers/" + id;
    }
}
