package org.handover.app.notify;

import java.util.List;

/** All that are configured. */
record Targets(List<Target> all) {

    boolean tellIncidentsOf(String source) {
        return all.stream().anyMatch(target -> source.equals(target.incidentSource()));
    }
}
