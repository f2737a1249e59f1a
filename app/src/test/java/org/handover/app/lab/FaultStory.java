package org.handover.app.lab;

import java.util.ArrayList;
import java.util.List;

/** What was seen and done in one scenario, in the order in which it happened. */
final class FaultStory {

    /**
     * What the operator got to see.
     *
     * @param step the step of the runbook at which it was seen
     * @param task the task whose form showed it; empty where nobody was asked
     */
    record Seen(String step, String task, String sentence, String more, String decisions) {}

    private final List<Seen> seen = new ArrayList<>();
    private final List<String> acts = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    void saw(String step, String task, String sentence, String more, String decisions) {
        seen.add(new Seen(step, task, sentence, more.strip(), decisions));
    }

    void act(String sentence) {
        acts.add(sentence);
    }

    void answer(String task, String decision) {
        acts.add("The operator answers *%s* (`%s`).".formatted(decision, task));
    }

    void end(String how) {
        ends.add(how);
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    List<String> acts() {
        return List.copyOf(acts);
    }

    /** How the last failover of the scenario ended. */
    String end() {
        return ends.get(ends.size() - 1);
    }
}
