package org.handover.lab.windows;

/** A program that is installed on a server and that cmd.exe starts in a process of its own. */
@FunctionalInterface
public interface Program {

    /**
     * Runs to its end.
     *
     * @return the exit code
     * @throws InterruptedException when the process is ended from outside: its pty was closed, or the server lost power
     */
    int run(Invocation invocation) throws InterruptedException;
}
