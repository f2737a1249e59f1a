package org.handover.app.configuration;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.app.inventory.InventoryPart;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.SsoSystem;
import org.handover.step.Description;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Knows which version of the settings, and of what the inventory says of a real SSO system, a second person has confirmed. A
 * version that nobody has confirmed does not keep anybody from starting a failover at night: the approver sees what has changed,
 * and confirms it with the approval.
 */
@Component
public final class ConfigurationChanges {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationChanges.class);
    private static final String SETTINGS = "settings";

    private final List<InventoryPart> parts;
    private final Settings settings;
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Clock clock;

    ConfigurationChanges(List<InventoryPart> parts, Settings settings, JdbcClient jdbc, Ledger ledger, Clock clock) {
        this.parts = List.copyOf(parts);
        this.settings = settings;
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What is configured now.
     *
     * @param what the settings, or which SSO system of the inventory
     * @param change lines that were, with a minus, and lines that are, with a plus; empty where this version is confirmed
     */
    record Version(
            String what,
            Description description,
            String change,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt) {

        boolean isConfirmed() {
            return change.isEmpty();
        }
    }

    /** Every real system, and the settings. */
    List<Version> versions() {
        Stream<Version> systems = parts.stream().flatMap(part -> part.ssoSystems().stream()
                .filter(ConfigurationChanges::isReal)
                .map(system -> inventory(part, system)));
        return Stream.concat(systems, Stream.of(settings())).toList();
    }

    /** What a run on this system rests on; nothing where no real server stands behind it. */
    private List<Version> behind(SsoSystem system) {
        return isReal(system)
                ? versions().stream()
                        .filter(version -> version.what().equals(SETTINGS)
                                || version.what().equals(name(system)))
                        .toList()
                : List.of();
    }

    /** What has changed since a second person confirmed it, of all that a run on this system rests on; empty where nothing has. */
    public String changesBehind(SsoSystem system) {
        return behind(system).stream()
                .filter(version -> !version.isConfirmed())
                .map(version -> version.what() + "\n" + version.change())
                .collect(Collectors.joining("\n\n"));
    }

    /** In the caller's transaction. */
    public void confirmBehind(SsoSystem system, String actor) {
        behind(system).forEach(version -> confirm(version, actor));
    }

    /** In the caller's transaction. */
    void confirm(Version version, String actor) {
        if (version.isConfirmed()) {
            return;
        }
        jdbc.sql(
                        """
                        insert into handover.configuration_confirmation (version, confirmed_by, confirmed_at)
                        values (?, ?, ?)""")
                .params(note(version), actor, Timestamp.from(clock.instant()))
                .update();
        ledger.append(Ledger.HOUSE, actor, "configuration.confirmed", entry(version));
    }

    /** In the caller's transaction: a version that is another one than the last goes into the ledger. */
    void note() {
        versions().forEach(this::note);
    }

    private record Noted(long number, String digest) {}

    private long note(Version version) {
        Optional<Noted> last = jdbc.sql(
                        "select number, digest from handover.configuration_version where what = ? order by number desc limit 1")
                .param(version.what())
                .query((row, number) -> new Noted(row.getLong("number"), row.getString("digest")))
                .optional();
        String digest = version.description().digest();
        if (last.filter(noted -> noted.digest().equals(digest)).isPresent()) {
            return last.get().number();
        }
        if (last.isPresent()) {
            LOG.warn(
                    "Configured otherwise than where a node started last: {}. Nodes that work together need the same; GET /api/configuration says what has changed.",
                    version.what());
        }
        long number = jdbc.sql(
                        """
                        insert into handover.configuration_version (what, digest, body, seen_at)
                        values (?, ?, ?, ?) returning number""")
                .params(version.what(), digest, version.description().text(), Timestamp.from(clock.instant()))
                .query(Long.class)
                .single();
        ledger.append(Ledger.HOUSE, Ledger.ENGINE, "configuration.changed", entry(version));
        return number;
    }

    private static Map<String, Object> entry(Version version) {
        return Journal.ordered(
                "what", version.what(), "sha256", version.description().digest(), "change", version.change());
    }

    private static boolean isReal(SsoSystem system) {
        return system.kind() == SsoSystem.Kind.REAL;
    }

    private static String name(SsoSystem system) {
        return "SSO system %s of the estate %s".formatted(system.name(), system.estate());
    }

    private Version settings() {
        return version(
                SETTINGS,
                new Description(settings.given().entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue())
                        .toList()));
    }

    private Version inventory(InventoryPart part, SsoSystem system) {
        return version(name(system), Description.of(system, part).with(system.restoreFiles()));
    }

    private record Confirmed(String digest, String body, String by, Instant at) {}

    private Version version(String what, Description now) {
        Optional<Confirmed> last = lastConfirmed(what);
        boolean same = last.filter(confirmed -> confirmed.digest().equals(now.digest()))
                .isPresent();
        return new Version(
                what,
                now,
                same ? "" : change(last.map(Confirmed::body).orElse("").lines().toList(), now.lines()),
                same ? last.get().by() : null,
                same ? last.get().at() : null);
    }

    private Optional<Confirmed> lastConfirmed(String what) {
        return jdbc.sql(
                        """
                        select digest, body, confirmed_by, confirmed_at
                        from handover.configuration_confirmation as confirmation
                        join handover.configuration_version as version on version.number = confirmation.version
                        where what = ? order by confirmation.number desc limit 1""")
                .param(what)
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
        if (lines.isEmpty()) {
            return now.isEmpty() ? "(nothing is set)" : "(the same lines in another order)";
        }
        return String.join("\n", lines);
    }
}
