package org.handover.app.board;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverSearch;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The runs of a list as CSV (RFC 4180), read a thousand at a time, however many there are. */
@Component
final class RunTable {

    private static final int AT_ONCE = 1000;

    private static final String HEAD =
            "run,estate,sso_system,kind,situation,path,former_master,new_master,state,outcome,requested_by,requested_for,requested_at,finished_at,seconds,plan_digest,reason\r\n";

    private final FailoverSearch search;

    RunTable(FailoverSearch search) {
        this.search = search;
    }

    void write(FailoverSearch.Criteria criteria, Writer out) throws IOException {
        out.write(HEAD);
        FailoverId next = null;
        do {
            FailoverSearch.Found some = search.newest(criteria, next, AT_ONCE);
            for (Failover run : some.runs()) {
                out.write(line(run));
            }
            out.flush();
            next = some.next();
        } while (next != null);
    }

    private static String line(Failover run) {
        return Stream.of(
                        run.id(),
                        run.estate(),
                        run.ssoSystem(),
                        run.kind().word(),
                        run.situation(),
                        run.path(),
                        run.formerMaster(),
                        run.newMaster(),
                        run.state().word(),
                        orEmpty(run.outcome()),
                        run.requestedBy(),
                        orEmpty(run.requestedFor()),
                        run.requestedAt(),
                        orEmpty(run.finishedAt()),
                        run.finishedAt() == null
                                ? ""
                                : Duration.between(run.requestedAt(), run.finishedAt())
                                        .toSeconds(),
                        orEmpty(run.planDigest()),
                        run.reason())
                .map(RunTable::cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static Object orEmpty(@Nullable Object value) {
        return value == null ? "" : value;
    }

    /** What a spreadsheet would take for a formula is made a text. */
    private static String cell(Object value) {
        String text = value.toString();
        String harmless = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return harmless.matches("(?s).*[\",\\r\\n].*") ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
