package org.handover.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.LetterCase;
import org.handover.sso.RefusedValueException;

/**
 * The values of one key as {@code reg query} prints them in the 64-bit view: names, types and data, no translated word
 * (docs/windows-consoles.md, Language and files).
 */
public final class RegistryValues {
    /** The service ENTSSO: account, start type, program (docs/entsso.md 1.4). */
    public static final String ENTSSO_SERVICE = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO";

    /** The SSO database that a server is joined to (docs/entsso.md 5.1). */
    public static final String SSO_DATABASE = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SQL";

    /** The installed versions (docs/entsso.md 5.1). */
    public static final String ENTSSO_VERSIONS = "HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\ENTSSO";

    private static final String SERVICES = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\";
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_$.+ -]{1,256}");
    private static final Pattern VALUE = Pattern.compile("\\s++(\\S(?:.*?\\S)?)\\s{2,}+(REG_[A-Z_]++)(?:\\s++(.*))?");
    private static final Pattern DWORD = Pattern.compile("0[xX]([0-9a-fA-F]{1,8})");

    private RegistryValues() {}

    /** What it answers. */
    public sealed interface Answer {

        /** The key is there; it may have no value at all. */
        record Known(Map<String, String> values) implements Answer {
            public Known {
                values = Map.copyOf(values);
            }

            /** The data of a value; names are the same whatever their case. */
            public Optional<String> text(String name) {
                return Optional.ofNullable(values.get(LetterCase.lower(name)))
                        .map(String::strip)
                        .filter(data -> !data.isEmpty());
            }

            /** The number in a value of the type REG_DWORD. */
            public OptionalLong number(String name) {
                Matcher matcher = DWORD.matcher(text(name).orElse(""));
                return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1), 16)) : OptionalLong.empty();
            }
        }

        /** The key is not there, may not be read, or is printed in another layout: {@code reg} says all that in words only. */
        record CannotTell(String reason) implements Answer {}
    }

    /** @param key one of the keys above */
    public static ToolCommand<Answer> of(String key) {
        return new ToolCommand<>("reg query " + key + " /reg:64", transcript -> read(key, transcript));
    }

    /** The values of a service's own key. */
    public static ToolCommand<Answer> ofService(String service) {
        if (!SERVICE.matcher(service).matches()) {
            throw new RefusedValueException("The name of a service has letters, digits and _ $ . + - and blanks only.");
        }
        String key = SERVICES + service;
        return new ToolCommand<>("reg query \"" + key + "\" /reg:64", transcript -> read(key, transcript));
    }

    private static Answer read(String key, Transcript transcript) {
        String heading = "HKEY_LOCAL_MACHINE" + key.substring("HKLM".length());
        List<String> lines = Texts.lines(transcript);
        Map<String, String> values = new LinkedHashMap<>();
        boolean inKey = false;
        boolean listed = false;
        for (String line : lines) {
            if (LetterCase.upper(line).startsWith("HKEY_")) {
                inKey = line.strip().equalsIgnoreCase(heading);
                listed |= LetterCase.upper(line).startsWith(LetterCase.upper(heading));
            } else if (inKey) {
                Matcher matcher = VALUE.matcher(line);
                if (matcher.matches()) {
                    values.put(
                            LetterCase.lower(matcher.group(1)),
                            matcher.group(3) == null ? "" : matcher.group(3).strip());
                }
            }
        }
        return listed
                ? new Answer.Known(values)
                : new Answer.CannotTell("reg does not list " + key + Texts.exitCode(transcript) + ".");
    }
}
