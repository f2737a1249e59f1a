package org.handover.app.board;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handover.app.engine.PathTaken;
import org.handover.app.engine.Pictures;
import org.handover.app.ledger.HeadSigner;
import org.handover.app.ledger.SignedHeads;
import org.handover.verify.BrokenException;
import org.handover.verify.SignedHead;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an auditor asks of all runs together. Each figure leads to the runs behind it, and none costs more the more runs there are. */
@Component
final class AuditPage {

    private static final int MONTHS = 24;
    private static final int NEWEST = 50;

    private final JdbcClient jdbc;
    private final PathTaken paths;
    private final Pictures pictures;
    private final SignedHeads heads;
    private final HeadSigner signer;

    AuditPage(JdbcClient jdbc, PathTaken paths, Pictures pictures, SignedHeads heads, HeadSigner signer) {
        this.jdbc = jdbc;
        this.paths = paths;
        this.pictures = pictures;
        this.heads = heads;
        this.signer = signer;
    }

    /**
     * How the runs ended that were asked for in a month.
     *
     * @param ends how many real runs ended in each state
     * @param demonstrations how many were on the estate of a first run
     * @param rehearsals how many were drills
     */
    record Month(YearMonth month, Map<String, Long> ends, long demonstrations, long rehearsals) {

        public long ended(String state) {
            return ends.getOrDefault(state, 0L);
        }
    }

    /** A person's answer to a plan. */
    record Approval(String run, String requestedBy, String by, String decision, String comment, Instant at) {}

    /**
     * A run that went on with one person.
     *
     * @param review what a second person said of it afterwards; empty until then
     */
    record OnePerson(String run, String by, String reason, Instant at, String reviewedBy, String review) {}

    /** A step that a person said was done, and that was then found so. */
    record Asserted(String run, String step, Instant at) {}

    /** Something that was to be typed and did not come to its proof. */
    record Trouble(String run, String step, String server, int attempt, String outcome, Instant at) {}

    /** @param more whether there are older ones, which are not shown */
    record Newest<T>(List<T> rows, boolean more) {

        static <T> Newest<T> of(List<T> found) {
            return new Newest<>(found.stream().limit(NEWEST).toList(), found.size() > NEWEST);
        }
    }

    /**
     * @param olderMonths whether runs ended that were asked for before these months
     * @param head the newest signed head; null where there is none yet
     * @param broken why the heads cannot be read; null where they can
     * @param unsigned why this node signs nothing; null where it does
     */
    record Shown(
            List<Month> months,
            boolean olderMonths,
            Newest<Approval> approvals,
            Newest<OnePerson> onePerson,
            Newest<Asserted> asserted,
            Newest<Trouble> troubles,
            List<PathTaken.Usual> waits,
            List<PathTaken.Usual> steps,
            @Nullable SignedHead head,
            @Nullable String broken,
            @Nullable String unsigned) {}

    Shown shown() {
        List<PathTaken.Usual> lately = paths.lately();
        Optional<SignedHead> head = Optional.empty();
        String broken = null;
        try {
            head = heads.last();
        } catch (BrokenException e) {
            broken = e.sentence();
        }
        return new Shown(
                months(),
                olderMonths(),
                Newest.of(approvals()),
                Newest.of(onePerson()),
                Newest.of(asserted()),
                Newest.of(troubles()),
                lately.stream().filter(PathTaken.Usual::isPersons).toList(),
                lately.stream().filter(step -> !step.isPersons()).toList(),
                head.orElse(null),
                broken,
                signer.problem().orElse(null));
    }

    Optional<byte[]> heat(String process) {
        return pictures.heat(process, paths.heat(process));
    }

    private List<Month> months() {
        record Count(YearMonth month, String kind, String state, long runs) {}
        List<Count> counts = jdbc.sql(
                        """
                        select month, kind, state, runs from handover.failover_count
                        where runs > 0 and month > now() - interval '1 month' * ? order by month desc""")
                .param(MONTHS)
                .query((row, number) -> new Count(
                        YearMonth.from(row.getDate("month").toLocalDate()),
                        row.getString("kind"),
                        row.getString("state"),
                        row.getLong("runs")))
                .list();
        return counts.stream()
                .map(Count::month)
                .distinct()
                .map(month -> {
                    Map<String, Long> ends = new TreeMap<>();
                    counts.stream()
                            .filter(count ->
                                    count.month().equals(month) && count.kind().equals("real"))
                            .forEach(count -> ends.merge(count.state(), count.runs(), Long::sum));
                    return new Month(
                            month,
                            ends,
                            counts.stream()
                                    .filter(count -> count.month().equals(month)
                                            && count.kind().equals("demonstration"))
                                    .mapToLong(Count::runs)
                                    .sum(),
                            counts.stream()
                                    .filter(count -> count.month().equals(month)
                                            && count.kind().equals("rehearsal"))
                                    .mapToLong(Count::runs)
                                    .sum());
                })
                .toList();
    }

    private boolean olderMonths() {
        return jdbc.sql(
                        """
                        select exists (select from handover.failover_count
                            where runs > 0 and month <= now() - interval '1 month' * ?)""")
                .param(MONTHS)
                .query(Boolean.class)
                .single();
    }

    private List<Approval> approvals() {
        return jdbc.sql(
                        """
                        select approval.*, run.requested_by from handover.approval as approval
                        join handover.failover as run on run.id = approval.failover_id
                        order by decided_at desc limit ?""")
                .param(NEWEST + 1)
                .query((row, number) -> new Approval(
                        row.getString("failover_id"),
                        row.getString("requested_by"),
                        row.getString("approver"),
                        row.getString("decision"),
                        Optional.ofNullable(row.getString("comment")).orElse(""),
                        at(row, "decided_at")))
                .list();
    }

    private List<OnePerson> onePerson() {
        return jdbc.sql(
                        """
                        select glass.*, review.reviewed_by, review.decision from handover.break_glass as glass
                        left join handover.break_glass_review as review on review.failover_id = glass.failover_id
                        order by broken_at desc limit ?""")
                .param(NEWEST + 1)
                .query((row, number) -> new OnePerson(
                        row.getString("failover_id"),
                        row.getString("broken_by"),
                        row.getString("reason"),
                        at(row, "broken_at"),
                        Optional.ofNullable(row.getString("reviewed_by")).orElse(""),
                        Optional.ofNullable(row.getString("decision")).orElse("")))
                .list();
    }

    private List<Asserted> asserted() {
        return jdbc.sql("select * from handover.proven where how = 'asserted' order by proven_at desc limit ?")
                .param(NEWEST + 1)
                .query((row, number) -> new Asserted(
                        row.getString("failover_id"), Say.words(row.getString("step")), at(row, "proven_at")))
                .list();
    }

    private List<Trouble> troubles() {
        return jdbc.sql("select * from handover.intent where outcome <> 'proven' order by closed_at desc limit ?")
                .param(NEWEST + 1)
                .query((row, number) -> new Trouble(
                        row.getString("failover_id"),
                        Say.words(row.getString("step")),
                        row.getString("server"),
                        row.getInt("attempt"),
                        row.getString("outcome").replace('-', ' '),
                        at(row, "closed_at")))
                .list();
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
