package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;

/** A person at a server that the application has no console on: types what the task says, and pastes what it answers. */
final class Hands {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Drive drive;
    private final RemoteConsole console;

    Hands(Drive drive, RemoteConsole console) {
        this.drive = drive;
        this.console = console;
    }

    /** Types everything that is asked for, until the run asks for this task. */
    int typeUntil(String id, String key) throws Exception {
        int typed = 0;
        String answered = "";
        while (true) {
            JsonNode task = nextTask(drive, id, answered);
            if (task.path("key").asText().equals(key)) {
                return typed;
            }
            assertThat(task.path("key").asText())
                    .as(drive.lastFailure(id) + drive.blockingFindings(id))
                    .isEqualTo("typeByHand");
            String command = task.path("byHand").path("command").asText();
            answer(drive, task, Map.of("decision", "typed", "answer", type(command)));
            answered = task.path("id").asText();
            typed++;
        }
    }

    private String type(String command) throws Exception {
        PromptScript script = PromptScript.empty()
                .then(Pattern.compile(".*[Pp]assword.*"), () -> TestLab.RESTORE_PASSWORD.toCharArray());
        Transcript transcript = command.contains("-restoresecret")
                ? console.typeWithPrompts(command, script, LIMIT)
                : console.type(command, LIMIT);
        return transcript.output();
    }

    static void answer(Drive drive, JsonNode task, Map<String, String> decision) {
        Drive.Reply reply = drive.call(
                "olga", "POST", "/api/tasks/" + task.path("id").asText() + "/decision", new HashMap<>(decision));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(204);
    }

    static JsonNode nextTask(Drive drive, String id, String answered) {
        AtomicReference<JsonNode> next = new AtomicReference<>();
        Awaitility.await(id + " asks a person")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    for (JsonNode task : drive.failover(id).path("tasks")) {
                        if (!List.of(answered).contains(task.path("id").asText())) {
                            next.set(task);
                            return true;
                        }
                    }
                    return false;
                });
        return next.get();
    }
}
