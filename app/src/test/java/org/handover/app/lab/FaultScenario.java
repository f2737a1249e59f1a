package org.handover.app.lab;

/**
 * A failover that runs into a fault of the lab, as a person can read and check it.
 *
 * @param fault its name in the lab's catalogue
 * @param given what is wrong
 * @param when what the failover is about to do
 * @param play drives the failover into the fault, looks at what the operator gets, and goes on to the end
 */
record FaultScenario(String fault, String given, String when, Play play) {

    /** What happens in it. */
    @FunctionalInterface
    interface Play {
        void in(FaultRun run) throws Exception;
    }

    String sentence() {
        return "%s: given %s, when %s".formatted(fault, given, when);
    }
}
