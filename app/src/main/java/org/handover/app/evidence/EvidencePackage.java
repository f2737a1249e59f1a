package org.handover.app.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.handover.app.engine.PassedElements;
import org.handover.app.engine.Pictures;
import org.handover.app.ledger.Sealing;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.handover.journal.Plan;
import org.handover.journal.Plans;
import org.handover.verify.BrokenException;
import org.handover.verify.ChainTip;
import org.handover.verify.Evidence;
import org.handover.verify.StoredEntry;
import org.springframework.stereotype.Component;

/**
 * Puts the evidence of one run together. Everything that can be read in it is made from the run's chain, as far as the head covers
 * it, so that the same chain always gives the same bytes.
 */
@Component
final class EvidencePackage {

    private final Sealing sealing;
    private final Ledger ledger;
    private final Plans plans;
    private final PassedElements passed;
    private final Pictures pictures;
    private final ObjectWriter json;

    EvidencePackage(
            Sealing sealing,
            Ledger ledger,
            Plans plans,
            PassedElements passed,
            Pictures pictures,
            ObjectMapper mapper) {
        this.sealing = sealing;
        this.ledger = ledger;
        this.plans = plans;
        this.passed = passed;
        this.pictures = pictures;
        this.json = mapper.writerWithDefaultPrettyPrinter();
    }

    byte[] of(Failover failover) {
        String chain = failover.id().value();
        Sealing.Sealed sealed;
        try {
            sealed = sealing.seal(chain);
        } catch (BrokenException e) {
            throw new CannotBeSealedException("The run cannot be sealed now. " + e.sentence());
        }
        int length = Math.toIntExact(sealed.path().tip().seq());
        List<StoredEntry> stored = ledger.stored(ChainTip.none(chain), length);
        List<LedgerEntry> entries = ledger.entries(chain).stream().limit(length).toList();
        return new Evidence(chain, stored, sealed.head(), sealed.path(), sealed.keys())
                .pack(readable(failover, entries, sealed), sealed.key());
    }

    private Map<String, byte[]> readable(Failover failover, List<LedgerEntry> entries, Sealing.Sealed sealed) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<Plans.Stored> made = plans.all(failover.id());
        for (int i = 0; i < made.size(); i++) {
            Plan plan = made.get(i).plan();
            files.put("plan-%d/plan.json".formatted(i + 1), made.get(i).body());
            files.put(
                    "plan-%d/update-file.xml".formatted(i + 1),
                    utf8(plan.updateFile().text()));
            if (plan.wayBackFile() != null) {
                files.put(
                        "plan-%d/way-back-file.xml".formatted(i + 1),
                        utf8(plan.wayBackFile().text()));
            }
        }
        files.put(
                "acts-of-people.json",
                write(entries.stream().filter(Report::isByPeople).toList()));
        List<Transcripts.Typed> typed = Transcripts.in(entries);
        typed.forEach(one -> files.put(one.file(), utf8(one.text())));
        Map<String, byte[]> drawn = pictures.withPath(path(failover.id(), entries));
        files.putAll(drawn);
        files.put(
                "report.html", utf8(new Report(failover, entries, made, typed, drawn.keySet(), sealed.head()).html()));
        return files;
    }

    /** As it stands in the chain; of a run that has not ended, as far as it has come. */
    private Map<String, ? extends Collection<String>> path(FailoverId id, List<LedgerEntry> entries) {
        Map<String, List<String>> recorded = new TreeMap<>();
        entries.stream().filter(entry -> entry.kind().equals("run.path")).forEach(entry -> entry.data()
                .forEach((process, elements) -> recorded.put(
                        process,
                        ((List<?>) elements).stream().map(String::valueOf).toList())));
        return recorded.isEmpty() ? passed.of(id) : recorded;
    }

    private byte[] write(Object value) {
        try {
            return utf8(json.writeValueAsString(value).replace("\r\n", "\n") + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
