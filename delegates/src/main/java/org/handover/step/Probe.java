package org.handover.step;

/** What a look at the server says about whether a step happened. */
public sealed interface Probe {

    String seen();

    /** Why it is not so, and what can be done about it; empty where the server does not say. */
    default String cause() {
        return "";
    }

    record Done(String seen) implements Probe {}

    record NotDone(String seen, String cause) implements Probe {
        public NotDone(String seen) {
            this(seen, "");
        }
    }

    /** It cannot be told; a person decides. */
    record Unknown(String seen, String cause) implements Probe {
        public Unknown(String seen) {
            this(seen, "");
        }
    }
}
