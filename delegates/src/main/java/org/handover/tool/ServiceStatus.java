package org.handover.tool;

/** What {@code sc queryex} answers. */
public sealed interface ServiceStatus {

    /**
     * The service is installed.
     *
     * @param state its state
     * @param processId of its process, 0 while it is stopped
     * @param win32ExitCode why it stopped, 0 where nothing was wrong
     */
    record Known(ServiceState state, int processId, int win32ExitCode) implements ServiceStatus {}

    /** There is no such service on the server. */
    record NotInstalled() implements ServiceStatus {}

    record CannotTell(String reason) implements ServiceStatus {}

    /** Whether it is known to be in this state. */
    default boolean is(ServiceState state) {
        return this instanceof Known known && known.state() == state;
    }
}
