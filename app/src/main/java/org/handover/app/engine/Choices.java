package org.handover.app.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.journal.Failover;
import org.handover.journal.Journal;
import org.handover.journal.PointOfNoReturn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a human task offers at this moment: nothing that the laws close, and of decideHowToGoOn only what the step that
 * failed left open.
 */
@Component
public final class Choices {

    /** The variables of a task that say what it offers. */
    public static final List<String> VARIABLES = List.of("mayGoOn", "inRollBack", "goOnChoices");

    private final Journal journal;
    private final PointOfNoReturn pointOfNoReturn;

    Choices(Journal journal, PointOfNoReturn pointOfNoReturn) {
        this.journal = journal;
        this.pointOfNoReturn = pointOfNoReturn;
    }

    /** @param variables of the task, at least {@link #VARIABLES} */
    public List<String> of(HumanTask human, Failover failover, Function<String, @Nullable Object> variables) {
        boolean mayGoOn = Boolean.TRUE.equals(variables.apply("mayGoOn"));
        boolean inRollBack = Boolean.TRUE.equals(variables.apply("inRollBack"));
        HumanTask.Now now = new HumanTask.Now(
                journal.databaseMayBeChanged(failover.id()), rollBackIsOffered(failover, inRollBack), mayGoOn);
        List<String> offered = human.decisions(now);
        if (human != HumanTask.DECIDE_HOW_TO_GO_ON) {
            return offered;
        }
        Set<Object> left = valuesOf(variables.apply("goOnChoices"));
        return offered.stream().filter(left::contains).toList();
    }

    /** @param choices rows of label and value, as the form's radio shows them */
    private static Set<Object> valuesOf(@Nullable Object choices) {
        return choices instanceof Collection<?> rows
                ? rows.stream()
                        .flatMap(
                                row -> row instanceof Map<?, ?> map ? Stream.ofNullable(map.get("value")) : Stream.of())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** Inside a roll-back there is no other one. */
    boolean rollBackIsOffered(Failover failover, boolean inRollBack) {
        return !inRollBack && pointOfNoReturn.of(failover).rollBackOffered();
    }
}
