package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.handover.journal.LedgerEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What stands in the ledger of a step, and that nothing is typed where it cannot stand there. */
final class LedgerOfAStepTest {

    private final JdbcClient database = JdbcClient.create(OwnDatabase.dataSource());

    @AfterEach
    void theLedgerCanBeWrittenAgain() {
        database.sql("drop trigger if exists disk_full on handover.ledger").update();
    }

    /** The database refuses every further entry of this run, or every one of a kind, as on a full disk. */
    private void refuse(Way way, String kind) {
        database.sql(
                        """
                        create or replace function handover.disk_full() returns trigger language plpgsql as $$
                        begin raise exception 'could not extend file' using errcode = '53100'; end $$""")
                .update();
        database.sql(
                        """
                        create trigger disk_full before insert on handover.ledger for each row
                        when (new.chain = '%s' and convert_from(new.body, 'UTF8') like '%%"kind":"%s%%')
                        execute function handover.disk_full()"""
                                .formatted(way.id, kind))
                .update();
    }

    @Test
    void whereNoEntryCanBeWrittenNothingIsTypedNotEvenWhatOnlyReads() {
        Way way = Way.planned();
        refuse(way, "");

        assertThatThrownBy(() -> way.carryOut(new LookAtEstateDelegate())).isInstanceOf(DataAccessException.class);

        way.estate.servers.values().forEach(server -> assertThat(server.typed).isEmpty());
    }

    @Test
    void whereTheIntentCannotBeWrittenTheChangeIsNotTyped() {
        Way way = Way.planned().named();
        refuse(way, "step.intent");

        assertThatThrownBy(() -> way.carryOut(new StopServiceDelegate())).isInstanceOf(DataAccessException.class);

        assertThat(way.changesTyped()).noneMatch(line -> line.contains("net stop"));
        assertThat(way.journal.openIntent(way.id)).isEmpty();
        assertThat(way.server("SSO02").runs("ENTSSO")).isTrue();
    }

    @Test
    void whereAnAnswerCannotBeWrittenNothingFurtherIsTyped() {
        Way way = Way.planned().named();
        int before = way.typedOn("SSO02").size();
        refuse(way, "step.typed");

        assertThatThrownBy(() -> way.carryOut(new StopServiceDelegate())).isInstanceOf(DataAccessException.class);

        assertThat(way.typedOn("SSO02")).hasSize(before + 1);
    }

    @Test
    void anOutcomeNamesTheAccountThatTypedItAndTheWindowsEventsThatAnswerToIt() {
        Way way = Way.planned().named();
        way.proven(new StopServiceDelegate());
        way.proven(new StartServiceDelegate());
        way.proven(new RestoreSecretDelegate(way.custody));

        LedgerEntry outcome = last(way, "step.outcome");
        assertThat(outcome.data()).containsEntry("step", "restoreSecret").containsEntry("outcome", "proven");
        assertThat(outcome.data().get("account")).asString().isNotBlank();
        long noted = Long.parseLong(way.lastIntent("restoreSecret").noted().get("latestEvent"));
        assertThat(events(outcome))
                .anySatisfy(event -> assertThat(event).containsEntry("id", 10523))
                .allSatisfy(event -> {
                    assertThat(event).containsEntry("server", "SSO02");
                    assertThat(Long.parseLong(String.valueOf(event.get("recordId"))))
                            .isGreaterThan(noted);
                });
    }

    @Test
    void theRawXmlOfTheEventsStandsInTheAnswerThatTheyWereReadFrom() {
        Way way = Way.planned().promoted();

        assertThat(way.ledger.entries(way.id.value()))
                .filteredOn(entry ->
                        entry.kind().equals("step.typed") && !events(entry).isEmpty())
                .isNotEmpty()
                .allSatisfy(entry -> events(entry)
                        .forEach(event -> assertThat(entry.data().get("answer"))
                                .asString()
                                .contains("<EventRecordID>" + event.get("recordId") + "</EventRecordID>")));
    }

    @Test
    void everyStepSaysThatItBeginsBeforeItTypes() {
        Way way = Way.planned();
        way.look();

        List<LedgerEntry> entries = way.ledger.entries(way.id.value());
        assertThat(entries.get(0).kind()).isEqualTo("step.begun");
        assertThat(entries.get(0).data()).containsEntry("step", "lookAtEstate").containsEntry("worker", "worker");
        assertThat(entries)
                .filteredOn(entry -> entry.kind().equals("step.begun"))
                .hasSize(1);
    }

    private static LedgerEntry last(Way way, String kind) {
        return way.ledger.entries(way.id.value()).stream()
                .filter(entry -> entry.kind().equals(kind))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // The ledger's JSON.
    private static List<Map<String, Object>> events(LedgerEntry entry) {
        return (List<Map<String, Object>>) entry.data().getOrDefault("events", List.of());
    }
}
