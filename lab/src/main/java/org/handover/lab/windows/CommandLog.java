package org.handover.lab.windows;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Every command line that was typed at a server and, marked by the programs, every change that was done: the lab's honest
 * count. Numbers start at 1, grow by one, and go on after a restart of the lab; only the newest entries are kept.
 */
public final class CommandLog {

    /** A command line as the SSH client sent it, or a line at an interactive shell's prompt. */
    public record Typed(long number, Instant at, String account, String commandLine, boolean pty) {}

    /** Something that is different now: {@code ENTSSO started}, {@code file written C:\…}. */
    public record Change(long number, Instant at, String what) {}

    private static final int KEPT = 10_000;
    private static final int LONGEST = 32_768;

    private final Clock clock;
    private final Runnable commandTyped;
    private final JsonLines<Typed> typed;
    private final JsonLines<Change> changes;

    CommandLog(Path home, Clock clock, Runnable commandTyped) {
        this.clock = clock;
        this.commandTyped = commandTyped;
        this.typed = new JsonLines<>(home.resolve("typed.jsonl"), Typed.class, KEPT);
        this.changes = new JsonLines<>(home.resolve("changes.jsonl"), Change.class, KEPT);
    }

    /** Oldest first. */
    public List<Typed> typed() {
        return typed.all();
    }

    /** Oldest first. */
    public List<Change> changes() {
        return changes.all();
    }

    /** How many command lines were ever typed. */
    public long typedCount() {
        Typed newest = typed.newest();
        return newest == null ? 0 : newest.number();
    }

    /** How many changes were ever done. */
    public long changeCount() {
        Change newest = changes.newest();
        return newest == null ? 0 : newest.number();
    }

    public synchronized void changed(String what) {
        changes.append(new Change(changeCount() + 1, clock.instant(), what));
    }

    /** Notes a command line before anything is made of it; a fault that waited for it comes now. */
    public void typed(String account, String commandLine, boolean pty) {
        String kept = commandLine.length() <= LONGEST ? commandLine : commandLine.substring(0, LONGEST) + "…";
        synchronized (this) {
            typed.append(new Typed(typedCount() + 1, clock.instant(), account, kept, pty));
        }
        commandTyped.run();
    }
}
