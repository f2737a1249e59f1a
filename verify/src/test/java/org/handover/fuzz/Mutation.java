package org.handover.fuzz;

import java.util.SplittableRandom;

/** One thing that goes wrong with a text on its way, at a place that chance chooses. */
@FunctionalInterface
public interface Mutation {
    void apply(StringBuilder text, SplittableRandom chance);
}
