package org.handover.tool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.LetterCase;

/** When Windows starts a service by itself: {@code sc qc} and {@code sc config … start=}. Read by number, not by word. */
public enum StartType {
    BOOT("boot"),
    SYSTEM("system"),
    AUTOMATIC("auto"),
    AUTOMATIC_DELAYED("delayed-auto"),
    DEMAND("demand"),
    DISABLED("disabled");

    private static final Pattern FIELD = Pattern.compile("\\s++[^:]++:\\s*+(\\S.*)");
    private static final Pattern NUMBER = Pattern.compile("([0-4])\\s+\\D.*");
    private static final Pattern TYPE_OF_SERVICE = Pattern.compile("[0-9a-fA-F]+\\s+\\D.*");

    private final String word;

    StartType(String word) {
        this.word = word;
    }

    /** As {@code sc config} takes it. */
    public String word() {
        return word;
    }

    /**
     * The start type that {@code sc config} calls so.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static StartType of(String word) {
        for (StartType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("'%s' is no start type of a service.".formatted(word));
    }

    /** What {@code sc qc} answers. */
    public sealed interface Answer {

        record Known(StartType type) implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    /** When ENTSSO is started. */
    public static ToolCommand<Answer> ofEntsso() {
        return new ToolCommand<>("sc qc " + Services.ENTSSO, StartType::read);
    }

    /** Makes it the start type of ENTSSO. Changes something. */
    public static String commandToSet(String type) {
        return "sc config " + Services.ENTSSO + " start= " + type;
    }

    /** The second field, after the type of the service, is the start type: a number and its name. */
    private static Answer read(Transcript transcript) {
        int field = 0;
        for (String line : Texts.lines(transcript)) {
            Matcher matcher = FIELD.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            String value = matcher.group(1).strip();
            if (field == 0 && !TYPE_OF_SERVICE.matcher(value).matches()) {
                break;
            }
            if (field == 1) {
                Matcher number = NUMBER.matcher(value);
                return number.matches()
                        ? new Answer.Known(numbered(Integer.parseInt(number.group(1)), value))
                        : unknown();
            }
            field++;
        }
        return unknown();
    }

    private static Answer unknown() {
        return new Answer.CannotTell("sc qc does not print the start type in the layout that is known here.");
    }

    private static StartType numbered(int number, String value) {
        return switch (number) {
            case 0 -> BOOT;
            case 1 -> SYSTEM;
            case 2 -> LetterCase.upper(value).contains("DELAYED") ? AUTOMATIC_DELAYED : AUTOMATIC;
            case 3 -> DEMAND;
            default -> DISABLED;
        };
    }
}
