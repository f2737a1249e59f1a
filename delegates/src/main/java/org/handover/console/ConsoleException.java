package org.handover.console;

/**
 * Why something could not be typed, or not to its end. The message is one sentence that an operator can act on and holds
 * no secret.
 */
public abstract sealed class ConsoleException extends Exception {
    private static final long serialVersionUID = 1L;

    private ConsoleException(String sentence) {
        super(sentence);
    }

    /** Whether the command may have run, wholly or in part. When false, nothing was typed. */
    public boolean commandMayHaveRun() {
        return false;
    }

    /**
     * Whether the server answered, if only with a refusal or too late. Where it did not, it was silent, and only a silent server
     * may be a lost one.
     */
    public boolean answered() {
        return true;
    }

    /** What the command had printed before it was lost sight of, redacted; empty where nothing was typed. */
    public String partialOutput() {
        return "";
    }

    /** No connection came about, or it ended before the command was sent. Nothing was typed. */
    public static final class Unreachable extends ConsoleException {
        private static final long serialVersionUID = 1L;
        private final boolean answered;

        /** The server was silent. */
        public Unreachable(String sentence) {
            this(sentence, false);
        }

        public Unreachable(String sentence, boolean answered) {
            super(sentence);
            this.answered = answered;
        }

        @Override
        public boolean answered() {
            return answered;
        }
    }

    /** Something answers there that does not have the key of the inventory. Nothing was typed, no logon was tried. */
    public static final class HostKeyMismatch extends ConsoleException {
        private static final long serialVersionUID = 1L;

        public HostKeyMismatch(String sentence) {
            super(sentence);
        }
    }

    /** The server refused the logon. It is not tried again by itself: see {@link Consoles#allowLogonAgain}. Nothing was typed. */
    public static final class LogonRefused extends ConsoleException {
        private static final long serialVersionUID = 1L;

        public LogonRefused(String sentence) {
            super(sentence);
        }
    }

    /** The account's shell is neither cmd.exe nor PowerShell. Nothing was typed but the question which shell it is. */
    public static final class UnknownShell extends ConsoleException {
        private static final long serialVersionUID = 1L;

        public UnknownShell(String sentence) {
            super(sentence);
        }
    }

    /** The connection was lost after the command had been sent. Without a terminal the command goes on by itself. */
    public static final class CutOff extends ConsoleException {
        private static final long serialVersionUID = 1L;
        private final String partialOutput;

        public CutOff(String sentence, String partialOutput) {
            super(sentence);
            this.partialOutput = partialOutput;
        }

        @Override
        public boolean commandMayHaveRun() {
            return true;
        }

        @Override
        public String partialOutput() {
            return partialOutput;
        }
    }

    /** The command ran longer than its limit; the channel was closed. Without a terminal the command goes on by itself. */
    public static final class TimedOut extends ConsoleException {
        private static final long serialVersionUID = 1L;
        private final String partialOutput;

        public TimedOut(String sentence, String partialOutput) {
            super(sentence);
            this.partialOutput = partialOutput;
        }

        @Override
        public boolean commandMayHaveRun() {
            return true;
        }

        @Override
        public String partialOutput() {
            return partialOutput;
        }
    }

    /** There is no such file on the server. */
    public static final class FileNotFound extends ConsoleException {
        private static final long serialVersionUID = 1L;

        public FileNotFound(String sentence) {
            super(sentence);
        }
    }

    /** The account may not do that to the file. */
    public static final class AccessDenied extends ConsoleException {
        private static final long serialVersionUID = 1L;

        public AccessDenied(String sentence) {
            super(sentence);
        }
    }

    /** The file could not be transferred; where it was being written it may be there in part. */
    public static final class TransferFailed extends ConsoleException {
        private static final long serialVersionUID = 1L;
        private final boolean mayHaveWritten;

        public TransferFailed(String sentence, boolean mayHaveWritten) {
            super(sentence);
            this.mayHaveWritten = mayHaveWritten;
        }

        /** Whether the file on the server may have been changed. */
        @Override
        public boolean commandMayHaveRun() {
            return mayHaveWritten;
        }
    }
}
