package org.handover.lab.windows;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.handover.lab.windows.ServiceControlManager.State;

/**
 * The failover cluster that a server may belong to: which services it starts and stops, as its part of the registry says. The
 * lab's has one node; nothing moves (docs/entsso.md 8).
 */
public final class FailoverCluster {
    /** The service of the cluster itself. */
    public static final String SERVICE = "ClusSvc";

    private static final String KEY = "HKLM\\Cluster";
    private static final String RESOURCES = KEY + "\\Resources";

    private final Registry registry;
    private final ServiceControlManager services;
    private final Map<String, Boolean> bringing = new ConcurrentHashMap<>();

    FailoverCluster(Registry registry, ServiceControlManager services) {
        this.registry = registry;
        this.services = services;
        if (registry.exists(KEY)) {
            join();
        }
    }

    /** Makes a service a resource of its own name, reached under a network name; it goes on as it runs. */
    public void take(String service, String networkName) {
        String resource = RESOURCES + "\\" + service.toLowerCase(Locale.ROOT);
        registry.setString(KEY, "ClusterName", networkName + "-CLUSTER");
        registry.setString(resource, "Name", service);
        registry.setString(resource, "Type", "Generic Service");
        registry.setString(resource + "\\Parameters", "ServiceName", service);
        registry.setString(resource + "\\Parameters", "UseNetworkName", "1");
        registry.setString(RESOURCES + "\\name", "Name", networkName);
        registry.setString(RESOURCES + "\\name", "Type", "Network Name");
        join();
    }

    /** There is no cluster any more; what ran runs on. */
    public void dissolve() {
        if (registry.exists(KEY)) {
            registry.deleteKey(KEY);
            services.unregister(SERVICE);
        }
    }

    private void join() {
        services.register(
                SERVICE,
                "Cluster Service",
                "C:\\Windows\\Cluster\\clussvc.exe",
                "LocalSystem",
                List.of(),
                ServiceBody.IDLE);
        services.startAtBoot(SERVICE);
    }

    /** The name under which its services are reached; empty where there is no cluster. */
    public Optional<String> networkName() {
        return registry.string(RESOURCES + "\\name", "Name");
    }

    /** The service that a resource is, under its own spelling. */
    public Optional<String> resource(String name) {
        return registry.string(RESOURCES + "\\" + name.toLowerCase(Locale.ROOT), "Name")
                .filter(found -> !name.equalsIgnoreCase("name"));
    }

    public Iterable<String> resources() {
        return registry.exists(RESOURCES)
                ? registry.subKeys(RESOURCES).stream()
                        .flatMap(key -> resource(key).stream())
                        .toList()
                : List.of();
    }

    public boolean online(String resource) {
        return services.state(resource) == State.RUNNING;
    }

    /** Starts the resource's service, and waits; says whether it runs. */
    public boolean bringOnline(String resource) throws InterruptedException {
        bringing.put(resource.toLowerCase(Locale.ROOT), true);
        try {
            services.startAndWait(resource);
        } finally {
            bringing.remove(resource.toLowerCase(Locale.ROOT));
        }
        return online(resource);
    }

    public void takeOffline(String resource) throws InterruptedException {
        services.stopAndWait(resource);
    }

    /** Whether a service that the cluster should start is being started by somebody else. */
    public boolean isBesideIt(String service) {
        return resource(service).isPresent() && !bringing.containsKey(service.toLowerCase(Locale.ROOT));
    }
}
