package org.handover.check;

import java.util.Collection;
import java.util.stream.Collectors;
import org.handover.sso.EntssoError;
import org.handover.tool.EventRecord;

/** How several checks put things. */
final class Words {

    private Words() {}

    static String list(Collection<?> things) {
        return things.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    static String of(EventRecord event) {
        return "event %d (record %d)".formatted(event.id(), event.recordId());
    }

    static String of(EntssoError error) {
        return "%s: %s %s".formatted(error.code(), error.means(), error.whatToDo());
    }
}
