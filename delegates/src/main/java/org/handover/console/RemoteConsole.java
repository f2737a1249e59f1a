package org.handover.console;

import java.time.Duration;
import org.handover.sso.WindowsPath;

/**
 * Somebody's hands on one Windows server. Command lines are written as for cmd.exe, whatever shell the server has. Every
 * method may block; interrupting the thread closes the channel it waits on and throws {@link InterruptedException}: then,
 * as after {@link ConsoleException.CutOff}, the command may have run.
 */
public interface RemoteConsole {

    /**
     * Types one line without a terminal and waits for its end. A command that asks on the console hangs until the limit.
     *
     * @param commandLine for cmd.exe
     * @param limit the longest that the command may run; a longer one than the console's own total limit is cut to that
     */
    Transcript type(String commandLine, Duration limit) throws ConsoleException, InterruptedException;

    /**
     * Types one line on a terminal of 1,000 columns and answers its prompts. When the connection is cut, Windows ends a
     * command that was typed this way.
     *
     * @param script the prompts in the order in which they come; a command that ends before it asked is no error
     */
    Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit)
            throws ConsoleException, InterruptedException;

    /**
     * The content of a file.
     *
     * @param maxBytes a longer file is refused with {@link ConsoleException.TransferFailed}
     */
    byte[] read(WindowsPath file, int maxBytes) throws ConsoleException, InterruptedException;

    /** Makes the file or replaces it. Its folder must be there. */
    void write(WindowsPath file, byte[] content) throws ConsoleException, InterruptedException;

    /** Whether there is a file or folder of this name. */
    boolean exists(WindowsPath file) throws ConsoleException, InterruptedException;

    /** Deletes a file; that there is none is no error. */
    void delete(WindowsPath file) throws ConsoleException, InterruptedException;
}
