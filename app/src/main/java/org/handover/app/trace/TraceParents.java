package org.handover.app.trace;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.handover.journal.FailoverId;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The trace that a run belongs to: the one of the incident that it was started for (W3C Trace Context, {@code traceparent}). */
@Component
public final class TraceParents {

    static final String HEADER = "traceparent";

    private static final Pattern VALID = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private final JdbcClient jdbc;
    private final ObjectProvider<Tracer> tracers;

    TraceParents(JdbcClient jdbc, ObjectProvider<Tracer> tracers) {
        this.jdbc = jdbc;
        this.tracers = tracers;
    }

    /** Keeps the trace of the request that is starting the run, in the caller's transaction. */
    public void keep(FailoverId run) {
        ofSpan().or(TraceParents::ofRequest).ifPresent(parent -> jdbc.sql(
                        "insert into handover.failover_trace (failover_id, trace_parent) values (?, ?)")
                .params(run.value(), parent)
                .update());
    }

    /** Empty where no spans are made. */
    Optional<String> of(String run) {
        if (tracers.getIfAvailable() == null) {
            return Optional.empty();
        }
        try {
            return kept(run);
        } catch (DataAccessException databaseAway) {
            // The step itself will say so; its span then begins a trace of its own.
            return Optional.empty();
        }
    }

    private Optional<String> kept(String run) {
        return jdbc.sql("select trace_parent from handover.failover_trace where failover_id = ?")
                .param(run)
                .query(String.class)
                .optional();
    }

    /** The request's own span, where spans are made here: it belongs to the incident's trace already. */
    private Optional<String> ofSpan() {
        return Optional.ofNullable(tracers.getIfAvailable())
                .map(Tracer::currentSpan)
                .map(span -> format(span.context()))
                .filter(parent -> VALID.matcher(parent).matches());
    }

    private static String format(TraceContext context) {
        return "00-%s-%s-%s"
                .formatted(context.traceId(), context.spanId(), Boolean.TRUE.equals(context.sampled()) ? "01" : "00");
    }

    private static Optional<String> ofRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? Optional.ofNullable(request.getRequest().getHeader(HEADER))
                        .filter(parent -> VALID.matcher(parent).matches())
                : Optional.empty();
    }
}
