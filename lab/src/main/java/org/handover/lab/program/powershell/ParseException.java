package org.handover.lab.program.powershell;

/** What Windows PowerShell refuses to read, or the lab's does not know. */
final class ParseException extends Exception {
    ParseException(String message) {
        super(message);
    }
}
