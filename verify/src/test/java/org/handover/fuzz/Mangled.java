package org.handover.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/**
 * A good text and what went wrong with it. Each number stands for one mutation and its place, so a failure shrinks to those
 * that it needs.
 */
public final class Mangled {
    /** Another value gives other inputs under the same seeds of the properties. */
    private static final long SALT = Long.getLong("handover.faults.seed", 0);

    private static final int MOST_MUTATIONS = 5;
    private static final int MOST_SHOWN = 300;

    private final String original;
    private final List<Long> numbers;
    private final List<Mutation> kinds;

    private Mangled(String original, List<Long> numbers, List<Mutation> kinds) {
        this.original = original;
        this.numbers = numbers;
        this.kinds = kinds;
    }

    /**
     * Any of these texts after some mutations.
     *
     * @param kinds one that stands here twice happens twice as often
     */
    public static Arbitrary<Mangled> anyOf(List<String> originals, List<Mutation> kinds) {
        Arbitrary<List<Long>> numbers = Arbitraries.longs()
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofMaxSize(MOST_MUTATIONS);
        return Combinators.combine(Arbitraries.of(originals), numbers)
                .as((original, chosen) -> new Mangled(original, chosen, kinds));
    }

    /** Any of these texts after some mutations, always the same for the same number. */
    public static Mangled of(List<String> originals, List<Mutation> kinds, long number) {
        SplittableRandom chance = new SplittableRandom(number);
        String original = TextMutations.one(originals, chance);
        return new Mangled(
                original,
                chance.longs(chance.nextInt(MOST_MUTATIONS + 1)).boxed().toList(),
                kinds);
    }

    /** What it was. */
    public String original() {
        return original;
    }

    /** What it has become. */
    public String text() {
        StringBuilder text = new StringBuilder(original);
        for (long number : numbers) {
            SplittableRandom chance = new SplittableRandom(number ^ SALT);
            kinds.get(chance.nextInt(kinds.size())).apply(text, chance);
        }
        return text.toString();
    }

    /** For what else of the input chance decides; always the same for the same input. */
    public SplittableRandom chance() {
        return new SplittableRandom(numbers.stream().mapToLong(Long::longValue).sum() ^ SALT);
    }

    /** The beginning of the text, with everything that is not ASCII escaped. */
    @Override
    public String toString() {
        String text = text();
        StringBuilder shown =
                new StringBuilder(text.length() + " characters, mutations " + numbers + ", salt " + SALT + ": ");
        text.chars().limit(MOST_SHOWN).forEach(c -> {
            if (c >= ' ' && c < 0x7F) {
                shown.append((char) c);
            } else {
                shown.append("\\u%04X".formatted(c));
            }
        });
        return shown.append(text.length() > MOST_SHOWN ? "…" : "").toString();
    }
}
