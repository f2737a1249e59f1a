package org.handover.app.figures;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Reads the figures when they are asked for, and never otherwise. */
@Component
final class FiguresForPrometheus implements MultiCollector {

    private static final Logger LOG = LoggerFactory.getLogger(FiguresForPrometheus.class);

    private final Figures figures;
    private final ObjectProvider<PrometheusRegistry> registry;

    FiguresForPrometheus(Figures figures, ObjectProvider<PrometheusRegistry> registry) {
        this.figures = figures;
        this.registry = registry;
    }

    @EventListener(ApplicationReadyEvent.class)
    void register() {
        registry.ifAvailable(known -> known.register(this));
    }

    /** Without the database the others, which are this node's own, are told all the same. */
    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        try {
            figures.now().forEach(figure -> all.metricSnapshot(snapshot(figure)));
        } catch (DataAccessException databaseAway) {
            LOG.warn("The figures cannot be read from the database: {}", databaseAway.getMessage());
        }
        return all.build();
    }

    private static GaugeSnapshot snapshot(Figures.Figure figure) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(figure.name()).help(figure.help());
        figure.values()
                .forEach(value -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(
                                value.labels().keySet().toArray(String[]::new),
                                value.labels().values().toArray(String[]::new)))
                        .value(value.value())
                        .build()));
        return gauge.build();
    }
}
