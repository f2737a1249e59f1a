package org.handover.lab.windows;

import java.util.Map;

/** A program that cares for its environment: a shell, which expands {@code %VAR%} and hands it on. */
public interface ShellProgram extends Program {

    /**
     * Runs to its end.
     *
     * @param environment a copy of its own, with names in any case
     */
    int run(Invocation invocation, Map<String, String> environment) throws InterruptedException;

    @Override
    default int run(Invocation invocation) throws InterruptedException {
        return run(invocation, invocation.server().environment(invocation.logon()));
    }
}
