package org.handover.tool;

import java.util.Arrays;
import java.util.Optional;

/** The state of a Windows service, by the number that {@code sc} prints in every language. */
public enum ServiceState {
    STOPPED(1),
    START_PENDING(2),
    STOP_PENDING(3),
    RUNNING(4),
    CONTINUE_PENDING(5),
    PAUSE_PENDING(6),
    PAUSED(7);

    private final int number;

    ServiceState(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Whether it is on its way from one state to another. */
    public boolean pending() {
        return this == START_PENDING || this == STOP_PENDING || this == CONTINUE_PENDING || this == PAUSE_PENDING;
    }

    static Optional<ServiceState> numbered(int number) {
        return Arrays.stream(values()).filter(state -> state.number == number).findFirst();
    }
}
