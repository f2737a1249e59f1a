package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.handover.app.inventory.LabHandOver;
import org.handover.console.Consoles;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;

/**
 * One failover on servers of its own that runs into a fault. It is driven over REST as people drive it; what the forms show them
 * is kept for the table in the documentation, together with what they did about it and how it ended.
 */
final class FaultRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Pattern PASSWORD = Pattern.compile(".*[Pp]assword.*");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDED = "ended";
    private static final String TOOLS = "C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\";

    private final Drive drive;
    private final LabEstates estates;
    private final Consoles consoles;
    private final TestLab lab;
    private final EstateName estate;
    private final Set<String> answered = new HashSet<>();
    private final FaultStory story = new FaultStory();
    private String id = "";
    private String newMaster = "";
    private int updatesWithoutEffect;

    FaultRun(Drive drive, LabEstates estates, Consoles consoles, TestLab lab) {
        this.drive = drive;
        this.estates = estates;
        this.consoles = consoles;
        this.lab = lab;
        this.estate = estates.add(lab);
    }

    FaultStory story() {
        return story;
    }

    TestLab lab() {
        return lab;
    }

    LabEstates estates() {
        return estates;
    }

    EstateName estate() {
        return estate;
    }

    /** Switches the fault on; the settings are names and values in turn. */
    void fault(String server, String fault, String... settings) {
        lab.fault(server, fault, settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]));
    }

    /** Ends the fault, in the words of whoever put it right. */
    void repaired(String whatWasDone, String server, String fault) {
        lab.noFault(server, fault);
        story.act(whatWasDone);
    }

    /** Something that a person does beside the application. */
    void byHand(String whatWasDone, Act act) throws Exception {
        act.now();
        story.act(whatWasDone);
    }

    void restart(String server) {
        lab.service(server, "ENTSSO", "stop");
        lab.awaitEntsso(server, "STOPPED");
        lab.service(server, "ENTSSO", "start");
        lab.awaitEntsso(server, "RUNNING");
        story.act("ENTSSO is restarted on %s.".formatted(server));
    }

    /** What a person does at a console. */
    @FunctionalInterface
    interface Act {
        void now() throws Exception;
    }

    RemoteConsole console(String server) {
        return consoles.on(estates.address(estate, SsoServerName.of(server)));
    }

    void restoreByHand(String server) throws Exception {
        console(server)
                .typeWithPrompts(
                        "\"%sssoconfig.exe\" -restoresecret %s".formatted(TOOLS, restoreFile()),
                        PromptScript.empty().then(PASSWORD, () -> TestLab.RESTORE_PASSWORD.toCharArray()),
                        LIMIT);
    }

    private String restoreFile() {
        return lab.handedOver().restoreFile().path();
    }

    void failover(String toServer) {
        newMaster = toServer;
        id = drive.start(estate, toServer);
    }

    void anotherFailover(String toServer) {
        failover(toServer);
        story.act("A failover to %s is started.".formatted(toServer));
    }

    void plannedFailover(String toServer) {
        lab.withItsMaster();
        newMaster = toServer;
        id = drive.startPlanned(estate, toServer, "command-line");
    }

    // ---- what the operator sees

    /** The checks stop the run, and this is the one that says why. */
    String blockedBy(String check) {
        JsonNode task = until("decideOnFailedChecks");
        JsonNode row = row(variable(task, "findings"), "check", check);
        assertThat(row.path("result").asText()).as(row.toString()).isEqualTo("blocking");
        assertThat(row.path("whatToDo").asText()).as("what to do about %s", row).isNotBlank();
        story.saw(
                stepThatFound(check),
                "decideOnFailedChecks",
                row.path("check").asText() + ": blocking.",
                row.path("seen").asText() + " " + row.path("whatToDo").asText(),
                decisions(task));
        return seen(row);
    }

    /** The approver and the operator are warned, and nothing stops. */
    String warnedBy(String check) {
        JsonNode task = until("approveChange");
        JsonNode row = row(variable(task, "findings"), "check", check);
        assertThat(row.path("result").asText()).as(row.toString()).isEqualTo("warning");
        story.saw(
                stepThatFound(check),
                "approveChange",
                row.path("check").asText() + ": warning.",
                row.path("seen").asText() + " " + row.path("whatToDo").asText(),
                decisions(task));
        return seen(row);
    }

    private String stepThatFound(String check) {
        for (JsonNode entry : drive.journal(id).path("items")) {
            for (JsonNode finding : entry.path("data").path("findings")) {
                if (finding.path("check").asText().equals(check)) {
                    return entry.path("kind").asText().equals("estate.looked") ? "lookAtEstate" : "runPreflightChecks";
                }
            }
        }
        throw new AssertionError("the journal does not tell who found: " + check);
    }

    private static String seen(JsonNode row) {
        return row.path("seen").asText() + " " + row.path("whatToDo").asText();
    }

    /** A step fails, and its form says why. */
    String failsAt(String step) {
        JsonNode task = until("decideHowToGoOn");
        assertThat(variable(task, "step").asText()).as(drive.lastFailure(id)).isEqualTo(step);
        String failure = variable(task, "failure").asText();
        String probed = variable(task, "probed").asText();
        assertThat(failure).isNotBlank();
        story.saw(step, "decideHowToGoOn", failure, probed, decisions(task));
        return failure + " " + probed;
    }

    /** What the result shows of one server. */
    String resultSaysOf(String server) {
        JsonNode task = until("confirmResult");
        JsonNode row = row(variable(task, "beliefs"), "server", server);
        story.saw(
                "verifyPromotion",
                "confirmResult",
                "%s: the secret is %s.".formatted(server, row.path("secret").asText()),
                row.path("seen").asText(),
                decisions(task));
        return row.path("secret").asText() + ". " + row.path("seen").asText();
    }

    /** What the result shows for one proof, by its number. */
    String resultProves(String number) {
        JsonNode task = until("confirmResult");
        JsonNode row = null;
        for (JsonNode one : variable(task, "proofs")) {
            if (one.path("proof").asText().startsWith(number + " ")) {
                row = one;
            }
        }
        assertThat(row).as(number).isNotNull();
        story.saw(
                "verifyPromotion",
                "confirmResult",
                "%s: %s."
                        .formatted(
                                row.path("proof").asText(), row.path("result").asText()),
                row.path("seen").asText(),
                decisions(task));
        return row.path("result").asText() + ". " + row.path("seen").asText();
    }

    /** Nothing is asked of anybody: the journal tells what came of the step. */
    String wentOnByItselfAt(String step) {
        String seen = "";
        for (JsonNode entry : drive.journal(id).path("items")) {
            if (entry.path("data").path("step").asText().equals(step)
                    && !entry.path("data").path("seen").asText().isBlank()) {
                seen = entry.path("data").path("seen").asText();
            }
        }
        assertThat(seen).as("the journal on " + step).isNotBlank();
        story.saw(step, "", "Nothing has to be decided. The journal says:", seen, "");
        return seen;
    }

    private static JsonNode row(JsonNode rows, String name, String value) {
        for (JsonNode row : rows) {
            if (row.path(name).asText().equals(value)) {
                return row;
            }
        }
        throw new AssertionError("no row with %s \"%s\" in %s".formatted(name, value, rows));
    }

    private static String decisions(JsonNode task) {
        List<String> all = new ArrayList<>();
        task.path("decisions").forEach(one -> all.add(one.asText()));
        return String.join(", ", all);
    }

    /** As Tasklist reads what it shows on a form. */
    private JsonNode variable(JsonNode task, String name) {
        JsonNode variable = drive.call(
                        task.path("key").asText().equals("approveChange") ? "anna" : "olga",
                        "GET",
                        "/engine-rest/task/" + task.path("id").asText()
                                + "/form-variables?deserializeValues=false&variableNames=" + name,
                        null)
                .body()
                .path(name);
        try {
            return variable.path("type").asText().equals("Object")
                    ? JSON.readTree(variable.path("value").asText())
                    : variable.path("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what the operator does

    /** Answers the task that is open, as a way on. */
    void answers(String decision) {
        JsonNode task = openTask();
        decide("olga", task, decision);
        story.answer(task.path("key").asText(), decision);
    }

    /** ENTSSO learns of some repairs only when it polls; who answers sooner is asked the same again. */
    void answersUntilItHasPolled(String decision) {
        String asked = openTask().path("key").asText();
        answers(decision);
        for (int again = 0; again < 10 && openTask().path("key").asText().equals(asked); again++) {
            decide("olga", openTask(), decision);
        }
    }

    /** What was typed with {@code -updatedb} changed nothing, so it may be typed once more, and no more than that. */
    void updateHadNoEffect() {
        updatesWithoutEffect++;
    }

    /** As every failover of a lost master asks; the scenario begins behind it. */
    void formerIsDown() {
        decide("olga", until("confirmFormerMasterIsDown"), "down");
    }

    /** What is offered now. */
    String offered() {
        return decisions(openTask());
    }

    void givesBackupPasswordAnd(String task, String decision) {
        until(task);
        drive.backupPasswordAnd(id, task, decision);
        story.answer(task, decision);
    }

    /** Answers whatever every failover asks, until this is asked. */
    JsonNode until(String key) {
        while (true) {
            JsonNode task = openTask();
            String found = task.path("key").asText();
            if (found.equals(key)) {
                return task;
            }
            switch (found) {
                case "approveChange" -> decide("anna", task, "approve");
                case "giveBackupPassword" -> {
                    drive.backupPasswordAnd(id, found, "continue");
                    answered.add(task.path("id").asText());
                }
                case "giveRestorePassword" -> {
                    assertThat(drive.givePassword(id, TestLab.RESTORE_PASSWORD).status())
                            .isEqualTo(204);
                    decide("olga", task, "continue");
                }
                case "confirmFormerMasterIsDown" -> decide("olga", task, "down");
                case "confirmResult" -> decide("olga", task, "accept");
                case "decideOnFormerMaster" -> decide("olga", task, "ordinary");
                case "takeFreshBackup" -> decide("olga", task, "skip");
                default ->
                    throw new AssertionError("%s asks for %s instead of %s: %s%s"
                            .formatted(id, found, key, drive.lastFailure(id), drive.blockingFindings(id)));
            }
        }
    }

    private void decide(String user, JsonNode task, String decision) {
        String words = "as the scenario says";
        Drive.Reply reply = drive.call(
                user,
                "POST",
                "/api/tasks/" + task.path("id").asText() + "/decision",
                Map.of("decision", decision, "justification", words, "comment", words));
        assertThat(reply.status())
                .as("%s %s: %s", task.path("key").asText(), decision, reply)
                .isEqualTo(204);
        answered.add(task.path("id").asText());
    }

    private JsonNode openTask() {
        AtomicReference<JsonNode> open = new AtomicReference<>();
        Awaitility.await(id + " asks a person")
                .atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(() -> {
                    JsonNode failover = drive.failover(id);
                    for (JsonNode task : failover.path("tasks")) {
                        if (!answered.contains(task.path("id").asText())) {
                            open.set(task);
                            return true;
                        }
                    }
                    if (!failover.path("stuck").isEmpty()) {
                        throw new AssertionError(id + " is stuck: " + failover.path("stuck"));
                    }
                    if (!failover.path("finishedAt").asText("").isBlank()
                            && !failover.path("finishedAt").isNull()) {
                        open.set(JSON.createObjectNode()
                                .put("key", ENDED)
                                .put("state", failover.path("state").asText()));
                        return true;
                    }
                    return false;
                });
        return open.get();
    }

    // ---- how it ends

    /** It succeeds, every act was done once, and every credential can be read. */
    void succeeds() {
        succeeds(1, 1);
    }

    /** @param stopped and how often ENTSSO was started and the secret restored on the new master, by whomever */
    void succeeds(int stopped, int restored) {
        until(ENDED);
        endsAs("succeeded", "new-proven");
        assertThat(lab.state().path("masterSecretServer").asText()).isEqualTo(newMaster);
        assertThat(TestLab.of(lab.state(), newMaster).path("role").asText()).isEqualTo("MASTER");
        List<String> readable = servers().stream()
                .filter(server ->
                        TestLab.of(lab.state(), server).path("entsso").asText().equals("RUNNING"))
                .toList();
        lab.everyCredentialDecryptsOn(readable.toArray(String[]::new));
        assertThat(readable).contains("SSO02", "SSO03");
        assertThat(count(newMaster, "secretServer=")).as("named").isEqualTo(1);
        assertThat(count(newMaster, "ENTSSO stopped")).as("stopped").isEqualTo(stopped);
        assertThat(count(newMaster, "master secret restored")).as("restored").isEqualTo(restored);
        assertThat(allTyped("-updatedb")).as("-updatedb was typed").isEqualTo(updatesWithoutEffect + 1);
        story.end(
                "*succeeded*, %s is proven: every credential can be read on %s; it was named once, ENTSSO there was stopped %s, the secret restored %s."
                        .formatted(newMaster, String.join(", ", readable), times(stopped), times(restored)));
    }

    private List<String> servers() {
        return lab.handedOver().servers().stream().map(LabHandOver.Server::name).toList();
    }

    private static String times(int number) {
        return switch (number) {
            case 0 -> "never";
            case 1 -> "once";
            case 2 -> "twice";
            default -> number + " times";
        };
    }

    /** It ends without a change: the database names the former, and nothing was done on the new server. */
    void endsUnchanged(String state) {
        until(ENDED);
        endsAs(state, "unchanged");
        assertThat(lab.state().path("masterSecretServer").asText()).isEqualTo("SSO01");
        for (String server : servers()) {
            assertThat(count(server, "secretServer=")).as("named on " + server).isZero();
            assertThat(count(server, "ENTSSO stopped"))
                    .as("stopped on " + server)
                    .isZero();
        }
        story.end("*%s*, nothing was changed: the SSO database names SSO01 as before.".formatted(state));
    }

    /** It goes back: the former is master again, and every credential can be read everywhere. */
    void rollsBack() {
        until(ENDED);
        endsAs("rolled-back", "former-proven");
        assertThat(lab.state().path("masterSecretServer").asText()).isEqualTo("SSO01");
        assertThat(TestLab.of(lab.state(), "SSO01").path("role").asText()).isEqualTo("MASTER");
        lab.everyCredentialDecryptsOn("SSO01", "SSO02", "SSO03");
        story.end("*rolled-back*, SSO01 is proven: every credential can be read on SSO01, SSO02, SSO03.");
    }

    private void endsAs(String state, String outcome) {
        JsonNode ended = drive.failover(id);
        assertThat(ended.path("state").asText()).isEqualTo(state);
        assertThat(ended.path("outcome").asText()).isEqualTo(outcome);
        assertThat(drive.journal(id).path("whole").asBoolean())
                .as("the journal is whole")
                .isTrue();
    }

    /** How often something was done on a server. */
    int count(String server, String change) {
        return (int) lab.changes(server).stream()
                .filter(line -> line.startsWith(change))
                .count();
    }

    private int allTyped(String command) {
        return (int) lab.typed(newMaster).stream()
                .filter(line -> line.contains(command))
                .count();
    }

    /** A master that comes back encrypts anew what was written under the previous secret. */
    void masterIsBackAndHasReencrypted() {
        lab.withItsMaster();
        Awaitility.await("SSO01 has encrypted anew")
                .atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(() -> lab.changes("SSO01").stream().anyMatch(line -> line.contains("re-encrypted")));
    }

    void awaitTyped(String server, String command) {
        Awaitility.await(command + " is being typed")
                .atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(() -> lab.typed(server).stream().anyMatch(line -> line.contains(command)));
    }

    @Override
    public void close() {
        lab.close();
    }
}
