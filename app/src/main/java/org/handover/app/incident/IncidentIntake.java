package org.handover.app.incident;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.handover.app.failover.AttachedIncidents;
import org.handover.app.failover.AttachedIncidents.Known;
import org.handover.app.failover.AttachedIncidents.Told;
import org.handover.app.failover.FailoverRequest;
import org.handover.app.failover.FailoverStarter;
import org.handover.app.failover.ProblemException;
import org.handover.app.restraint.HeldStarts;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.sso.SsoSystem;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Makes incidents to failovers, one for each SSO system: the first that asks for it starts it, and all others belong to it. One
 * that is resolved is shown as that, and ends or withdraws nothing.
 */
@Component
final class IncidentIntake {

    private static final String NO_RULE =
            "No rule of handover.incidents.rules is about this incident, so nothing was started.";
    private static final String NO_RUN =
            "No failover is open on SSO system %s, and this message of the tool starts none.";
    private static final String HELD_BY_ENDED =
            "%s has ended and holds SSO system %s while its former master is enabled; so nothing was started. When that is over, the incident told once more starts a failover, or a person does on the board.";

    private final IncidentSettings settings;
    private final AttachedIncidents incidents;
    private final FailoverStarter starter;
    private final Failovers failovers;
    private final HeldStarts held;
    private final Validator validator;

    IncidentIntake(
            IncidentSettings settings,
            AttachedIncidents incidents,
            FailoverStarter starter,
            Failovers failovers,
            HeldStarts held,
            Validator validator) {
        this.settings = settings;
        this.incidents = incidents;
        this.starter = starter;
        this.failovers = failovers;
        this.held = held;
        this.validator = validator;
    }

    /** @param tool in whose name a failover is started */
    AttachedIncidents.IncidentView hear(ReportedIncident incident, String tool) {
        Told told = incident.told();
        Known known = incidents.note(told, tool);
        if (known.run() == null) {
            settings.rules().stream()
                    .flatMap(rule -> rule.ask(incident).stream())
                    .findFirst()
                    .ifPresentOrElse(
                            request -> answer(incident, known, request, tool),
                            () -> incidents.without(told, "no-rule", NO_RULE, Optional.empty(), null));
        }
        return incidents.find(told.source(), told.id()).orElseThrow();
    }

    private void answer(ReportedIncident incident, Known known, FailoverRequest request, String tool) {
        Told told = incident.told();
        Optional<SsoSystem> found = Optional.empty();
        try {
            demandValid(request);
            SsoSystem system = starter.systemOf(request);
            found = Optional.of(system);
            Optional<FailoverId> open = failovers.reservedBy(system.estate(), system.name());
            if (open.isPresent()) {
                attach(told, system, open.get(), tool);
            } else if (!incident.mayStart() || known.outdated()) {
                incidents.without(told, "no-run", NO_RUN.formatted(system.name()), found, null);
            } else if (!isWithdrawn(known)) {
                start(told, system, request, tool);
            }
        } catch (ProblemException refused) {
            Optional<FailoverId> open = refused.openRun();
            if (open.isPresent() && found.isPresent()) {
                attach(told, found.get(), open.get(), tool);
            } else {
                incidents.without(told, "refused", refused.sentence(), found, null);
            }
        }
    }

    private void attach(Told told, SsoSystem system, FailoverId open, String tool) {
        if (!incidents.attachWhileOpen(told, system, open, tool)) {
            incidents.without(told, "refused", HELD_BY_ENDED.formatted(open, system.name()), Optional.of(system), null);
        }
    }

    private void start(Told told, SsoSystem system, FailoverRequest request, String tool) {
        FailoverStarter.Answer answer = starter.startForIncident(request, tool);
        if (answer instanceof FailoverStarter.Started started) {
            incidents.attach(told, system, started.id(), tool);
        } else if (answer instanceof FailoverStarter.Waits waits) {
            incidents.without(
                    told,
                    "waits",
                    "It waits for its turn as start %d.".formatted(waits.number()),
                    Optional.of(system),
                    waits.number());
        }
    }

    /** What a person has taken out of the queue is not put there again by the same incident. */
    private boolean isWithdrawn(Known known) {
        Long number = known.heldStart();
        return number != null
                && !known.changed()
                && held.find(number)
                        .filter(start -> start.state().equals("withdrawn"))
                        .isPresent();
    }

    private void demandValid(FailoverRequest request) {
        Set<ConstraintViolation<FailoverRequest>> wrong = validator.validate(request);
        if (!wrong.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    wrong.stream()
                            .map(one -> "%s %s".formatted(one.getPropertyPath(), one.getMessage()))
                            .sorted()
                            .collect(
                                    Collectors.joining("; ", "What the rule makes of the incident is refused: ", ".")));
        }
    }
}
