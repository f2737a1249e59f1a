package org.handover.step;

import org.handover.journal.Failover;
import org.handover.journal.Intent;
import org.handover.sso.WindowsPath;

/**
 * The folder that an attempt's command line creates before it acts, named after estate, run, step and attempt. Whoever
 * creates it first decides whether the command may still run: the attempt itself, or the node that takes over.
 */
final class Claims {

    /** Where only administrators may write: nobody else can change the update file, or take a claim in advance. */
    static final WindowsPath HOME = WindowsPath.of("C:\\Program Files\\Handover");

    private Claims() {}

    static WindowsPath of(Failover failover, String step, int attempt) {
        return HOME.child("Claims")
                .child("%s.%s.%s.%d"
                        .formatted(failover.estate().value(), failover.id().value(), step, attempt));
    }

    static WindowsPath of(Intent intent) {
        return WindowsPath.of(intent.claim());
    }
}
