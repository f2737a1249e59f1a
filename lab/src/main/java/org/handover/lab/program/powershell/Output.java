package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import org.handover.lab.windows.ProcessConsole;
import org.jspecify.annotations.Nullable;

/** Where the values go that statements leave: onto the screen, or into a list. */
interface Output {

    /** A list is given value by value. */
    void put(@Nullable Object value);

    /** Where a program writes by itself that nothing collects from; null where it is collected. */
    default @Nullable ProcessConsole console() {
        return null;
    }

    /** Collects. */
    final class Collector implements Output {
        private final List<@Nullable Object> values = new ArrayList<>();

        @Override
        public void put(@Nullable Object value) {
            if (value instanceof List<?> list) {
                values.addAll(list);
            } else if (value != null) {
                values.add(value);
            }
        }

        List<@Nullable Object> values() {
            return values;
        }
    }

    /** Swallows. */
    Output NOWHERE = value -> {};
}
