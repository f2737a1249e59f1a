package org.handover.app.start;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A sentence instead of a stack trace, where the database is not there, lets nobody in, has no room, or is not migrated. */
final class DatabaseAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    private static final Pattern NOT_THERE = Pattern.compile("(08|28|3D|53|57).*");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, SQLException said) {
        boolean notThere = said.getSQLState() != null
                && NOT_THERE.matcher(said.getSQLState()).matches();
        if (!notThere && findCause(root, FlywayException.class) == null) {
            return null;
        }
        return new FailureAnalysis(
                "The database cannot be used: " + said.getMessage(),
                "See that it runs and has room, and that spring.datasource.url, .username and .password, and spring.flyway.url, .user and .password, are those of the roles that it has (docs/operations.md, Database).",
                said);
    }
}
