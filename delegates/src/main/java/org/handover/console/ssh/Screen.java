package org.handover.console.ssh;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.builtins.ScreenTerminal;

/**
 * What a person would see on the terminal that ConPTY draws on: JLine's terminal emulator carries out the control sequences
 * and answers the questions among them ({@code ESC[c}, {@code ESC[6n}). A line that filled a row to its end and went on in the
 * next is one line again.
 */
final class Screen {
    /** The commands that are typed with a terminal print some dozen lines; what scrolls off is lost. */
    static final int ROWS = 200;

    /** Ends a control sequence without carrying it out. */
    private static final String CANCEL = "\u0018";

    /** The emulator makes itself as wide when it is told to, and no wider. */
    private static final int WIDE = 132;

    private final int columns;
    private final int width;
    private final ScreenTerminal terminal;
    private final long[] cells;
    private final int[] cursor = new int[2];
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ScreenInput input = new ScreenInput();
    private byte[] undecoded = {};
    private boolean looked;

    Screen(int columns) {
        this.columns = columns;
        this.terminal = new ScreenTerminal(columns, ROWS);
        this.width = Math.max(columns, WIDE);
        this.cells = new long[width * ROWS];
    }

    /**
     * Draws what has come.
     *
     * @return what the terminal has to answer to it, mostly nothing
     */
    String draw(byte[] output) {
        StringBuilder answers = new StringBuilder();
        // One at a time: the emulator keeps only its last answer.
        decode(output).codePoints().filter(input::passes).forEach(character -> answers.append(draw(character)));
        looked = false;
        return answers.toString();
    }

    /** A control sequence that the emulator fails at, such as one that takes more off a line than stands on it, is passed over. */
    private String draw(int character) {
        try {
            terminal.write(Character.toString(character));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            terminal.write(CANCEL);
        }
        return terminal.read();
    }

    private String decode(byte[] output) {
        ByteBuffer bytes = ByteBuffer.allocate(undecoded.length + output.length)
                .put(undecoded)
                .put(output)
                .flip();
        CharBuffer characters = CharBuffer.allocate(bytes.remaining() + 1);
        utf8.decode(bytes, characters, false);
        undecoded = new byte[bytes.remaining()];
        bytes.get(undecoded);
        return characters.flip().toString();
    }

    /** The row in which the cursor stands, from 0. */
    int cursorRow() {
        look();
        return cursor[1];
    }

    /** That row up to the cursor, without blanks around it. */
    String upToCursor() {
        look();
        return row(cursor[1]).substring(0, Math.min(cursor[0], columns)).strip();
    }

    /** Everything on the screen, lines ending in LF, without blanks at the ends of lines and without empty lines at the end. */
    String text() {
        look();
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            String text = row(row);
            line.append(text);
            boolean wrapped = text.charAt(columns - 1) != ' ' && row + 1 < ROWS;
            if (!wrapped) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
        }
        return String.join("\n", lines).stripTrailing();
    }

    private void look() {
        if (!looked) {
            Arrays.fill(cells, ' ');
            terminal.dump(cells, 0, 0, ROWS, width, cursor);
            looked = true;
        }
    }

    private String row(int row) {
        StringBuilder text = new StringBuilder(columns);
        for (int column = 0; column < columns; column++) {
            int character = (int) cells[row * width + column];
            text.append(character < ' ' || !Character.isBmpCodePoint(character) ? ' ' : (char) character);
        }
        return text.toString();
    }
}
