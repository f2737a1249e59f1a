package org.handover.lab.windows;

/** Windows' error numbers that have to do with services. */
public final class Win32Error {
    public static final int DONE = 0;
    public static final int ACCESS_DENIED = 5;
    public static final int DEPENDENT_SERVICES_RUNNING = 1051;
    public static final int SERVICE_ALREADY_RUNNING = 1056;
    public static final int SERVICE_DISABLED = 1058;
    public static final int SERVICE_DOES_NOT_EXIST = 1060;
    public static final int SERVICE_CANNOT_ACCEPT_CTRL = 1061;
    public static final int SERVICE_NOT_ACTIVE = 1062;
    public static final int PROCESS_ABORTED = 1067;
    public static final int SERVICE_DEPENDENCY_FAIL = 1068;
    public static final int SERVICE_NEVER_STARTED = 1077;
    public static final int SHUTDOWN_IN_PROGRESS = 1115;

    private Win32Error() {}
}
