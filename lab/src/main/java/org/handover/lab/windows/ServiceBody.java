package org.handover.lab.windows;

/** What a Windows service does; the service control manager calls it on a thread of the service's own process. */
public interface ServiceBody {

    /** A service that is there and does nothing that anybody sees. */
    ServiceBody IDLE = new ServiceBody() {
        @Override
        public void start() {}

        @Override
        public void stop() {}
    };

    /** Runs until the service is ready. While it runs the service is START_PENDING. */
    void start() throws ServiceStartException, InterruptedException;

    /** Runs until the service has stopped. While it runs the service is STOP_PENDING. */
    void stop() throws InterruptedException;

    /**
     * The service's process ended at once: power failure, or the process died. Nothing is logged and nothing tidied up;
     * what the service kept in memory is gone. A {@link #start} or {@link #stop} under way is interrupted before.
     */
    default void killed() {}

    /** A service that ends instead of starting, with the Windows error that {@code sc query} shows. */
    final class ServiceStartException extends Exception {
        private final int win32ExitCode;

        public ServiceStartException(int win32ExitCode, String message) {
            super(message);
            this.win32ExitCode = win32ExitCode;
        }

        public int win32ExitCode() {
            return win32ExitCode;
        }
    }
}
