package org.handover.fuzz;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * Holds for any input, however bad. How many are tried says {@code jqwik.tries.default}; the same seed is used every time and
 * printed on a failure, and {@code handover.faults.seed} makes other inputs of it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("fuzz")
@Property(seed = "20261123", edgeCases = EdgeCasesMode.NONE, generation = GenerationMode.RANDOMIZED)
public @interface Fuzzed {}
