package org.handover.app.board;

import org.handover.app.notify.Notifications;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

@Controller
@RequestMapping("/board/notifications")
class NotificationsController {

    private final Notifications notifications;

    NotificationsController(Notifications notifications) {
        this.notifications = notifications;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("undelivered", notifications.page(Notifications.UNDELIVERED, null, 0));
        model.addAttribute("waiting", notifications.page(Notifications.WAITING, null, 0));
        model.addAttribute("sent", notifications.page(Notifications.SENT, null, 0));
        return "board/notifications";
    }

    @PostMapping("/{id}/retry")
    String retry(@PathVariable String id, Authentication who) {
        if (!notifications.tryAgain(id, who.getName())) {
            throw new ErrorResponseException(
                    HttpStatus.CONFLICT,
                    ProblemDetail.forStatusAndDetail(
                            HttpStatus.CONFLICT,
                            "There is no such notification that was not delivered: perhaps somebody else had it tried again."),
                    null);
        }
        return "redirect:/board/notifications";
    }
}
