package org.handover.app.engine;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.handover.journal.FailoverId;
import org.springframework.stereotype.Component;

/** The path that a run took through the pictures, by the engine's history. */
@Component
public final class PassedElements {

    private final HistoryService history;
    private final IdentityService identity;

    PassedElements(HistoryService history, IdentityService identity) {
        this.history = history;
        this.identity = identity;
    }

    /** The ids of the elements that were passed, by the process that they are in. */
    public SortedMap<String, SortedSet<String>> of(FailoverId failover) {
        Authentication who = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            SortedMap<String, SortedSet<String>> passed = new TreeMap<>();
            for (HistoricProcessInstance process : history.createHistoricProcessInstanceQuery()
                    .processInstanceBusinessKey(failover.value())
                    .unlimitedList()) {
                SortedSet<String> elements =
                        passed.computeIfAbsent(process.getProcessDefinitionKey(), key -> new TreeSet<>());
                history.createHistoricActivityInstanceQuery()
                        .processInstanceId(process.getId())
                        .unlimitedList()
                        .forEach(activity -> elements.add(activity.getActivityId()));
            }
            return passed;
        } finally {
            if (who != null) {
                identity.setAuthentication(who);
            }
        }
    }
}
