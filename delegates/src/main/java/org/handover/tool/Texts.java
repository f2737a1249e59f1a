package org.handover.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.handover.console.Transcript;

/** How the answers of the tools look, whatever their language. */
final class Texts {
    private static final Pattern LINE_END = Pattern.compile("\\R");

    private Texts() {}

    /** The lines that are not blank, without the blanks at their ends. */
    static List<String> lines(Transcript transcript) {
        return LINE_END.splitAsStream(transcript.output())
                .map(String::stripTrailing)
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** The output with its line ends taken out: a narrow console may have put one anywhere. */
    static String unwrapped(Transcript transcript) {
        return LINE_END.matcher(transcript.output()).replaceAll("");
    }

    static boolean succeeded(Transcript transcript) {
        Integer exitCode = transcript.exitCode();
        return exitCode != null && exitCode == 0;
    }

    static String exitCode(Transcript transcript) {
        return transcript.exitCode() == null ? "" : " (exit code " + transcript.exitCode() + ")";
    }

    /** The fields of one line of comma-separated values, all of them between quotes as Windows writes them. */
    static List<String> quotedFields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '"') {
                if (inside) {
                    field.append(c);
                }
            } else if (inside && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else {
                if (inside) {
                    fields.add(field.toString());
                    field.setLength(0);
                }
                inside = !inside;
            }
        }
        return fields;
    }
}
