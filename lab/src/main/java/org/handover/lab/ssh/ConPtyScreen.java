package org.handover.lab.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Draws what a process prints as ConPTY does: it clears the screen first, hides the cursor while it draws, breaks lines hard at
 * the window's width, and moves over longer runs of blanks instead of printing them. UTF-8. Source: docs/windows-consoles.md,
 * Prompts; that runs of eight blanks and more are moved over, and that a prompt is preceded by its position, is invented.
 */
final class ConPtyScreen {
    private static final String ESC = "\u001b";
    private static final int RUN_OF_BLANKS = 8;
    private static final int TAB = 8;

    private final OutputStream out;
    private volatile int width;
    private volatile int height;
    private int column;
    private int row;
    private boolean broken;

    ConPtyScreen(OutputStream out, int width, int height) {
        this.out = out;
        resize(width, height);
    }

    void resize(int newWidth, int newHeight) {
        width = newWidth > 0 ? newWidth : 80;
        height = newHeight > 0 ? newHeight : 25;
    }

    /** What ConPTY says before it knows the terminal. */
    synchronized void open(String query) {
        send(ESC + "[?9001h" + ESC + "[?1004h" + query);
    }

    synchronized void clear(String title) {
        column = 0;
        row = 0;
        send(ESC + "[?25l" + ESC + "[2J" + ESC + "[m" + ESC + "[H" + ESC + "]0;" + title + "\u0007" + ESC + "[?25h");
    }

    synchronized void print(String text) {
        StringBuilder drawn = new StringBuilder(ESC + "[?25l");
        for (int at = 0; at < text.length(); ) {
            at = draw(text, at, drawn);
        }
        send(drawn.append(ESC).append("[?25h").toString());
    }

    /** Puts the cursor where it is already, as ConPTY does when it has painted a frame. */
    synchronized void place() {
        if (column < width) {
            send(ESC + "[" + (row + 1) + ";" + (column + 1) + "H");
        }
    }

    /** A character that was typed, or the asterisk for it. */
    synchronized void echo(String character) {
        StringBuilder drawn = new StringBuilder();
        for (int at = 0; at < character.length(); ) {
            at = draw(character, at, drawn);
        }
        send(drawn.toString());
    }

    private int draw(String text, int at, StringBuilder drawn) {
        char c = text.charAt(at);
        switch (c) {
            case '\r' -> {
                if (at + 1 >= text.length() || text.charAt(at + 1) != '\n') {
                    drawn.append('\r');
                }
                column = 0;
            }
            case '\n' -> newLine(drawn);
            case '\b' -> {
                if (column > 0) {
                    column--;
                    drawn.append('\b');
                }
            }
            case '\f' -> {
                column = 0;
                row = 0;
                drawn.append(ESC).append("[2J").append(ESC).append("[H");
            }
            case '\t' -> blanks(TAB - column % TAB, drawn);
            case ' ' -> {
                int end = at;
                while (end < text.length() && text.charAt(end) == ' ') {
                    end++;
                }
                blanks(end - at, drawn);
                return end;
            }
            default -> {
                if (c > ' ') {
                    wrap(drawn);
                    int codePoint = text.codePointAt(at);
                    drawn.appendCodePoint(codePoint);
                    column++;
                    return at + Character.charCount(codePoint);
                }
            }
        }
        return at + 1;
    }

    private void blanks(int count, StringBuilder drawn) {
        int left = count;
        while (left > 0) {
            wrap(drawn);
            int run = Math.min(left, width - column);
            if (run >= RUN_OF_BLANKS && column + run < width) {
                drawn.append(ESC).append('[').append(run).append('X');
                drawn.append(ESC).append('[').append(run).append('C');
            } else {
                drawn.append(" ".repeat(run));
            }
            column += run;
            left -= run;
        }
    }

    private void wrap(StringBuilder drawn) {
        if (column >= width) {
            column = 0;
            newLine(drawn);
        }
    }

    private void newLine(StringBuilder drawn) {
        drawn.append("\r\n");
        column = 0;
        row = Math.min(row + 1, height - 1);
    }

    private void send(String text) {
        if (broken) {
            return;
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            broken = true;
        }
    }
}
