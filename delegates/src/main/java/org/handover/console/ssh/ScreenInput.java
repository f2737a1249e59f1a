package org.handover.console.ssh;

/**
 * Keeps from the terminal emulator what it was not made for: it keeps every line that scrolls off, and makes all lines anew
 * for every reset, however many there are.
 */
final class ScreenInput {
    private static final int ESCAPE = 0x1B;
    private static final int CONTROL_SEQUENCE = 0x9B;
    private static final int LONGEST_SEQUENCE = 64;

    /** More digits than the columns of any terminal have. */
    private static final int MOST_DIGITS = 4;

    /** Far more lines than a command with prompts prints. */
    private static final int MOST_SCROLLED = 10_000;

    private boolean afterEscape;
    private boolean inSequence;
    private int length;
    private int digits;
    private int scrolled;

    /** Whether the emulator is to have this character. */
    boolean passes(int character) {
        boolean begins = character == CONTROL_SEQUENCE || (afterEscape && character == '[');
        scrolled += afterEscape && character == 'c' ? Screen.ROWS : 0;
        afterEscape = character == ESCAPE;
        if (afterEscape || begins) {
            scrolled++;
            inSequence = begins;
            length = 0;
            digits = 0;
        } else if (inSequence) {
            return passesInSequence(character);
        } else if (character >= '\n' && character <= '\f') {
            scrolled++;
        }
        return scrolled < MOST_SCROLLED;
    }

    private boolean passesInSequence(int character) {
        length++;
        digits = character >= '0' && character <= '9' ? digits + 1 : 0;
        if (character >= '@' && character <= '~') {
            inSequence = false;
            scrolled += character == 'S' ? Screen.ROWS : 0;
            return scrolled < MOST_SCROLLED;
        }
        return length <= LONGEST_SEQUENCE && digits <= MOST_DIGITS && scrolled < MOST_SCROLLED;
    }
}
