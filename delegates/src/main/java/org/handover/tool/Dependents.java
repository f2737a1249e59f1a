package org.handover.tool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What {@code sc enumdepend} answers. */
public sealed interface Dependents {

    /**
     * Every service that depends on the one that was asked about, directly or not.
     *
     * @param services in the order of {@code sc}, which is the order in which they have to be stopped
     */
    record Known(List<Dependent> services) implements Dependents {
        public Known {
            services = List.copyOf(services);
        }

        /** The names of those that are not stopped, in the order in which they have to be started again. */
        public List<String> running() {
            List<String> names = new ArrayList<>(services.stream()
                    .filter(service -> service.state() != ServiceState.STOPPED)
                    .map(Dependent::name)
                    .toList());
            Collections.reverse(names);
            return List.copyOf(names);
        }
    }

    /** There is no such service on the server. */
    record NotInstalled() implements Dependents {}

    record CannotTell(String reason) implements Dependents {}

    /** One dependent service. */
    record Dependent(String name, ServiceState state) {}
}
