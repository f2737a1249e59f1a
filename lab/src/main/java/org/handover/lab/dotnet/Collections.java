package org.handover.lab.dotnet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Dictionary} and {@code List} of {@code System.Collections.Generic}; what they may hold is not checked. */
public final class Collections {
    private static final int NOT_FOUND = 0x80131577;
    private static final int OUT_OF_RANGE = 0x80131502;

    private Collections() {}

    public static List<DotNetType> types() {
        return List.of(
                new Generic("System.Collections.Generic.Dictionary"), new Generic("System.Collections.Generic.List"));
    }

    private record Generic(String fullName) implements DotNetType {
        @Override
        public Object create(List<Argument> arguments) {
            return fullName.endsWith("List")
                    ? new Sequence(this, new ArrayList<>())
                    : new Dictionary(this, new LinkedHashMap<>());
        }
    }

    private record Dictionary(DotNetType type, Map<Object, @Nullable Object> entries) implements DotNetObject {
        @Override
        public @Nullable Object call(String method, List<Argument> arguments) throws DotNetException {
            Object key = arguments.isEmpty() ? null : arguments.get(0).value();
            if (key == null) {
                throw DotNetException.noMember(type.fullName(), method);
            }
            return switch (method.toLowerCase(Locale.ROOT) + arguments.size()) {
                case "trygetvalue2" -> {
                    arguments.get(1).value(entries.get(key));
                    yield entries.containsKey(key);
                }
                case "get_item1" -> {
                    if (!entries.containsKey(key)) {
                        throw new DotNetException("KeyNotFoundException", NOT_FOUND, "There is no such key.");
                    }
                    yield entries.get(key);
                }
                case "set_item2", "add2" -> {
                    entries.put(key, arguments.get(1).value());
                    yield null;
                }
                case "containskey1" -> entries.containsKey(key);
                case "remove1" -> {
                    boolean there = entries.containsKey(key);
                    entries.remove(key);
                    yield there;
                }
                default -> throw DotNetException.noMember(type.fullName(), method);
            };
        }

        @Override
        public @Nullable Object get(String member) throws DotNetException {
            return switch (member.toLowerCase(Locale.ROOT)) {
                case "count" -> entries.size();
                case "keys" -> new ArrayList<>(entries.keySet());
                case "values" -> new ArrayList<>(entries.values());
                default -> throw DotNetException.noMember(type.fullName(), member);
            };
        }
    }

    private record Sequence(DotNetType type, List<@Nullable Object> items) implements DotNetObject {
        @Override
        public @Nullable Object call(String method, List<Argument> arguments) throws DotNetException {
            Object first = arguments.isEmpty() ? null : arguments.get(0).value();
            return switch (method.toLowerCase(Locale.ROOT) + arguments.size()) {
                case "add1" -> {
                    items.add(first);
                    yield null;
                }
                case "contains1" -> items.contains(first);
                case "get_item1" -> {
                    if (!(first instanceof Integer index) || index < 0 || index >= items.size()) {
                        throw new DotNetException(
                                "ArgumentOutOfRangeException", OUT_OF_RANGE, "There is no such element.");
                    }
                    yield items.get(index);
                }
                case "toarray0" -> new ArrayList<>(items);
                default -> throw DotNetException.noMember(type.fullName(), method);
            };
        }

        @Override
        public @Nullable Object get(String member) throws DotNetException {
            if (member.equalsIgnoreCase("count")) {
                return items.size();
            }
            throw DotNetException.noMember(type.fullName(), member);
        }
    }
}
