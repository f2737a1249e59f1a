package org.handover.lab.program.cmd;

/** A command line that cmd.exe refuses as a whole. */
final class CmdSyntaxException extends Exception {
    CmdSyntaxException(String message) {
        super(message);
    }
}
