package org.handover.app.notify;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.handover.app.rest.Page;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/notifications")
@Tag(name = "Notifications")
class NotificationController {

    private final Notifications notifications;

    NotificationController(Notifications notifications) {
        this.notifications = notifications;
    }

    @GetMapping
    @Operation(
            operationId = "listNotifications",
            summary = "What was not delivered, or what waits, or what was sent: by state, and by failover")
    Notifications.NotificationPage list(
            @RequestParam(defaultValue = "undelivered")
                    @Parameter(schema = @Schema(allowableValues = {"undelivered", "waiting", "sent"}))
                    String state,
            @RequestParam(required = false) @Nullable String failover,
            @RequestParam(defaultValue = "0") @Min(0) @Max(Page.LAST) int page) {
        if (!Notifications.states().contains(state)) {
            throw problem(
                    HttpStatus.BAD_REQUEST,
                    "'%s' is no state of a notification. The states are: %s."
                            .formatted(state, String.join(", ", Notifications.states())));
        }
        if (failover != null && !FailoverId.isValid(failover)) {
            throw problem(HttpStatus.BAD_REQUEST, "failover is the number of a failover, such as FO-000123.");
        }
        return notifications.page(state, failover == null ? null : new FailoverId(failover), page);
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "retryNotification", summary = "Try one again that was not delivered")
    void retry(@PathVariable String id, HttpServletRequest request) {
        if (!notifications.tryAgain(id, String.valueOf(request.getRemoteUser()))) {
            throw problem(
                    HttpStatus.NOT_FOUND,
                    "No notification of this id is undelivered; GET /api/notifications lists those that are.");
        }
    }

    private static ErrorResponseException problem(HttpStatus status, String sentence) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }
}
