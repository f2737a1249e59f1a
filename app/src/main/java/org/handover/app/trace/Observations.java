package org.handover.app.trace;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import org.handover.console.Consoles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes the time of each remote step and of each command in it, and makes spans of them where traces are wanted. */
@Component
public final class Observations {

    private static final Logger LOG = LoggerFactory.getLogger(Observations.class);

    private final ObservationRegistry registry;
    private final TraceParents parents;

    Observations(ObservationRegistry registry, TraceParents parents) {
        this.registry = registry;
        this.parents = parents;
    }

    /** One attempt at a remote step, from when it is taken up until it is closed. */
    public final class Attempt implements AutoCloseable {

        private final String run;
        private final String step;
        private final Observation observation;
        private final RunInLog log;
        private String result = "interrupted";

        private Attempt(String run, String step, Observation observation) {
            this.run = run;
            this.step = step;
            this.observation = observation;
            this.log = new RunInLog(run);
        }

        /** The consoles, on which each command is observed as a part of this attempt. */
        public Consoles observed(Consoles consoles) {
            return new ObservedConsoles(consoles, run, registry, observation);
        }

        /** @param result a word for how it ended */
        public void ended(String result) {
            this.result = result;
        }

        @Override
        public void close() {
            observation.lowCardinalityKeyValue("result", result).stop();
            LOG.debug("The step {} ended: {}", step, result);
            log.close();
        }
    }

    public Attempt attempt(String run, String step) {
        ReceiverContext<String> context =
                new ReceiverContext<>((parent, key) -> key.equals(TraceParents.HEADER) ? parent : null);
        parents.of(run).ifPresent(context::setCarrier);
        Observation observation = Observation.createNotStarted("handover.step", () -> context, registry)
                .contextualName("step " + step)
                .lowCardinalityKeyValue("step", step)
                .highCardinalityKeyValue(KeyValue.of("failover", run));
        return new Attempt(run, step, observation.start());
    }
}
