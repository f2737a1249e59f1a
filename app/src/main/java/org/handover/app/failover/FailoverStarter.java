package org.handover.app.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.RefusedValueException;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.WindowsPath;
import org.handover.step.Inventory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Starts a failover, once: reservation, idempotency key and the process's start are one transaction. */
@Component
public final class FailoverStarter {

    static final String PROCESS = "change-master-secret-server";

    private final Failovers failovers;
    private final Ledger ledger;
    private final Inventory inventory;
    private final KnownMasters masters;
    private final RuntimeService runtime;
    private final EngineAsOurselves engine;
    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Clock clock;
    private final ObjectMapper json;
    private final Duration agreementWait;

    FailoverStarter(
            Failovers failovers,
            Ledger ledger,
            Inventory inventory,
            KnownMasters masters,
            RuntimeService runtime,
            EngineAsOurselves engine,
            JdbcClient jdbc,
            TransactionOperations newTransaction,
            Clock clock,
            ObjectMapper json,
            @Value("${handover.agreement-wait}") Duration agreementWait) {
        this.failovers = failovers;
        this.ledger = ledger;
        this.inventory = inventory;
        this.masters = masters;
        this.runtime = runtime;
        this.engine = engine;
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.clock = clock;
        this.json = json;
        this.agreementWait = agreementWait;
    }

    /** @param created false where the same request with the same key had started it before */
    record Started(FailoverId id, boolean created) {}

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
                null);
        return start(request, requestedBy, "demonstration of the first run", true)
                .id();
    }

    Started start(FailoverRequest request, String caller, @Nullable String idempotencyKey) {
        return start(request, caller, idempotencyKey, false);
    }

    private Started start(
            FailoverRequest request, String caller, @Nullable String idempotencyKey, boolean demonstration) {
        try {
            Started started =
                    newTransaction.execute(status -> startOnce(request, caller, idempotencyKey, demonstration));
            if (started == null) {
                throw new IllegalStateException("The start gave no answer.");
            }
            return started;
        } catch (ProblemException refused) {
            newTransaction.executeWithoutResult(status -> ledger.append(
                    Ledger.HOUSE,
                    caller,
                    "start.refused",
                    Journal.ordered(
                            "ssoSystem", request.ssoSystem(),
                            "newMasterSecretServer", request.newMasterSecretServer(),
                            "why", String.valueOf(refused.getBody().getDetail()))));
            throw refused;
        }
    }

    private Started startOnce(
            FailoverRequest request, String caller, @Nullable String idempotencyKey, boolean demonstration) {
        if (idempotencyKey != null) {
            Optional<FailoverId> before = startedBefore(caller, idempotencyKey, digest(request));
            if (before.isPresent()) {
                return new Started(before.get(), false);
            }
        }
        Wanted wanted = check(request);
        SsoSystem system = wanted.system();
        FailoverId id = failovers.reserve(system.estate(), system.name()).orElseThrow(() -> alreadyOpen(system));
        Failover failover = new Failover(
                id,
                system.estate(),
                system.name(),
                wanted.former(),
                wanted.newMaster(),
                request.situation(),
                "command-line",
                request.rehearsal(),
                demonstration,
                wanted.restoreFile(),
                request.reason(),
                request.incident() == null ? null : write(request.incident()),
                caller,
                clock.instant(),
                null,
                FailoverState.CHECKING,
                null,
                null,
                null);
        failovers.open(failover);
        if (idempotencyKey != null) {
            jdbc.sql("update handover.idempotency set failover_id = ? where caller = ? and key = ?")
                    .params(id.value(), caller, idempotencyKey)
                    .update();
        }
        ledger.append(
                id, caller, "failover.requested", Journal.ordered("request", request, "demonstration", demonstration));
        failovers.started(id, startProcess(failover, system));
        return new Started(id, true);
    }

    /** The engine's own start is a right that nobody has; this is the door, and it has asked who may. */
    private String startProcess(Failover failover, SsoSystem system) {
        return engine.call(() -> {
            ProcessInstance process = runtime.createProcessInstanceByKey(PROCESS)
                    .businessKey(failover.id().value())
                    .setVariables(variables(failover, system))
                    .execute();
            return process.getProcessInstanceId();
        });
    }

    private VariableMap variables(Failover failover, SsoSystem system) {
        return Variables.createVariables()
                .putValue("failoverId", failover.id().value())
                .putValue("estate", failover.estate().value())
                .putValue("estateNotice", system.notice())
                .putValue("ssoSystem", failover.ssoSystem().value())
                .putValue("formerMasterSecretServer", failover.formerMaster().value())
                .putValue("newMasterSecretServer", failover.newMaster().value())
                .putValue("situation", failover.situation())
                .putValue("reason", failover.reason())
                .putValue("requestedBy", failover.requestedBy())
                .putValue("requestedAt", failover.requestedAt().toString())
                .putValue("restoreFile", failover.restoreFile().value())
                .putValue("agreementWait", agreementWait.toString())
                .putValue("changeRejected", false)
                .putValue("doneByHand", false);
    }

    /** Waits for whoever is just using the same key, and then sees what came of it. */
    private Optional<FailoverId> startedBefore(String caller, String key, String digest) {
        int mine = jdbc.sql(
                        "insert into handover.idempotency (caller, key, request_digest) values (?, ?, ?) on conflict do nothing")
                .params(caller, key, digest)
                .update();
        if (mine == 1) {
            return Optional.empty();
        }
        record Before(String digest, String failover) {}
        Before before = jdbc.sql(
                        "select request_digest, failover_id from handover.idempotency where caller = ? and key = ?")
                .params(caller, key)
                .query((row, number) -> new Before(row.getString(1), row.getString(2)))
                .single();
        if (!before.digest().equals(digest)) {
            throw new ProblemException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "This Idempotency-Key was used for another request (it started %s). Use a new key for a new failover."
                            .formatted(before.failover()));
        }
        return Optional.of(new FailoverId(before.failover()));
    }

    private ProblemException alreadyOpen(SsoSystem system) {
        FailoverId open = failovers.reservedBy(system.estate(), system.name()).orElseThrow();
        return ProblemException.conflict(
                "%s is open on SSO system %s of estate %s; there can be only one."
                        .formatted(open, system.name(), system.estate()),
                URI.create("/api/failovers/" + open));
    }

    private record Wanted(SsoSystem system, SsoServerName former, SsoServerName newMaster, WindowsPath restoreFile) {}

    /** Everything that can be said about a request without asking a server. */
    private Wanted check(FailoverRequest request) {
        if (request.rehearsal()) {
            throw unprocessable(
                    "Rehearsals are not there yet: this version works on the SSO systems of its inventory only.");
        }
        if (request.situation().equals("planned")) {
            throw unprocessable(
                    "This version changes the master secret server only when it is lost (master-lost). A planned change first backs up the former one, and that is not there yet.");
        }
        if ("snap-in".equals(request.path())) {
            throw unprocessable(
                    "A lost master cannot be changed in the snap-in, which works on the master itself only. Leave path out, or ask for command-line.");
        }
        SsoSystem system = system(request);
        SsoServerName newMaster = system.server(request.newMasterSecretServer())
                .orElseThrow(() -> unprocessable("%s is not an SSO server of %s. It has: %s."
                        .formatted(request.newMasterSecretServer(), system.name(), system.ssoServers())));
        SsoServerName former = masters.of(system);
        if (newMaster.equals(former)) {
            throw unprocessable("%s is the master secret server of %s already; name the server that is to become it."
                    .formatted(former, system.name()));
        }
        return new Wanted(system, former, newMaster, restoreFile(request, system));
    }

    private SsoSystem system(FailoverRequest request) {
        List<SsoSystem> found = inventory.ssoSystems().stream()
                .filter(system -> system.name().value().equalsIgnoreCase(request.ssoSystem()))
                .filter(system ->
                        request.estate() == null || system.estate().value().equals(request.estate()))
                .toList();
        if (found.isEmpty()) {
            throw unprocessable("The inventory has no SSO system %s. It has: %s."
                    .formatted(
                            request.ssoSystem(),
                            inventory.ssoSystems().stream()
                                    .map(system -> system.name().value())
                                    .distinct()
                                    .toList()));
        }
        if (found.size() > 1) {
            throw unprocessable("Several estates have an SSO system %s; say which with estate: %s."
                    .formatted(
                            request.ssoSystem(),
                            found.stream()
                                    .map(system -> system.estate().value())
                                    .toList()));
        }
        return found.get(0);
    }

    private static WindowsPath restoreFile(FailoverRequest request, SsoSystem system) {
        if (request.restoreFile() == null) {
            if (system.restoreFiles().isEmpty()) {
                throw unprocessable("The inventory records no restore file of %s, so nothing could be restored."
                        .formatted(system.name()));
            }
            return system.restoreFiles().get(0).path();
        }
        try {
            WindowsPath path = WindowsPath.of(request.restoreFile());
            return system.restoreFile(path)
                    .map(SsoSystem.RestoreFile::path)
                    .orElseThrow(() -> unprocessable(
                            "The inventory does not record the restore file %s with its digest and MSID. It records: %s."
                                    .formatted(
                                            path,
                                            system.restoreFiles().stream()
                                                    .map(file -> file.path().value())
                                                    .toList())));
        } catch (RefusedValueException e) {
            throw unprocessable("restoreFile: " + e.getMessage());
        }
    }

    private static ProblemException unprocessable(String sentence) {
        return new ProblemException(HttpStatus.UNPROCESSABLE_ENTITY, sentence);
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
