package org.handover.app.board;

import org.handover.app.ledger.LedgerAudit;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

@Controller
@RequestMapping("/board/audit")
class AuditController {

    private final AuditPage page;
    private final LedgerAudit ledger;

    AuditController(AuditPage page, LedgerAudit ledger) {
        this.page = page;
        this.ledger = ledger;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("audit", page.shown());
        return "board/audit";
    }

    @PostMapping("/verify")
    String verify(Authentication who, Model model) {
        model.addAttribute("verified", ledger.verify(who.getName()));
        return show(model);
    }

    @GetMapping("/heat/{process}.svg")
    ResponseEntity<byte[]> heat(@PathVariable String process) {
        return BoardController.picture(page.heat(process));
    }
}
