package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.jspecify.annotations.Nullable;

/** Properties and methods of any value: of text, lists and numbers those that scripts use most. */
final class Members {
    private Members() {}

    static @Nullable Object get(@Nullable Object target, String name) throws DotNetException {
        if (target instanceof DotNetObject object) {
            return object.get(name);
        }
        if (name.equalsIgnoreCase("Length") || name.equalsIgnoreCase("Count")) {
            return target instanceof List<?> list
                    ? list.size()
                    : target instanceof String text && name.equalsIgnoreCase("Length")
                            ? text.length()
                            : target == null ? 0 : 1;
        }
        if (target instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            for (Object each : list) {
                all.add(get(each, name));
            }
            return all;
        }
        return null;
    }

    static @Nullable Object call(@Nullable Object target, String name, List<Argument> arguments)
            throws DotNetException, InterruptedException {
        if (target instanceof DotNetObject object) {
            if (name.equalsIgnoreCase("ToString") && arguments.isEmpty()) {
                return object.toString();
            }
            return name.equalsIgnoreCase("GetType") ? typeName(object) : object.call(name, arguments);
        }
        if (target == null) {
            throw DotNetException.nullReference();
        }
        Optional<Object> answer = target instanceof String text ? ofText(text, name, arguments) : Optional.empty();
        if (answer.isEmpty() && name.equalsIgnoreCase("ToString")) {
            return number(target, arguments);
        }
        return answer.orElseThrow(
                () -> DotNetException.noMember(target.getClass().getSimpleName(), name));
    }

    private static String typeName(DotNetObject object) {
        return object.type().fullName();
    }

    private static String number(Object value, List<Argument> arguments) {
        String format = arguments.isEmpty() ? "" : Values.text(arguments.get(0).value());
        return value instanceof Integer whole && format.matches("[Xx]\\d?")
                ? String.format(
                        Locale.ROOT,
                        format.length() > 1 && format.charAt(1) != '0' ? "%0" + format.charAt(1) + "X" : "%X",
                        whole)
                : Values.text(value);
    }

    private static Optional<Object> ofText(String text, String name, List<Argument> arguments) {
        String first = arguments.isEmpty() ? "" : Values.text(arguments.get(0).value());
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT) + arguments.size()) {
                    case "toupper0", "toupperinvariant0" -> text.toUpperCase(Locale.ROOT);
                    case "tolower0", "tolowerinvariant0" -> text.toLowerCase(Locale.ROOT);
                    case "trim0" -> text.strip();
                    case "startswith1" -> text.startsWith(first);
                    case "endswith1" -> text.endsWith(first);
                    case "contains1" -> text.contains(first);
                    case "indexof1" -> text.indexOf(first);
                    case "replace2" ->
                        text.replace(first, Values.text(arguments.get(1).value()));
                    case "split1" ->
                        new ArrayList<Object>(List.of(text.split(java.util.regex.Pattern.quote(first), -1)));
                    default -> null;
                });
    }
}
