package org.handover.lab.program.powershell;

import java.util.List;
import org.handover.lab.windows.ProcessConsole;
import org.jspecify.annotations.Nullable;

/** Shows values as PowerShell does at the end of a pipeline. Services that come one after the other share a table. */
final class Screen implements Output {
    private final ProcessConsole console;
    private boolean inTable;

    Screen(ProcessConsole console) {
        this.console = console;
    }

    @Override
    public ProcessConsole console() {
        endTable();
        return console;
    }

    @Override
    public void put(@Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(this::put);
        } else if (value instanceof ServiceObject service) {
            if (!inTable) {
                ServiceObject.TITLE.forEach(console::outLine);
                inTable = true;
            }
            console.outLine(service.row());
        } else if (value != null) {
            endTable();
            console.out(
                    value instanceof ClockTime time
                            ? time.shown()
                            : value instanceof Properties properties
                                    ? properties.shown()
                                    : Values.text(value) + "\r\n");
        }
    }

    void endTable() {
        if (inTable) {
            inTable = false;
            console.outLine("");
            console.outLine("");
        }
    }
}
