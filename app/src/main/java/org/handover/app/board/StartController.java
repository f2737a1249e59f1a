package org.handover.app.board;

import jakarta.validation.Valid;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.handover.app.failover.FailoverRequest;
import org.handover.app.failover.FailoverStarter;
import org.handover.app.failover.SsoSystemViews;
import org.handover.app.failover.SsoSystemViews.SsoSystemView;
import org.handover.app.failover.StartWarnings;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form by which an operator starts a failover: first the SSO system, then the rest. */
@Controller
@RequestMapping("/board/start")
class StartController {

    private final FailoverStarter starter;
    private final SsoSystemViews systems;
    private final StartWarnings warnings;

    StartController(FailoverStarter starter, SsoSystemViews systems, StartWarnings warnings) {
        this.starter = starter;
        this.systems = systems;
        this.warnings = warnings;
    }

    /** A field that is left empty is as one that is not there. */
    @InitBinder("failoverRequest")
    void emptyIsAbsent(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new StringTrimmerEditor(true));
    }

    /** @param system estate and name; where it is not given, or unknown, the only one or none */
    @GetMapping
    String form(@RequestParam(defaultValue = "") String system, Model model) {
        List<SsoSystemView> all = systems.all();
        Optional<SsoSystemView> chosen = all.stream()
                .filter(one -> all.size() == 1 || system.equals(one.estate() + "/" + one.name()))
                .findFirst();
        model.addAttribute("systems", all);
        chosen.ifPresent(one -> {
            model.addAttribute("chosen", one);
            model.addAttribute("warnings", warnings.of(one.estate(), one.name()));
        });
        // Sent again, because its answer was lost, the same form starts nothing twice.
        model.addAttribute("key", UUID.randomUUID());
        return "board/start";
    }

    @PostMapping
    String start(@Valid @ModelAttribute FailoverRequest wanted, @RequestParam UUID key, Authentication who) {
        return "redirect:/board/failovers/"
                + starter.start(wanted, who.getName(), key.toString()).id();
    }
}
