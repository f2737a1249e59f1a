package org.handover.app.board;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.app.engine.PathTaken;
import org.handover.app.engine.Pictures;
import org.handover.app.failover.AtOneMoment;
import org.handover.app.failover.FailoverEvents;
import org.handover.app.failover.FailoverView;
import org.handover.app.failover.FailoverViews;
import org.handover.journal.Failover;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.handover.journal.Outcome;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.springframework.stereotype.Component;

/** Puts together what a run's page shows. All of it is what {@code /api} tells, and the run's chain. */
@Component
final class RunPage {

    private static final int NEWEST_LINES = 50;

    private final FailoverViews views;
    private final FailoverEvents events;
    private final Ledger ledger;
    private final PathTaken path;
    private final Pictures pictures;
    private final Inventory inventory;
    private final Situations situations;
    private final AtOneMoment moment;
    private final Clock clock;

    RunPage(
            FailoverViews views,
            FailoverEvents events,
            Ledger ledger,
            PathTaken path,
            Pictures pictures,
            Inventory inventory,
            Situations situations,
            AtOneMoment moment,
            Clock clock) {
        this.views = views;
        this.events = events;
        this.ledger = ledger;
        this.path = path;
        this.pictures = pictures;
        this.inventory = inventory;
        this.situations = situations;
        this.moment = moment;
        this.clock = clock;
    }

    /**
     * @param mark what the run is when it is not the real thing; empty where it is
     * @param steps what was done, by steps and people
     * @param processes whose pictures show the path; the first is the front door
     * @param journal the newest line first
     * @param hiddenLines how many older lines are left out
     * @param people who had a part in it, the first one first
     * @param checks what the servers were last checked for, the worst first
     * @param passedChecks those of them that need nobody's attention
     * @param unknownMaster whether nobody could tell who is master when the settlement was confirmed last
     * @param state changes whenever anything on the page does
     */
    record Shown(
            FailoverView run,
            Situation situation,
            String mark,
            List<PathTaken.Place> steps,
            List<Picture> processes,
            List<JournalLine> journal,
            int hiddenLines,
            List<JournalLine> people,
            List<Map<?, ?>> checks,
            List<Map<?, ?>> passedChecks,
            List<Map<?, ?>> beliefs,
            List<Map<?, ?>> proofs,
            List<Map<?, ?>> pointers,
            boolean unknownMaster,
            String state,
            Instant asOf) {}

    /**
     * @param standsHere whether the run stands in this process now
     * @param version changes with what is marked, so that a browser asks for the picture again
     */
    record Picture(String process, String name, boolean standsHere, String version) {}

    Shown of(Failover failover, boolean wholeJournal) {
        return moment.read(() -> asItIs(failover, wholeJournal));
    }

    private Shown asItIs(Failover failover, boolean wholeJournal) {
        String state = state(failover);
        FailoverView run = views.of(failover);
        List<LedgerEntry> entries = ledger.entries(failover.id().value());
        List<PathTaken.Place> places = path.of(failover);
        List<LedgerEntry> newestFirst = new ArrayList<>(entries);
        Collections.reverse(newestFirst);
        List<JournalLine> lines = newestFirst.stream()
                .limit(wholeJournal ? newestFirst.size() : NEWEST_LINES)
                .map(JournalLine::of)
                .toList();
        Map<Boolean, List<Map<?, ?>>> checks = checks(entries);
        return new Shown(
                run,
                situations.of(failover, run),
                mark(failover),
                places.stream().filter(PathTaken.Place::isStep).toList(),
                processes(places),
                lines,
                entries.size() - lines.size(),
                entries.stream()
                        .filter(entry -> !entry.actor().equals(Ledger.ENGINE))
                        .filter(entry -> !entry.kind().startsWith("task."))
                        .filter(entry -> !entry.kind().startsWith("incident."))
                        .map(JournalLine::of)
                        .toList(),
                checks.getOrDefault(false, List.of()),
                checks.getOrDefault(true, List.of()),
                rows(entries, "verification", "beliefs"),
                rows(entries, "verification", "proofs"),
                rows(entries, "verification", "pointers"),
                isMasterUnknown(entries),
                state,
                clock.instant());
    }

    /** Changes whenever anything on the page does. */
    String state(Failover failover) {
        return events.state(failover)
                + Integer.toHexString(situations.facts(failover).hashCode());
    }

    /** By what stands in the inventory and on the run's row, never by words that somebody wrote. */
    private String mark(Failover failover) {
        SsoSystem.Kind kind = Optional.of(failover.kind())
                .filter(own -> own != SsoSystem.Kind.REAL)
                .or(() ->
                        inventory.find(failover.estate(), failover.ssoSystem()).map(SsoSystem::kind))
                .orElse(SsoSystem.Kind.REAL);
        return kind == SsoSystem.Kind.REAL ? "" : kind.name();
    }

    private static boolean isMasterUnknown(List<LedgerEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.kind().equals("settlement.probed"))
                .reduce((earlier, later) -> later)
                .filter(entry -> Outcome.UNKNOWN.word().equals(entry.data().get("outcome")))
                .isPresent();
    }

    private static List<Map<?, ?>> rows(List<LedgerEntry> entries, String kind, String field) {
        return entries.stream()
                .filter(entry -> entry.kind().equals(kind))
                .reduce((earlier, later) -> later)
                .map(entry -> entry.data().get(field))
                .filter(List.class::isInstance)
                .map(found -> ((List<?>) found).stream())
                .orElseGet(Stream::empty)
                .filter(Map.class::isInstance)
                .<Map<?, ?>>map(row -> (Map<?, ?>) row)
                .toList();
    }

    /** By whether nobody has to look at them. */
    private static Map<Boolean, List<Map<?, ?>>> checks(List<LedgerEntry> entries) {
        List<Map<?, ?>> all = new ArrayList<>(rows(entries, "preflight.checked", "findings"));
        all.addAll(rows(entries, "estate.looked", "findings"));
        return all.stream().collect(Collectors.partitioningBy(finding -> Set.of("passed", "not applicable")
                .contains(String.valueOf(finding.get("result")))));
    }

    /** The steps' own process is the same small one for each of them, and shows nothing of the way. */
    private static List<Picture> processes(List<PathTaken.Place> places) {
        return places.stream()
                .map(PathTaken.Place::process)
                .distinct()
                .filter(process -> !process.equals("carry-out-step"))
                .map(process -> pictureOf(
                        process,
                        places.stream()
                                .filter(place -> place.process().equals(process))
                                .toList()))
                .toList();
    }

    private static Picture pictureOf(String process, List<PathTaken.Place> here) {
        return new Picture(
                process,
                Say.words(process.replace('-', ' ')),
                here.stream().anyMatch(RunPage::standsAt),
                Integer.toHexString(here.hashCode()));
    }

    private static boolean standsAt(PathTaken.Place place) {
        return place.ended() == null && place.isStep();
    }

    /** The picture of a process with the path that this run took through it. */
    Optional<byte[]> picture(Failover failover, String process) {
        List<PathTaken.Place> here = path.of(failover).stream()
                .filter(place -> place.process().equals(process))
                .toList();
        Say say = new Say();
        Map<String, String> captions = new LinkedHashMap<>();
        here.stream()
                .filter(place -> place.isStep() || place.calls() != null)
                .filter(place -> place.ended() != null)
                .forEach(place -> captions.put(
                        place.element(),
                        say.between(place.began(), place.ended())
                                + (place.usually() == null ? "" : " · usually " + say.took(place.usually()))));
        return pictures.of(
                process,
                new Pictures.Marks(
                        here.stream().map(PathTaken.Place::element).collect(Collectors.toCollection(TreeSet::new)),
                        here.stream()
                                .filter(place ->
                                        place.ended() == null && !place.type().equals("subProcess"))
                                .map(PathTaken.Place::element)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        captions));
    }
}
