package org.handover.step;

/** What a look at the server says about whether a step happened. */
public sealed interface Probe {

    String seen();

    record Done(String seen) implements Probe {}

    record NotDone(String seen) implements Probe {}

    /** It cannot be told; a person decides. */
    record Unknown(String seen) implements Probe {}
}
