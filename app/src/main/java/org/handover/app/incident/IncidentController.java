package org.handover.app.incident;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.handover.app.failover.AttachedIncidents;
import org.handover.app.failover.ProblemException;
import org.handover.app.rest.Page;
import org.handover.app.security.SignedMessages;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where tools report incidents, each in its own format. What comes is verified before anything in it is looked at. Whatever
 * becomes of it, a tool that has made itself understood gets 200: it would only send the same again.
 */
@RestController
@RequestMapping("/api/incidents")
@Tag(name = "Incidents")
@EnableConfigurationProperties(IncidentSettings.class)
class IncidentController {

    static final String PAGERDUTY_SIGNATURE = "X-PagerDuty-Signature";
    static final String SIGNATURE = "Handover-Signature";
    static final String TIMESTAMP = "Handover-Timestamp";

    private static final int PAGE_SIZE = 50;
    private static final List<String> OUTCOMES = List.of("run", "waits", "refused", "no-rule", "no-run");

    private final IncidentSettings settings;
    private final IncidentIntake intake;
    private final AttachedIncidents incidents;
    private final SignedMessages signed;
    private final Clock clock;

    IncidentController(
            IncidentSettings settings,
            IncidentIntake intake,
            AttachedIncidents incidents,
            SignedMessages signed,
            Clock clock) {
        this.settings = settings;
        this.intake = intake;
        this.incidents = incidents;
        this.signed = signed;
        this.clock = clock;
    }

    /**
     * What became of an incident.
     *
     * @param outcome run, waits, refused, no-rule or no-run
     * @param failover the run that it belongs to
     * @param page where people see that run
     * @param start the start that waits for its turn
     */
    record HeardIncident(
            String source,
            String id,
            String outcome,
            String says,
            @Nullable String failover,
            @Nullable String page,
            @Nullable String start) {

        static HeardIncident of(AttachedIncidents.IncidentView incident) {
            return new HeardIncident(
                    incident.source(),
                    incident.id(),
                    incident.outcome(),
                    incident.says().isEmpty() ? "It belongs to %s.".formatted(incident.failover()) : incident.says(),
                    incident.failover() == null ? null : "/api/failovers/" + incident.failover(),
                    incident.failover() == null ? null : "/board/failovers/" + incident.failover(),
                    incident.start() == null ? null : "/api/starts/" + incident.start());
        }
    }

    /**
     * @param failover the run, where all of it belongs to one
     * @param incidents in the order of the message; empty where it says nothing of an incident
     */
    record WebhookAnswer(@Nullable String failover, List<HeardIncident> incidents) {

        static WebhookAnswer of(List<HeardIncident> heard) {
            List<@Nullable String> runs =
                    heard.stream().map(HeardIncident::failover).distinct().toList();
            return new WebhookAnswer(runs.size() == 1 ? runs.get(0) : null, heard);
        }
    }

    @PostMapping("/pagerduty")
    @Operation(
            operationId = "reportPagerDutyIncident",
            summary = "PagerDuty's webhooks of version 3, signed in X-PagerDuty-Signature")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(type = "object"),
                            examples = @ExampleObject(name = "usual", value = ExampleMessages.PAGERDUTY)))
    WebhookAnswer pagerDuty(HttpServletRequest request) throws IOException {
        List<String> secrets = secrets(settings.pagerduty(), "pagerduty");
        byte[] body = body(request);
        if (!Signature.holds(request.getHeader(PAGERDUTY_SIGNATURE), secrets, body)) {
            throw refused(request, PAGERDUTY_SIGNATURE);
        }
        return hear(Webhooks.pagerDuty(body), "incident-pagerduty");
    }

    @PostMapping("/alertmanager")
    @Operation(
            operationId = "reportAlerts",
            summary = "Alertmanager's webhook of version 4; it signs in with a token that may start, or as a tool")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(type = "object"),
                            examples = @ExampleObject(name = "usual", value = ExampleMessages.ALERTMANAGER)))
    WebhookAnswer alertmanager(HttpServletRequest request) throws IOException {
        return hear(Webhooks.alertmanager(body(request)), String.valueOf(request.getRemoteUser()));
    }

    @PostMapping("/generic")
    @Operation(
            operationId = "reportIncident",
            summary =
                    "Any other tool's incident, signed in Handover-Signature over Handover-Timestamp, a dot and the body")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(type = "object"),
                            examples = @ExampleObject(name = "usual", value = ExampleMessages.GENERIC)))
    WebhookAnswer generic(HttpServletRequest request) throws IOException {
        List<String> secrets = secrets(settings.generic(), "generic");
        byte[] body = body(request);
        String stamp = Objects.requireNonNullElse(request.getHeader(TIMESTAMP), "");
        if (!Signature.holds(
                request.getHeader(SIGNATURE), secrets, (stamp + ".").getBytes(StandardCharsets.UTF_8), body)) {
            throw refused(request, SIGNATURE);
        }
        return hear(Webhooks.generic(body, time(request, stamp)), "incident-generic");
    }

    @GetMapping
    @Operation(operationId = "listIncidents", summary = "What tools have reported, the ones last told of first")
    Page<AttachedIncidents.IncidentView> list(
            @RequestParam(required = false)
                    @Parameter(schema = @Schema(allowableValues = {"run", "waits", "refused", "no-rule", "no-run"}))
                    @Nullable
                    String outcome,
            @RequestParam(defaultValue = "0") @Min(0) @Max(Page.LAST) int page) {
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "'%s' is not an outcome of an incident. The outcomes are: %s.".formatted(outcome, OUTCOMES));
        }
        return new Page<>(incidents.list(outcome, PAGE_SIZE, page * PAGE_SIZE), page, incidents.count(outcome));
    }

    private WebhookAnswer hear(List<ReportedIncident> reported, String tool) {
        List<HeardIncident> heard = new ArrayList<>();
        for (ReportedIncident incident : reported) {
            heard.add(HeardIncident.of(intake.hear(incident, tool)));
        }
        return WebhookAnswer.of(heard);
    }

    private static List<String> secrets(IncidentSettings.Signed signed, String name) {
        List<String> secrets = signed.secrets();
        if (secrets.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "Nothing is taken here, because no secret is set. An administrator sets HANDOVER_INCIDENTS_%s_SECRET or …_SECRETFILE (docs/incidents.md)."
                            .formatted(name.toUpperCase(Locale.ROOT)));
        }
        return secrets;
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        int longest = Math.toIntExact(settings.longestBody().toBytes());
        byte[] body = request.getContentLengthLong() > longest
                ? null
                : request.getInputStream().readNBytes(longest + 1);
        if (body == null || body.length > longest) {
            throw new ProblemException(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "The body has more than %d bytes, which is all that is read (handover.incidents.longest-body)."
                            .formatted(longest));
        }
        return body;
    }

    private Instant time(HttpServletRequest request, String stamp) {
        Instant at;
        try {
            at = Instant.ofEpochSecond(Long.parseLong(stamp));
        } catch (NumberFormatException | DateTimeException notATime) {
            throw signed.refused(request, "%s has to be a time in seconds since 1970.".formatted(TIMESTAMP));
        }
        Duration off = Duration.between(at, clock.instant()).abs();
        if (off.compareTo(settings.clockDifference()) > 0) {
            throw signed.refused(
                    request,
                    "%s is %d seconds off the clock here, and %d are allowed. Sign it anew; set the clock right."
                            .formatted(
                                    TIMESTAMP,
                                    off.toSeconds(),
                                    settings.clockDifference().toSeconds()));
        }
        return at;
    }

    private ErrorResponseException refused(HttpServletRequest request, String header) {
        return signed.refused(
                request,
                request.getHeader(header) == null
                        ? "The message is not signed: the header %s is missing.".formatted(header)
                        : "The signature in %s does not hold for this body and the secret that is set here."
                                .formatted(header));
    }
}
