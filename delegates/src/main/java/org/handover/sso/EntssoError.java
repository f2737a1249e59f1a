package org.handover.sso;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error code of ENTSSO's tools (docs/entsso.md 5.5) or of Windows beneath them, with what it means here.
 *
 * @param code {@code 0xC0002A1B}: 0x and eight hexadecimal digits in upper case
 * @param means one sentence
 * @param whatToDo one sentence that an operator can act on
 */
public record EntssoError(String code, String means, String whatToDo) {

    public static final String NOT_THE_MASTER = "0xC0002A0E";
    public static final String SERVER_NOT_REACHED = "0xC0002A0F";
    public static final String NOT_LOCAL_ADMINISTRATOR = "0xC0002A13";
    public static final String WRONG_PASSWORD = "0xC0002A1B";
    public static final String NO_SECRET = "0xC0002A1F";
    public static final String FILE_NOT_OPENED = "0xC0002A20";
    public static final String REENCRYPTION_RUNS = "0xC0002A3E";
    public static final String WRONG_SECRET = "0xC0002A3F";
    public static final String ACCESS_DENIED = "0xC0002A5A";

    private static final Pattern CODE = Pattern.compile("0[xX]([0-9A-Fa-f]{8})(?![0-9A-Fa-f])");
    private static final Map<String, EntssoError> KNOWN = EntssoErrors.known();

    /**
     * The meaning of a code; of one that is not known here it says so.
     *
     * @throws RefusedValueException when this is no code of eight hexadecimal digits
     */
    public static EntssoError of(String code) {
        Matcher matcher = CODE.matcher(code);
        if (!matcher.matches()) {
            throw new RefusedValueException("An error code is 0x and eight hexadecimal digits.");
        }
        String canonical = "0x" + matcher.group(1).toUpperCase(Locale.ROOT);
        EntssoError known = KNOWN.get(canonical);
        return known != null
                ? known
                : new EntssoError(
                        canonical,
                        "This code is not among those that are known here.",
                        "Look at the Application log of the server for events of ENTSSO at that time.");
    }

    /**
     * The first error code that a tool's output carries. Lines that a narrow console wrapped in the middle of the code do
     * not hide it.
     */
    public static Optional<EntssoError> in(String output) {
        Matcher matcher = CODE.matcher(output);
        if (matcher.find()) {
            return Optional.of(of(matcher.group()));
        }
        Matcher unwrapped = CODE.matcher(output.replaceAll("\\R", ""));
        return unwrapped.find() ? Optional.of(of(unwrapped.group())) : Optional.empty();
    }

    public boolean is(String otherCode) {
        return code.equalsIgnoreCase(otherCode);
    }
}
