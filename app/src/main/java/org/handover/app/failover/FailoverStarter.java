package org.handover.app.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.handover.app.inventory.RunEstates;
import org.handover.app.inventory.Twin;
import org.handover.app.rehearsal.RehearsalLab;
import org.handover.app.rehearsal.Rehearsals;
import org.handover.app.rest.BadInput;
import org.handover.app.trace.TraceParents;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Starts a failover, once: reservation, idempotency key and the process's start are one transaction. */
@Component
public final class FailoverStarter {

    static final String AUTO = "auto";

    private final RequestCheck requests;
    private final IdempotencyKeys keys;
    private final HeldBack heldBack;
    private final Failovers failovers;
    private final Ledger ledger;
    private final Rehearsals rehearsals;
    private final RunEstates twins;
    private final RunbookStart runbook;
    private final TraceParents traces;
    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Clock clock;
    private final ObjectMapper json;

    FailoverStarter(
            RequestCheck requests,
            IdempotencyKeys keys,
            HeldBack heldBack,
            Failovers failovers,
            Ledger ledger,
            Rehearsals rehearsals,
            RunEstates twins,
            RunbookStart runbook,
            TraceParents traces,
            JdbcClient jdbc,
            TransactionOperations newTransaction,
            Clock clock,
            ObjectMapper json) {
        this.requests = requests;
        this.keys = keys;
        this.heldBack = heldBack;
        this.failovers = failovers;
        this.ledger = ledger;
        this.rehearsals = rehearsals;
        this.twins = twins;
        this.runbook = runbook;
        this.traces = traces;
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.clock = clock;
        this.json = json;
    }

    /** What came of a request that was not refused. */
    public sealed interface Answer {}

    /** @param created false where the same request with the same key had started it before */
    public record Started(FailoverId id, boolean created) implements Answer {}

    /** @param number of the start that waits until others have ended */
    public record Waits(long number) implements Answer {}

    /** Opens the failover that a first run shows; nobody is signed in then. */
    public FailoverId openDemonstration(SsoSystem system, SsoServerName newMaster, String requestedBy, String reason) {
        FailoverRequest request = new FailoverRequest(
                system.estate().value(),
                system.name().value(),
                newMaster.value(),
                "master-lost",
                null,
                false,
                null,
                reason,
                null,
                null);
        return started(new Start(request, requestedBy, "demonstration of the first run", By.PERSON))
                .id();
    }

    /** A person's, who is warned and never held back. */
    public Started start(FailoverRequest request, String person, @Nullable String idempotencyKey) {
        return started(new Start(request, person, idempotencyKey, By.PERSON));
    }

    private Started started(Start start) {
        if (start(start) instanceof Started started) {
            return started;
        }
        throw new IllegalStateException("A person's start waits for nothing.");
    }

    /** A tool's, which may have to wait, and is refused where it is too much. */
    public Answer startForTool(FailoverRequest request, String tool, @Nullable String idempotencyKey) {
        return start(new Start(request, tool, idempotencyKey, By.TOOL));
    }

    /** As a tool's; where a run is open on the SSO system already, that is no refusal worth recording. */
    public Answer startForIncident(FailoverRequest request, String tool) {
        return start(new Start(request, tool, null, By.INCIDENT));
    }

    /** Which SSO system of the inventory is meant; refused in words where that is not clear. */
    public SsoSystem systemOf(FailoverRequest request) {
        return requests.system(request);
    }

    /** One that has waited; in the caller's transaction. */
    FailoverId startInTurn(FailoverRequest request, String tool) {
        return startOnce(new Start(request, tool, null, By.QUEUE), null);
    }

    /** Who asks. */
    private enum By {
        PERSON,
        TOOL,
        INCIDENT,
        QUEUE
    }

    private record Start(FailoverRequest request, String caller, @Nullable String idempotencyKey, By by) {}

    private Answer start(Start start) {
        if (start.request().holdsCharacterZero()) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, BadInput.CHARACTER_ZERO);
        }
        AtomicReference<MadeTwin> made = new AtomicReference<>();
        try {
            if (start.request().rehearsal()) {
                wantedForTwin(start).ifPresent(wanted -> made.set(makeTwin(start, wanted)));
            }
            MadeTwin twin = made.get();
            Answer answer = newTransaction.execute(status -> answerOnce(start, twin));
            if (answer == null) {
                throw new IllegalStateException("The start gave no answer.");
            }
            if (twin != null
                    && !(answer instanceof Started started && started.id().equals(twin.run()))) {
                rehearsals.discard(twin.run(), twin.twin());
            }
            return answer;
        } catch (MustWaitException full) {
            return queue(start, full.system());
        } catch (RuntimeException failed) {
            MadeTwin nobodys = made.get();
            if (nobodys != null) {
                rehearsals.discard(nobodys.run(), nobodys.twin());
            }
            if (failed instanceof ProblemException refused
                    && !(start.by() == By.INCIDENT && refused.openRun().isPresent())) {
                heldBack.recordRefusal(start.request(), start.caller(), refused);
            }
            throw failed;
        }
    }

    private Waits queue(Start start, SsoSystem system) {
        String key = start.idempotencyKey();
        try {
            return new Waits(heldBack.queue(
                    start.request(), system, start.caller(), key, key == null ? "" : digest(start.request())));
        } catch (ProblemException refused) {
            heldBack.recordRefusal(start.request(), start.caller(), refused);
            throw refused;
        }
    }

    /** A twin that the lab has made while the run is not committed yet. */
    private record MadeTwin(FailoverId run, Twin twin) {}

    /** What a twin is to be made of, unless the same was asked before or is refused; nothing is written. */
    private Optional<RequestCheck.Wanted> wantedForTwin(Start start) {
        RequestCheck.Wanted wanted = newTransaction.execute(status -> {
            status.setRollbackOnly();
            String key = start.idempotencyKey();
            boolean before = key != null
                    && keys.askedBefore(start.caller(), key, digest(start.request()))
                            .isPresent();
            return before ? null : demandMayStart(start);
        });
        return Optional.ofNullable(wanted);
    }

    /**
     * Not in the start's transaction: the lab may take longer than one may be idle. Every rehearsal has an estate of its own,
     * named after the run: so its number is drawn first, and it never waits for another.
     */
    private MadeTwin makeTwin(Start start, RequestCheck.Wanted wanted) {
        FailoverId id = FailoverId.ofNumber(jdbc.sql("select nextval('handover.failover_number')")
                .query(Long.class)
                .single());
        try {
            Twin twin = rehearsals.make(
                    id,
                    wanted.system(),
                    wanted.former(),
                    start.request().situation().equals("master-lost"));
            return new MadeTwin(id, twin);
        } catch (RehearsalLab.Refused refused) {
            throw new ProblemException(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(refused.getMessage()));
        }
    }

    private Answer answerOnce(Start start, @Nullable MadeTwin made) {
        String key = start.idempotencyKey();
        if (key != null) {
            Optional<Answer> before = keys.askedBefore(start.caller(), key, digest(start.request()));
            if (before.isPresent()) {
                return before.get();
            }
        }
        FailoverId id = startOnce(start, made);
        if (key != null) {
            keys.started(start.caller(), key, id);
        }
        return new Started(id, true);
    }

    private FailoverId startOnce(Start start, @Nullable MadeTwin made) {
        RequestCheck.Wanted wanted = demandMayStart(start);
        return start.request().rehearsal()
                ? onTwin(start, wanted, Objects.requireNonNull(made))
                : onTheSystem(start, wanted);
    }

    private RequestCheck.Wanted demandMayStart(Start start) {
        RequestCheck.Wanted wanted = requests.check(start.request());
        if (start.by() != By.PERSON) {
            heldBack.demandMayStart(wanted.system(), start.request().rehearsal(), start.by() == By.QUEUE);
        }
        return wanted;
    }

    private FailoverId onTheSystem(Start start, RequestCheck.Wanted wanted) {
        SsoSystem system = wanted.system();
        FailoverId id = failovers.reserve(system.estate(), system.name()).orElseThrow(() -> alreadyOpen(system));
        Failover failover = failover(id, start, system, wanted, wanted.restoreFile());
        failovers.open(failover);
        if (start.by() != By.PERSON) {
            heldBack.takePlace(id, system);
        }
        jdbc.sql("insert into handover.inventory_master (failover_id, master) values (?, ?)")
                .params(id.value(), system.masterSecretServer().value())
                .update();
        begin(failover, start, system);
        return id;
    }

    private FailoverId onTwin(Start start, RequestCheck.Wanted wanted, MadeTwin made) {
        FailoverId id = made.run();
        Twin twin = made.twin();
        SsoSystem system = RunEstates.systemOf(RunEstates.nameOf(id), twin);
        jdbc.sql("insert into handover.reservation (estate, sso_system) values (?, ?)")
                .params(system.estate().value(), system.name().value())
                .update();
        Failover failover =
                failover(id, start, system, wanted, system.restoreFiles().get(0).path());
        failovers.open(failover);
        twins.keep(id, twin);
        ledger.append(
                id,
                Ledger.ENGINE,
                "rehearsal.twinMade",
                Journal.ordered(
                        "twinOf", wanted.system().estate().value(), "twin", twin.name(), "servers", twin.servers()));
        begin(failover, start, system);
        return id;
    }

    private Failover failover(
            FailoverId id, Start start, SsoSystem system, RequestCheck.Wanted wanted, WindowsPath restoreFile) {
        FailoverRequest request = start.request();
        return new Failover(
                id,
                system.estate(),
                system.name(),
                wanted.former(),
                wanted.newMaster(),
                request.situation(),
                askedPath(request),
                request.rehearsal(),
                system.kind() == SsoSystem.Kind.DEMONSTRATION,
                restoreFile,
                request.reason(),
                request.incident() == null ? null : write(request.incident()),
                start.caller(),
                request.requestedFor(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null,
                FailoverState.CHECKING,
                null,
                null,
                null,
                null);
    }

    private void begin(Failover failover, Start start, SsoSystem system) {
        FailoverId id = failover.id();
        ledger.append(
                id,
                start.caller(),
                "failover.requested",
                Journal.ordered(
                        "request", start.request(), "demonstration", system.kind() == SsoSystem.Kind.DEMONSTRATION));
        traces.keep(id);
        failovers.started(id, runbook.start(failover, system));
    }

    private static String askedPath(FailoverRequest request) {
        return request.path() == null ? AUTO : request.path();
    }

    private ProblemException alreadyOpen(SsoSystem system) {
        FailoverId open = failovers.reservedBy(system.estate(), system.name()).orElseThrow();
        return ProblemException.conflict(
                "%s is open on SSO system %s of estate %s; there can be only one."
                        .formatted(open, system.name(), system.estate()),
                URI.create("/api/failovers/" + open));
    }

    private String digest(FailoverRequest request) {
        return Sha256.ofContent(write(request).getBytes(StandardCharsets.UTF_8)).value();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
