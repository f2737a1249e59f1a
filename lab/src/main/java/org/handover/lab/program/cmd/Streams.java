package org.handover.lab.program.cmd;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.WindowsServer;

/**
 * The three handles of a process and the console behind them.
 *
 * @param console what a program that reads the console reads, wherever its handles go
 */
record Streams(Sink out, Sink err, Source in, ProcessConsole console) {

    /** Where output goes. */
    @FunctionalInterface
    interface Sink {
        void write(String text);

        Sink NOWHERE = text -> {};
    }

    /** Where input comes from, line by line. */
    interface Source {
        Optional<String> line() throws InterruptedException;

        default boolean isConsole() {
            return false;
        }

        Source EMPTY = Optional::empty;
    }

    /** Lines that another command printed, or a file has. */
    static Source lines(String text) {
        Deque<String> lines = new ArrayDeque<>(text.lines().toList());
        return () -> Optional.ofNullable(lines.poll());
    }

    /** A file in the OEM code page. */
    static Sink file(OutputStream file) {
        return text -> {
            try {
                file.write(text.getBytes(WindowsServer.OEM));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    static Streams of(ProcessConsole console) {
        Source source = new Source() {
            @Override
            public Optional<String> line() throws InterruptedException {
                return console.standardInputLine();
            }

            @Override
            public boolean isConsole() {
                return console.isConsole();
            }
        };
        return new Streams(console::out, console::err, source, console);
    }

    Streams withOut(Sink sink) {
        return new Streams(sink, err, in, console);
    }

    Streams withErr(Sink sink) {
        return new Streams(out, sink, in, console);
    }

    Streams withIn(Source source) {
        return new Streams(out, err, source, console);
    }

    void outLine(String line) {
        out.write(line + "\r\n");
    }

    void errLine(String line) {
        err.write(line + "\r\n");
    }

    /** What a program sees that is started with these handles. */
    ProcessConsole asConsole() {
        return new ProcessConsole() {
            @Override
            public void out(String text) {
                out.write(text);
            }

            @Override
            public void err(String text) {
                err.write(text);
            }

            @Override
            public String readConsoleLine(String prompt, boolean mask) throws InterruptedException {
                return console.readConsoleLine(prompt, mask);
            }

            @Override
            public String readStandardInput(String prompt) throws InterruptedException {
                out.write(prompt);
                return in.line().orElse("");
            }

            @Override
            public Optional<String> standardInputLine() throws InterruptedException {
                return in.line();
            }

            @Override
            public boolean isConsole() {
                return in.isConsole();
            }

            @Override
            public int codePage() {
                return console.codePage();
            }

            @Override
            public void codePage(int number) {
                console.codePage(number);
            }
        };
    }
}
