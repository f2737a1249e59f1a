package org.handover.lab.dotnet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a method is called with. What it writes into one that was handed over by reference, its caller sees. */
public final class Argument {
    private @Nullable Object value;

    public Argument(@Nullable Object value) {
        this.value = value;
    }

    public @Nullable Object value() {
        return value;
    }

    public void value(@Nullable Object other) {
        value = other;
    }

    public static List<Argument> of(@Nullable Object... values) {
        List<Argument> arguments = new ArrayList<>();
        for (Object each : values) {
            arguments.add(new Argument(each));
        }
        return arguments;
    }
}
