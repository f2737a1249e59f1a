package org.handover.lab.program.powershell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.handover.lab.windows.ProcessConsole;
import org.jspecify.annotations.Nullable;

/** What a program prints to that PowerShell started: the same console, or the next in the pipeline, line by line. */
final class ProgramConsole implements ProcessConsole {
    private final ProcessConsole console;
    private final Output out;
    private final Node.Errors errors;
    private final @Nullable ProcessConsole direct;
    private final @Nullable Deque<String> input;
    private final StringBuilder collected = new StringBuilder();

    /** @param input what comes through a pipe; null where nothing does */
    ProgramConsole(ProcessConsole console, Output out, Node.Errors errors, @Nullable List<@Nullable Object> input) {
        this.console = console;
        this.out = out;
        this.errors = errors;
        this.direct = out.console();
        this.input = input == null
                ? null
                : new ArrayDeque<>(input.stream().map(Values::text).toList());
    }

    /** Passes on what was collected. */
    void flush() {
        if (!collected.isEmpty()) {
            out.put(new ArrayList<Object>(collected.toString().lines().toList()));
            collected.setLength(0);
        }
    }

    @Override
    public void out(String text) {
        if (direct == null) {
            collected.append(text);
        } else {
            direct.out(text);
        }
    }

    @Override
    public void err(String text) {
        if (errors == Node.Errors.SHOWN) {
            console.err(text);
        } else if (errors == Node.Errors.OUTPUT) {
            out(text);
        }
    }

    @Override
    public String readConsoleLine(String prompt, boolean mask) throws InterruptedException {
        return console.readConsoleLine(prompt, mask);
    }

    @Override
    public String readStandardInput(String prompt) throws InterruptedException {
        if (input == null) {
            return console.readStandardInput(direct == null ? "" : prompt);
        }
        String next = input.poll();
        return next == null ? "" : next;
    }

    @Override
    public Optional<String> standardInputLine() throws InterruptedException {
        return input == null ? console.standardInputLine() : Optional.ofNullable(input.poll());
    }

    @Override
    public int codePage() {
        return console.codePage();
    }

    @Override
    public void codePage(int number) {
        console.codePage(number);
    }

    @Override
    public boolean isConsole() {
        return input == null && console.isConsole();
    }
}
