package org.handover.lab.program.cmd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.handover.lab.windows.ProcessConsole;

/** A console without a terminal that keeps what was printed and has its input ready. */
final class RecordingConsole implements ProcessConsole {
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private final Deque<String> input;

    RecordingConsole(List<String> input) {
        this.input = new ArrayDeque<>(input);
    }

    String printed() {
        return out.toString();
    }

    String complained() {
        return err.toString();
    }

    @Override
    public void out(String text) {
        out.append(text);
    }

    @Override
    public void err(String text) {
        err.append(text);
    }

    @Override
    public String readConsoleLine(String prompt, boolean mask) {
        throw new IllegalStateException("There is no console");
    }

    @Override
    public String readStandardInput(String prompt) {
        out.append(prompt);
        return standardInputLine().orElse("");
    }

    @Override
    public Optional<String> standardInputLine() {
        return Optional.ofNullable(input.poll());
    }
}
