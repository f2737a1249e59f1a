package org.handover.lab.windows;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.handover.lab.windows.ServiceBody.ServiceStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of a server. Each start is a new process with another id; a service starts after what it depends on. Which
 * services run is remembered on disk, so that a lab that starts again can bring them back. Source: docs/entsso.md 1.4.
 */
public final class ServiceControlManager {

    /** A service's state, with the number that {@code sc query} prints. */
    public enum State {
        STOPPED(1),
        START_PENDING(2),
        STOP_PENDING(3),
        RUNNING(4);

        private final int number;

        State(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        /** Whether it will be another state by itself. */
        public boolean pending() {
            return this == START_PENDING || this == STOP_PENDING;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ServiceControlManager.class);

    private final Registry registry;
    private final ProcessTable processes;
    private final CommandLog commandLog;
    private final Path file;
    private final Map<String, Service> services = new TreeMap<>();
    private final Set<String> remembered;
    private boolean down;

    ServiceControlManager(Path file, Registry registry, ProcessTable processes, CommandLog commandLog) {
        this.file = file;
        this.registry = registry;
        this.processes = processes;
        this.commandLog = commandLog;
        this.remembered = new TreeSet<>(
                Files.exists(file) ? StateFile.read(file, new TypeReference<List<String>>() {}) : List.of());
    }

    /**
     * Makes a service known. What it is configured with is visible under
     * {@code HKLM\SYSTEM\CurrentControlSet\Services\<name>}; a start type and an account that stand there already are kept.
     */
    public synchronized void register(
            String name,
            String displayName,
            String imagePath,
            String account,
            List<String> dependsOn,
            ServiceBody body) {
        Service service = new Service(name, body, registry);
        service.configure(displayName, imagePath, account, dependsOn);
        services.put(folded(name), service);
    }

    /** A service that is taken off the server; its process ends. */
    synchronized void unregister(String name) {
        Service service = services.get(folded(name));
        if (service != null) {
            terminate(service, Win32Error.SERVICE_NEVER_STARTED);
            remember(service, false);
            services.remove(folded(name));
            registry.deleteKey("HKLM\\SYSTEM\\CurrentControlSet\\Services\\" + service.name);
        }
    }

    /**
     * The state of a service.
     *
     * @throws IllegalArgumentException where no such service is registered
     */
    public synchronized State state(String name) {
        return known(name).state;
    }

    /** 0 when stopped. */
    public synchronized int processId(String name) {
        return known(name).processId;
    }

    public synchronized Optional<ServiceView> view(String name) {
        return Optional.ofNullable(services.get(folded(name))).map(Service::view);
    }

    /** By name. */
    public synchronized List<ServiceView> list() {
        return services.values().stream().map(Service::view).toList();
    }

    /** All services that cannot run without this one, those first that must stop first. */
    public synchronized List<ServiceView> dependents(String name) {
        Set<String> found = new LinkedHashSet<>();
        collectDependents(known(name).name, found);
        return found.stream().map(each -> known(each).view()).toList();
    }

    /** Whether and how a service starts by itself: 2 automatic, 3 on demand, 4 disabled. */
    public void setStartType(String name, int startType) {
        known(name).setStartType(startType);
    }

    /** Whether a service that starts by itself does so only some time after the server did. */
    public boolean startsLate(String name) {
        return known(name).startsLate();
    }

    public void startLate(String name, boolean late) {
        known(name).startLate(late);
    }

    /**
     * Asks a service to start, after what it depends on, and does not wait for it.
     *
     * @return {@link Win32Error#DONE}, or the Windows error that says why it was not asked
     */
    public synchronized int start(String name) {
        return start(name, true);
    }

    /**
     * Asks a service to stop and does not wait for it.
     *
     * @return {@link Win32Error#DONE}, or the Windows error that says why it was not asked
     */
    public synchronized int stop(String name) {
        return stop(name, true);
    }

    /** Starts a service for the lab, not for somebody who typed; ends when it runs or has failed to. */
    public void startAndWait(String name) throws InterruptedException {
        synchronized (this) {
            known(name);
            start(name, false);
        }
        awaitSettled(name);
    }

    /** Starts a service as Windows does when the server starts, and does not wait for it. */
    public synchronized void startAtBoot(String name) {
        known(name);
        start(name, false);
    }

    /** Stops a service, and what depends on it before, for the lab; ends when it has stopped. */
    public void stopAndWait(String name) throws InterruptedException {
        for (ServiceView dependent : dependents(name)) {
            if (dependent.state() != State.STOPPED) {
                stopAndWait(dependent.name());
            }
        }
        awaitSettled(name);
        synchronized (this) {
            stop(name, false);
        }
        awaitSettled(name);
    }

    /** Waits until the service is in no pending state any more, or the time is over; returns the state it is then in. */
    public synchronized State awaitSettled(String name, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Service service = known(name);
        while (service.state.pending()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return service.state;
    }

    /** Whether the service ran, or was starting, when the lab's process ended. */
    public synchronized boolean wasRunning(String name) {
        return remembered.contains(folded(name));
    }

    /** The service's process dies: no event, no stop. Nothing happens where it does not run. */
    public void kill(String name) {
        ServiceBody body;
        synchronized (this) {
            Service service = known(name);
            if (service.state == State.STOPPED) {
                return;
            }
            body = service.body;
            terminate(service, Win32Error.PROCESS_ABORTED);
            remember(service, false);
        }
        body.killed();
    }

    /** Power failure ({@code forget}), or the end of the lab's process, which remembers what ran. */
    void killAll(boolean forget) {
        List<ServiceBody> killed = new ArrayList<>();
        synchronized (this) {
            down = true;
            for (Service service : services.values()) {
                if (service.state != State.STOPPED) {
                    killed.add(service.body);
                }
                terminate(service, Win32Error.SERVICE_NEVER_STARTED);
                if (forget) {
                    remember(service, false);
                }
            }
        }
        killed.forEach(ServiceBody::killed);
    }

    /** The server has power again: what starts by itself does. */
    synchronized void boot() {
        down = false;
        for (Service service : services.values()) {
            if (service.state == State.STOPPED && service.view().startType() == Service.AUTOMATIC) {
                begin(service, false);
            }
        }
    }

    private int start(String name, boolean typed) {
        Service service = services.get(folded(name));
        if (service == null) {
            return Win32Error.SERVICE_DOES_NOT_EXIST;
        }
        if (down) {
            return Win32Error.SHUTDOWN_IN_PROGRESS;
        }
        if (service.state == State.RUNNING || service.state == State.START_PENDING) {
            return Win32Error.SERVICE_ALREADY_RUNNING;
        }
        if (service.state == State.STOP_PENDING) {
            return Win32Error.SERVICE_CANNOT_ACCEPT_CTRL;
        }
        if (service.view().startType() == Service.DISABLED) {
            return Win32Error.SERVICE_DISABLED;
        }
        begin(service, typed);
        return Win32Error.DONE;
    }

    private int stop(String name, boolean typed) {
        Service service = services.get(folded(name));
        if (service == null) {
            return Win32Error.SERVICE_DOES_NOT_EXIST;
        }
        if (service.state == State.STOPPED) {
            return Win32Error.SERVICE_NOT_ACTIVE;
        }
        if (service.state.pending()) {
            return Win32Error.SERVICE_CANNOT_ACCEPT_CTRL;
        }
        if (dependents(name).stream().anyMatch(dependent -> dependent.state() != State.STOPPED)) {
            return Win32Error.DEPENDENT_SERVICES_RUNNING;
        }
        service.state = State.STOP_PENDING;
        remember(service, false);
        work(service, () -> runStop(service, typed));
        return Win32Error.DONE;
    }

    private void begin(Service service, boolean typed) {
        service.state = State.START_PENDING;
        ServiceView configured = service.view();
        service.processId = processes.begin(configured.image(), configured.account());
        remember(service, true);
        work(service, () -> runStart(service, typed));
    }

    private void work(Service service, Runnable work) {
        Thread worker = new Thread(work, "service " + service.name);
        worker.setDaemon(true);
        service.worker = worker;
        notifyAll();
        worker.start();
    }

    private void runStart(Service service, boolean typed) {
        try {
            startWhatItNeeds(service, typed);
            service.body.start();
            settle(service, State.RUNNING, 0, typed ? " started" : null);
        } catch (ServiceStartException e) {
            settle(service, State.STOPPED, e.win32ExitCode(), null);
        } catch (InterruptedException e) {
            settle(service, State.STOPPED, Win32Error.PROCESS_ABORTED, null);
        } catch (RuntimeException e) {
            LOG.warn("Service {} died while it started", service.name, e);
            settle(service, State.STOPPED, Win32Error.PROCESS_ABORTED, null);
        }
    }

    private void startWhatItNeeds(Service service, boolean typed) throws ServiceStartException, InterruptedException {
        for (String needed : service.dependsOn()) {
            synchronized (this) {
                start(needed, typed);
            }
            if (view(needed).isEmpty() || awaitSettled(needed) != State.RUNNING) {
                throw new ServiceStartException(Win32Error.SERVICE_DEPENDENCY_FAIL, needed + " does not run");
            }
        }
    }

    private void runStop(Service service, boolean typed) {
        try {
            service.body.stop();
            settle(service, State.STOPPED, 0, typed ? " stopped" : null);
        } catch (InterruptedException e) {
            settle(service, State.STOPPED, Win32Error.PROCESS_ABORTED, null);
        } catch (RuntimeException e) {
            LOG.warn("Service {} died while it stopped", service.name, e);
            settle(service, State.STOPPED, Win32Error.PROCESS_ABORTED, null);
        }
    }

    /** Does nothing when the process of this worker was killed meanwhile. */
    private synchronized void settle(Service service, State state, int win32ExitCode, @Nullable String change) {
        if (service.worker != Thread.currentThread()) {
            return;
        }
        service.worker = null;
        service.state = state;
        service.win32ExitCode = win32ExitCode;
        if (state == State.STOPPED) {
            processes.end(service.processId);
            service.processId = 0;
            remember(service, false);
        }
        if (change != null) {
            commandLog.changed(service.name + change);
        }
        notifyAll();
    }

    private void terminate(Service service, int win32ExitCode) {
        Thread worker = service.worker;
        service.worker = null;
        if (worker != null) {
            worker.interrupt();
        }
        processes.end(service.processId == 0 ? -1 : service.processId);
        service.processId = 0;
        service.state = State.STOPPED;
        service.win32ExitCode = win32ExitCode;
        notifyAll();
    }

    private State awaitSettled(String name) throws InterruptedException {
        return awaitSettled(name, Duration.ofDays(1));
    }

    private void collectDependents(String name, Set<String> found) {
        for (Service service : services.values()) {
            if (service.dependsOn().stream().anyMatch(name::equalsIgnoreCase) && !found.contains(service.name)) {
                collectDependents(service.name, found);
                found.add(service.name);
            }
        }
    }

    private Service known(String name) {
        Service service = services.get(folded(name));
        if (service == null) {
            throw new IllegalArgumentException("No service " + name);
        }
        return service;
    }

    private void remember(Service service, boolean running) {
        boolean changed = running ? remembered.add(folded(service.name)) : remembered.remove(folded(service.name));
        if (changed) {
            StateFile.replace(file, remembered);
        }
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
