package org.handover.lab.program.powershell;

import java.util.Locale;
import java.util.Map;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.jspecify.annotations.Nullable;

/** An object that is nothing but named values, and is shown as a list of them. */
record Properties(String typeName, Map<String, Object> values) implements DotNetObject {

    private record Type(String fullName) implements DotNetType {}

    @Override
    public DotNetType type() {
        return new Type(typeName);
    }

    @Override
    public @Nullable Object get(String member) throws DotNetException {
        return values.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(member))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> DotNetException.noMember(typeName, member));
    }

    String shown() {
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(1);
        StringBuilder shown = new StringBuilder("\r\n");
        values.forEach((name, value) ->
                shown.append(String.format(Locale.ROOT, "%-" + width + "s : %s\r\n", name, Values.text(value))));
        return shown.append("\r\n").toString();
    }
}
