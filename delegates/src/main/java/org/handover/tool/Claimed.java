package org.handover.tool;

/**
 * What came of a command behind a claim.
 *
 * @param <A> the command's own answer
 */
public sealed interface Claimed<A> {

    /**
     * The claim was not taken before. Where making its folder failed for another reason (no right, no such folder), the
     * command's answer is what it makes of that: never that it is done.
     */
    record Acted<A>(A answer) implements Claimed<A> {}

    /** The folder was there already: somebody else has acted, or is acting. This line did nothing. */
    record ByAnother<A>() implements Claimed<A> {}
}
