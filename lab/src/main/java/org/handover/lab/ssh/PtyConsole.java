package org.handover.lab.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.ProcessTree;
import org.handover.lab.windows.ServerSettings;

/** A console behind a pty. Enter is CR; LF is a character like any other. Source: docs/windows-consoles.md, Prompts. */
final class PtyConsole implements ProcessConsole {
    private static final char BACKSPACE = '\b';
    private static final char DELETE = '\u007f';
    private static final char CTRL_Z = '\u001a';

    private final ProcessTree tree;
    private final ConPtyScreen screen;
    private final TerminalInput input;

    PtyConsole(ProcessTree tree, InputStream in, OutputStream out, int width, int height) {
        this.tree = tree;
        this.screen = new ConPtyScreen(out, width, height);
        this.input = new TerminalInput(in, tree::interrupt);
    }

    void open(String title, ServerSettings settings) throws InterruptedException {
        input.start("terminal " + title);
        screen.open(settings.terminalQuery().sequence());
        if (settings.terminalQuery() != ServerSettings.TerminalQuery.NONE) {
            input.awaitAnswer(settings.terminalPatience());
        }
        screen.clear(title);
    }

    void resize(int width, int height) {
        screen.resize(width, height);
    }

    @Override
    public void out(String text) {
        if (!tree.ended() && !text.isEmpty()) {
            screen.print(text);
        }
    }

    @Override
    public void err(String text) {
        out(text);
    }

    @Override
    public String readConsoleLine(String prompt, boolean mask) throws InterruptedException {
        screen.place();
        out(prompt);
        StringBuilder line = new StringBuilder();
        for (char key = input.key(); key != '\r'; key = input.key()) {
            if (key == BACKSPACE || key == DELETE) {
                if (!line.isEmpty()) {
                    line.setLength(line.length() - (line.length() > 1 && Character.isSurrogate(key(line)) ? 2 : 1));
                    screen.echo("\b \b");
                }
            } else {
                line.append(key);
                echo(line, key, mask);
            }
        }
        out("\r\n");
        return line.toString();
    }

    @Override
    public String readStandardInput(String prompt) throws InterruptedException {
        return readConsoleLine(prompt, false);
    }

    @Override
    public Optional<String> standardInputLine() throws InterruptedException {
        String line = readConsoleLine("", false);
        return line.indexOf(CTRL_Z) == 0 ? Optional.empty() : Optional.of(line);
    }

    @Override
    public boolean isConsole() {
        return true;
    }

    private void echo(StringBuilder line, char key, boolean mask) {
        if (Character.isHighSurrogate(key)) {
            return;
        }
        if (mask) {
            screen.echo("*");
        } else if (Character.isLowSurrogate(key) && line.length() > 1) {
            screen.echo(line.substring(line.length() - 2));
        } else {
            screen.echo(String.valueOf(key));
        }
    }

    private static char key(StringBuilder line) {
        return line.charAt(line.length() - 1);
    }
}
