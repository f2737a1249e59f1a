package org.handover.app.failover;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.handover.app.failover.SsoSystemViews.SsoSystemView;
import org.handover.app.rest.Page;
import org.handover.app.watch.FormerWatch;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/sso-systems")
@Tag(name = "SSO systems")
class SsoSystemController {

    private static final String NO_SUCH_SYSTEM =
            "The inventory has no SSO system %s; GET /api/sso-systems says which it has.";

    private final Inventory inventory;
    private final FormerWatch watch;
    private final SsoSystemViews views;

    SsoSystemController(Inventory inventory, FormerWatch watch, SsoSystemViews views) {
        this.inventory = inventory;
        this.watch = watch;
        this.views = views;
    }

    @GetMapping
    @Operation(operationId = "listSsoSystems", summary = "The SSO systems of the inventory")
    Page<SsoSystemView> list(@RequestParam(defaultValue = "0") @Min(0) @Max(Page.LAST) int page) {
        return Page.of(views.all(), page);
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getSsoSystem", summary = "The SSO system of that name")
    SsoSystemView get(@PathVariable String name) {
        return inventory.named(name).stream()
                .findFirst()
                .map(views::of)
                .orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, NO_SUCH_SYSTEM.formatted(name)));
    }

    /**
     * A person's word about a former master.
     *
     * @param estate needed only where two estates have an SSO system of that name
     * @param words how it was settled
     */
    record FormerSettled(
            @Nullable @Size(max = 64) String estate,
            @NotBlank @Size(max = 256) String server,
            @NotBlank @Size(max = 2000) String words) {}

    @PostMapping("/{name}/former-settled")
    @Operation(
            summary =
                    "Say that a former master can no longer become a second one, because it is an ordinary SSO server, disabled, or gone for good")
    SsoSystemView formerSettled(
            @PathVariable String name, @RequestBody @Valid FormerSettled body, HttpServletRequest request) {
        List<SsoSystem> found = inventory.named(name).stream()
                .filter(system ->
                        body.estate() == null || system.estate().value().equals(body.estate()))
                .toList();
        if (found.isEmpty()) {
            throw new ProblemException(HttpStatus.NOT_FOUND, NO_SUCH_SYSTEM.formatted(name));
        }
        if (found.size() > 1) {
            throw new ProblemException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "Several estates have an SSO system %s; say which with estate.".formatted(name));
        }
        SsoSystem system = found.get(0);
        List<FormerWatch.Watched> watched = watch.open(system.estate(), system.name()).stream()
                .filter(one -> one.server().value().equalsIgnoreCase(body.server()))
                .toList();
        if (watched.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "%s is not watched as a former master of %s, so there is nothing to settle."
                            .formatted(body.server(), system.name()));
        }
        watch.settle(watched, request.getRemoteUser(), body.words());
        return views.of(system);
    }
}
