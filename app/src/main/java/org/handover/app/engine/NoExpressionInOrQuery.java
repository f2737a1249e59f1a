package org.handover.app.engine;

import java.util.List;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.HistoricTaskInstanceQueryImpl;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Closes CVE-2026-109432 where it is: the open edition 7.24.0 refuses an expression in a query that a caller makes up, but looks
 * at the query's first part only, and evaluates those of its {@code or} parts.
 */
final class NoExpressionInOrQuery extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        if (parts(command).stream().skip(1).anyMatch(part -> !part.getExpressions()
                .isEmpty())) {
            throw new BadUserRequestException("A query may not carry an expression, in none of its parts.");
        }
        return next.execute(command);
    }

    private static List<? extends AbstractQuery<?, ?>> parts(Command<?> command) {
        if (command instanceof TaskQueryImpl query) {
            return query.getQueries();
        }
        return command instanceof HistoricTaskInstanceQueryImpl query ? query.getQueries() : List.of();
    }
}
