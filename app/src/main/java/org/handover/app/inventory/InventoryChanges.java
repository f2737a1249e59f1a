package org.handover.app.inventory;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.SsoSystem;
import org.handover.step.SystemDescription;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Knows which version of what the inventory says of a real SSO system a second person has confirmed. A version that nobody has
 * confirmed does not keep anybody from starting a failover at night: the approver sees what has changed, and confirms it with
 * the approval.
 */
public class InventoryChanges {

    private final List<InventoryPart> parts;
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;
    private final Clock clock;

    public InventoryChanges(
            List<InventoryPart> parts,
            JdbcClient jdbc,
            Ledger ledger,
            TransactionOperations newTransaction,
            Clock clock) {
        this.parts = List.copyOf(parts);
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
        this.clock = clock;
    }

    /**
     * What the inventory says of one system now.
     *
     * @param change lines that were, with a minus, and lines that are, with a plus; empty where this version is confirmed
     */
    public record Version(
            SsoSystem system,
            SystemDescription description,
            String change,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt) {

        public boolean isConfirmed() {
            return change.isEmpty();
        }
    }

    /** At the start, because the inventory is read then: a version that was never seen before goes into the ledger. */
    @EventListener(ApplicationReadyEvent.class)
    public void noteChanges() {
        newTransaction.executeWithoutResult(status -> versions().forEach(this::note));
    }

    /** Of every real system. */
    public List<Version> versions() {
        return parts.stream()
                .flatMap(part -> part.ssoSystems().stream()
                        .filter(system -> system.kind() == SsoSystem.Kind.REAL)
                        .map(system -> version(part, system)))
                .toList();
    }

    /** What has changed since a second person confirmed it; empty where nothing has, or no real server stands behind it. */
    public String changeOf(SsoSystem system) {
        return of(system).map(Version::change).orElse("");
    }

    /** In the caller's transaction. */
    public void confirm(SsoSystem system, String actor) {
        of(system).filter(version -> !version.isConfirmed()).ifPresent(version -> {
            note(version);
            jdbc.sql(
                            """
                            insert into handover.inventory_confirmation (estate, sso_system, digest, confirmed_by, confirmed_at)
                            values (?, ?, ?, ?, ?)""")
                    .params(
                            system.estate().value(),
                            system.name().value(),
                            version.description().digest(),
                            actor,
                            Timestamp.from(clock.instant()))
                    .update();
            ledger.append(Ledger.HOUSE, actor, "inventory.confirmed", entry(version));
        });
    }

    private Optional<Version> of(SsoSystem system) {
        return versions().stream()
                .filter(version -> version.system().estate().equals(system.estate())
                        && version.system().name().equals(system.name()))
                .findFirst();
    }

    private void note(Version version) {
        int unknown = jdbc.sql(
                        """
                        insert into handover.inventory_version (estate, sso_system, digest, body, seen_at)
                        values (?, ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        version.system().estate().value(),
                        version.system().name().value(),
                        version.description().digest(),
                        version.description().text(),
                        Timestamp.from(clock.instant()))
                .update();
        if (unknown == 1) {
            ledger.append(Ledger.HOUSE, Ledger.ENGINE, "inventory.changed", entry(version));
        }
    }

    private static Map<String, Object> entry(Version version) {
        return Journal.ordered(
                "estate", version.system().estate().value(),
                "ssoSystem", version.system().name().value(),
                "digest", version.description().digest(),
                "change", version.change());
    }

    private record Confirmed(String digest, String body, String by, Instant at) {}

    private Version version(InventoryPart part, SsoSystem system) {
        SystemDescription now = SystemDescription.of(system, part).with(system.restoreFiles());
        Optional<Confirmed> last = lastConfirmed(system);
        boolean same = last.filter(confirmed -> confirmed.digest().equals(now.digest()))
                .isPresent();
        return new Version(
                system,
                now,
                same ? "" : change(last.map(Confirmed::body).orElse("").lines().toList(), now.lines()),
                same ? last.get().by() : null,
                same ? last.get().at() : null);
    }

    private Optional<Confirmed> lastConfirmed(SsoSystem system) {
        return jdbc.sql(
                        """
                        select version.digest, version.body, confirmed_by, confirmed_at
                        from handover.inventory_confirmation join handover.inventory_version as version
                            using (estate, sso_system, digest)
                        where estate = ? and sso_system = ? order by number desc limit 1""")
                .params(system.estate().value(), system.name().value())
                .query((row, number) -> new Confirmed(
                        row.getString("digest"),
                        row.getString("body"),
                        row.getString("confirmed_by"),
                        row.getTimestamp("confirmed_at").toInstant()))
                .optional();
    }

    private static String change(List<String> before, List<String> now) {
        List<String> lines = new ArrayList<>();
        before.stream()
                .filter(line -> !now.contains(line))
                .map(line -> "- " + line)
                .forEach(lines::add);
        now.stream()
                .filter(line -> !before.contains(line))
                .map(line -> "+ " + line)
                .forEach(lines::add);
        return lines.isEmpty() ? "(the same lines in another order)" : String.join("\n", lines);
    }
}
