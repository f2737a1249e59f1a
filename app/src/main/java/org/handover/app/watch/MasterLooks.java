package org.handover.app.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.handover.check.MasterLook;
import org.handover.console.Consoles;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Looks at the master of every SSO system of the inventory again and again, so that a dead one, and a second one, is known
 * before somebody asks. It types only what reads. The metrics say what any node saw last.
 */
@Component
public final class MasterLooks implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(MasterLooks.class);
    private static final int SYSTEMS_AT_ONCE = 4;

    private final MasterWatch watch;
    private final KnownMasters masters;
    private final Inventory inventory;
    private final Consoles consoles;
    private final Clock clock;
    private final TaskScheduler scheduler;
    private final Duration every;
    private final MultiGauge up;
    private final MultiGauge claimants;
    private final MultiGauge age;
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService looking = Executors.newFixedThreadPool(SYSTEMS_AT_ONCE, task -> {
        Thread thread = new Thread(task, "master-look-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    MasterLooks(
            MasterWatch watch,
            KnownMasters masters,
            Inventory inventory,
            Consoles consoles,
            Clock clock,
            MeterRegistry metrics,
            TaskScheduler scheduler,
            @Value("${handover.master-watch}") Duration every) {
        this.watch = watch;
        this.masters = masters;
        this.inventory = inventory;
        this.consoles = consoles;
        this.clock = clock;
        this.scheduler = scheduler;
        this.every = every;
        up = MultiGauge.builder("handover.master.up")
                .description("1: the master secret server answers and its ENTSSO runs; 0: not so; NaN: cannot be told")
                .register(metrics);
        claimants = MultiGauge.builder("handover.master.claimants")
                .description("Servers that are named as master or take themselves for it; more than one is two masters")
                .register(metrics);
        age = MultiGauge.builder("handover.master.look.age")
                .description("How long ago the master was looked at")
                .baseUnit("seconds")
                .register(metrics);
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (!every.isZero()) {
            Future<?> unused = scheduler.scheduleAtFixedRate(this::lookAtAll, every);
        }
    }

    private void lookAtAll() {
        try {
            List<Future<?>> looks = inventory.ssoSystems().stream()
                    .<Future<?>>map(system -> looking.submit(() -> look(system)))
                    .toList();
            for (Future<?> one : looks) {
                one.get();
            }
            measure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("The masters could not be looked at: {}", e.toString());
        }
    }

    /** Looks now, unless another node does or a failover is open there. */
    public void look(SsoSystem system) {
        try {
            if (watch.claim(system, every)) {
                watch.saw(system, MasterLook.at(system, masters.of(system), inventory, consoles));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("The master of {} in {} could not be looked at: {}", system.name(), system.estate(), e.toString());
        }
    }

    /** Brings the metrics up to what any node saw last; nobody is woken for an SSO system that has left the inventory. */
    public void measure() {
        List<MasterWatch.Watched> all = watch.all().stream()
                .filter(one -> inventory.find(one.estate(), one.ssoSystem()).isPresent())
                .toList();
        up.register(all.stream().map(one -> Row.of(tags(one), up(one.look()))).toList(), true);
        claimants.register(
                all.stream()
                        .map(one -> Row.of(tags(one), one.look().masters().size()))
                        .toList(),
                true);
        age.register(
                all.stream()
                        .map(one -> Row.of(
                                tags(one),
                                () -> Duration.between(one.lookedAt(), clock.instant())
                                                .toMillis()
                                        / 1000.0))
                        .toList(),
                true);
    }

    private static double up(MasterLook look) {
        return switch (look.state()) {
            case ANSWERS, TWO_MASTERS -> 1;
            case STOPPED, SILENT -> 0;
            case CANNOT_TELL -> Double.NaN;
        };
    }

    private static Tags tags(MasterWatch.Watched one) {
        return Tags.of(
                "estate", one.estate().value(),
                "sso_system", one.ssoSystem().value());
    }

    @Override
    public void destroy() {
        looking.shutdownNow();
    }
}
