package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.console.Transcript;
import org.handover.journal.IntentOutcome;
import org.junit.jupiter.api.Test;

/** Where the application has no console a person types, and what they paste is parsed and proven like any other answer. */
final class ByHandTest {

    private static final int MORE_THAN_ANY_STEP_TYPES = 60;

    private Duration clockIsBehind = Duration.ZERO;
    private final List<String> askedFor = new ArrayList<>();

    /** As the application keeps what is pasted. */
    private static void keep(Way way) {
        way.pasted = (failover, step) -> way.jdbc
                .sql(
                        """
                        select command, answer, given_at from handover.pasted_answer
                        where failover_id = ? and step = ? order by number""")
                .params(failover.value(), step)
                .query((row, number) -> new PastedAnswers.Answer(
                        row.getString("command"),
                        row.getString("answer"),
                        "olga",
                        row.getTimestamp("given_at").toInstant()))
                .list();
    }

    private void paste(Way way, RemoteDelegate step, String command, String answer) {
        way.jdbc
                .sql(
                        """
                        insert into handover.pasted_answer select ?, ?, count(*) + 1, ?, ?, 'olga', ?
                        from handover.pasted_answer where failover_id = ? and step = ?""")
                .params(
                        way.id.value(),
                        step.step(),
                        command,
                        answer,
                        Timestamp.from(Instant.now().minus(clockIsBehind)),
                        way.id.value(),
                        step.step())
                .update();
    }

    private static void beginAgain(Way way) {
        way.jdbc
                .sql("delete from handover.pasted_answer where failover_id = ?")
                .param(way.id.value())
                .update();
    }

    /** A person who types what the form shows on the server that it names, and pastes what comes. */
    private StepResult carryOut(Way way, RemoteDelegate step) throws ConsoleException, InterruptedException {
        keep(way);
        for (int i = 0; i < MORE_THAN_ANY_STEP_TYPES; i++) {
            StepResult result = way.carryOut(step);
            if (!(result instanceof StepResult.HandNeeded needed)) {
                beginAgain(way);
                return result;
            }
            askedFor.add(needed.command());
            FakeServer server = way.server(needed.server());
            server.refusesLogon = false;
            String typed = typed(server, needed.command());
            server.refusesLogon = refusing;
            paste(way, step, needed.command(), typed);
        }
        throw new AssertionError("It asks for ever: " + askedFor);
    }

    private boolean refusing;

    private static String typed(FakeServer server, String shown) throws ConsoleException {
        Transcript transcript = server.type(shown.replace(ByHand.SAY_EXIT_CODE, ""), Duration.ofSeconds(1));
        Integer exitCode = transcript.exitCode();
        return transcript.output() + "\r\nEXITCODE " + (exitCode == null || exitCode == 0 ? 0 : 1) + "\r\n";
    }

    @Test
    void aRestartIsTypedByAPersonWithOneIntentAStepAndIsMarkedAsAsserted() throws Exception {
        Way way = Way.planned().named();
        way.estate.withoutConsole.add("SSO02");

        assertThat(carryOut(way, new StopServiceDelegate())).isInstanceOf(StepResult.Proven.class);
        assertThat(way.server("SSO02").runs("ENTSSO")).isFalse();
        assertThat(carryOut(way, new StartServiceDelegate())).isInstanceOf(StepResult.Proven.class);
        assertThat(way.server("SSO02").runs("ENTSSO")).isTrue();

        assertThat(askedFor.stream().filter(command -> command.contains("net stop")))
                .hasSize(1);
        assertThat(way.journal.attempts(way.id, "stopService"))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).isEqualTo(IntentOutcome.PROVEN));
        assertThat(way.ledger.entries(way.id.value()))
                .filteredOn(entry -> entry.kind().equals("step.proven"))
                .filteredOn(entry -> "stopService".equals(entry.data().get("step")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.data()).containsEntry("how", "asserted"));
    }

    @Test
    void theIntentIsOpenBeforeAPersonIsShownWhatChangesSomething() throws Exception {
        Way way = Way.planned().named();
        way.estate.withoutConsole.add("SSO02");
        keep(way);

        StepResult result = way.carryOut(new StopServiceDelegate());
        while (result instanceof StepResult.HandNeeded needed
                && !needed.command().contains("net stop")) {
            assertThat(way.journal.openIntent(way.id)).isEmpty();
            String typed = typed(way.server("SSO02"), needed.command());
            paste(way, new StopServiceDelegate(), needed.command(), typed);
            result = way.carryOut(new StopServiceDelegate());
        }

        assertThat(result).isInstanceOf(StepResult.HandNeeded.class);
        assertThat(way.journal.openIntent(way.id)).isPresent();
        assertThat(way.server("SSO02").runs("ENTSSO")).isTrue();
    }

    @Test
    void aFileGoesThroughTheCommandLineWithEveryByte() throws Exception {
        Way way = Way.planned();
        way.look();
        way.backUpFormer();
        way.makePlan();
        way.approve();
        way.giveRestorePassword();
        way.estate.withoutConsole.add("SSO02");

        assertThat(carryOut(way, new WriteUpdateFileDelegate())).isInstanceOf(StepResult.Proven.class);
        assertThat(carryOut(way, new ValidateUpdateFileDelegate())).isInstanceOf(StepResult.Proven.class);

        assertThat(way.server("SSO02").files)
                .containsEntry(
                        way.plan().updateFile().path().toLowerCase(java.util.Locale.ROOT),
                        Way.bytes(way.plan().updateFile().text()));
    }

    @Test
    void aStepOfSeveralActsAsksForEachChangeOnce() throws Exception {
        Way way = Way.planned().accepted();
        way.estate.withoutConsole.add("SSO01");

        assertThat(carryOut(way, new MakeFormerOrdinaryDelegate())).isInstanceOf(StepResult.Proven.class);

        assertThat(askedFor.stream().filter(command -> command.contains("net stop")))
                .hasSize(1);
        assertThat(askedFor.stream().filter(command -> command.contains("net start ENTSSO")))
                .hasSize(1);
    }

    @Test
    void whatIsPastedCountsWhereTheClockWasSetBackAfterTheLastChange() throws Exception {
        Way way = Way.planned().named();
        way.estate.withoutConsole.add("SSO02");
        clockIsBehind = Duration.ofHours(1);

        assertThat(carryOut(way, new StopServiceDelegate())).isInstanceOf(StepResult.Proven.class);
        assertThat(carryOut(way, new StartServiceDelegate())).isInstanceOf(StepResult.Proven.class);
    }

    @Test
    void aRefusedLogonOnTheServerOfTheStepIsReplacedByAPerson() throws Exception {
        Way way = Way.planned().named();
        refusing = true;
        way.server("SSO02").refusesLogon = true;

        assertThat(carryOut(way, new StopServiceDelegate())).isInstanceOf(StepResult.Proven.class);

        assertThat(way.server("SSO02").runs("ENTSSO")).isFalse();
    }

    @Test
    void aRefusedLogonOnAServerThatIsOnlyLookedAtIsNotReplaced() {
        Way way = Way.masterLost().ready();
        way.server("SSO01").reachable = true;
        way.server("SSO01").refusesLogon = true;

        assertThat(way.failed(way.updateDatabase()).failure()).contains("SSO01 answers now");
    }

    @Test
    void anAttemptThatSomebodyLeftBehindIsSettledByHandAsWell() throws Exception {
        Way way = Way.planned().named();
        way.estate.withoutConsole.add("SSO02");
        keep(way);
        StepResult result = way.carryOut(new StopServiceDelegate());
        while (way.journal.openIntent(way.id).isEmpty()) {
            StepResult.HandNeeded needed = (StepResult.HandNeeded) result;
            String typed = typed(way.server("SSO02"), needed.command());
            paste(way, new StopServiceDelegate(), needed.command(), typed);
            result = way.carryOut(new StopServiceDelegate());
        }
        beginAgain(way);

        assertThat(carryOut(way, new StopServiceDelegate())).isInstanceOf(StepResult.Proven.class);

        assertThat(way.journal.attempts(way.id, "stopService")).hasSize(2);
        assertThat(way.journal.attempts(way.id, "stopService").get(0).outcome()).isEqualTo(IntentOutcome.NOT_PROVEN);
        assertThat(way.server("SSO02").runs("ENTSSO")).isFalse();
    }

    @Test
    void answersThatNoLongerFitAreSaidInsteadOfBelieved() {
        Way way = Way.planned().named();
        way.estate.withoutConsole.add("SSO02");
        way.pasted = (failover, name) -> List.of(new PastedAnswers.Answer("something else", "", "olga"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> way.carryOut(new StopServiceDelegate()))
                .hasMessageContaining("no longer fits");
        assertThat(way.journal.openIntent(way.id)).isEmpty();
    }

    @Test
    void whatIsKeptOfAPastedRestoreHasNeitherReminderNorStars() {
        assertThat(
                        ByHand.withoutSecrets(
                                "\"C:\\SSO\\ssoconfig.exe\" -restoresecret \"C:\\a.bak\"",
                                "Password reminder : the dog\r\nPassword : ********\r\nThe operation completed successfully.\r\n"))
                .isEqualTo(
                        "Password reminder : [masked]\nPassword : [masked]\nThe operation completed successfully.\n");
        assertThat(
                        ByHand.withoutSecrets(
                                "\"C:\\SSO\\ssoconfig.exe\" -backupSecret \"C:\\a.bak\"",
                                "Password : ******\nConfirm Password : ******\nPassword reminder : the dog\nERROR: 0xC0002A0E : no\n"))
                .doesNotContain("the dog")
                .doesNotContain("**")
                .contains("0xC0002A0E");
    }
}
