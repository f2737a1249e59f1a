package org.handover.app.engine;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.handover.journal.FailoverId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the path that the decision table chose into the failover's row, in the transaction that chooses it. */
@Component
final class ChosenPath implements ExecutionListener {

    private static final Set<String> PATHS = Set.of("command-line", "snap-in");

    private final JdbcClient jdbc;

    ChosenPath(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String key = String.valueOf(execution.getProcessBusinessKey());
        Object chosen = execution.getVariable("pathChoice") instanceof Map<?, ?> choice
                ? choice.get("path")
                : execution.getVariable("chosenPath");
        if (FailoverId.isValid(key) && chosen instanceof String path && PATHS.contains(path)) {
            jdbc.sql("update handover.failover set path = ? where id = ?")
                    .params(path, key)
                    .update();
        }
    }
}
