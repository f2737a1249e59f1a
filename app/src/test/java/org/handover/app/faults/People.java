package org.handover.app.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.handover.app.lab.Drive;
import org.handover.app.lab.TestLab;

/** Answers whatever a run asks, as often as it asks, at whichever node is there. */
final class People implements AutoCloseable {

    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("approveChange", "approve"),
            Map.entry("giveRestorePassword", "continue"),
            Map.entry("confirmFormerMasterIsDown", "down"),
            Map.entry("confirmResult", "accept"),
            Map.entry("decideOnFormerMaster", "ordinary"),
            Map.entry("takeFreshBackup", "skip"),
            Map.entry("decideHowToGoOn", "retry"),
            Map.entry("decideOnFailedChecks", "checkAgain"));

    private final EngineRows engine;
    private final Supplier<Optional<Drive>> door;
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::answerAll, "people");
    private volatile boolean gone;

    People(EngineRows engine, Supplier<Optional<Drive>> door) {
        this.engine = engine;
        this.door = door;
        thread.setDaemon(true);
        thread.start();
    }

    private void answerAll() {
        while (!gone) {
            try {
                for (EngineRows.Asked asked : engine.asked()) {
                    Optional<Drive> open = door.get();
                    if (!gone && open.isPresent() && !asked.run().equals(Bed.DEMONSTRATION)) {
                        answer(open.get(), asked);
                    }
                }
            } catch (SQLException | RuntimeException interrupted) {
                refused.put("last", interrupted.toString());
            }
            Pause.of(Bed.OFTEN);
        }
    }

    private void answer(Drive drive, EngineRows.Asked asked) {
        String decision = ANSWERS.get(asked.key());
        if (decision == null) {
            refused.put(asked.run() + " " + asked.key(), "nobody knows an answer");
            return;
        }
        if (asked.key().equals("giveRestorePassword")) {
            Drive.Reply given = drive.call(
                    "operator",
                    "PUT",
                    "/api/failovers/" + asked.run() + "/restore-password",
                    Map.of("password", TestLab.RESTORE_PASSWORD));
            if (given.status() != 204) {
                refused.put(asked.run() + " " + asked.key(), given.toString());
                return;
            }
        }
        String words = "as the harness says";
        Drive.Reply reply = drive.call(
                asked.key().equals("approveChange") ? "approver" : "operator",
                "POST",
                "/api/tasks/" + asked.task() + "/decision",
                Map.of("decision", decision, "justification", words, "comment", words));
        if (reply.status() == 204) {
            refused.remove(asked.run() + " " + asked.key());
        } else {
            refused.put(asked.run() + " " + asked.key(), reply.toString());
        }
    }

    /** What they tried last and were refused. */
    String refusals() {
        return refused.toString();
    }

    @Override
    public void close() {
        gone = true;
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> !thread.isAlive());
    }

    static Map<String, Object> request(String estate) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("estate", estate);
        body.put("ssoSystem", "CONTOSO");
        body.put("newMasterSecretServer", Bed.NEW_MASTER);
        body.put("situation", "master-lost");
        body.put("reason", "SSO01 does not answer");
        return body;
    }
}
