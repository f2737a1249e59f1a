package org.handover.tool;

import java.util.List;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.RefusedValueException;

/** {@code tasklist}: whether a program runs. */
public final class TaskList {
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private TaskList() {}

    /** What it answers. */
    public sealed interface Answer {

        /** At least one process of that image, with their ids. */
        record Running(List<Integer> processIds) implements Answer {
            public Running {
                processIds = List.copyOf(processIds);
            }
        }

        record NotRunning() implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    /**
     * Whether a process of this image runs, whoever started it.
     *
     * @param image for example {@code ssoconfig.exe}
     */
    public static ToolCommand<Answer> running(String image) {
        if (!IMAGE.matcher(image).matches()) {
            throw new RefusedValueException("The name of a program has letters, digits and _ . - only.");
        }
        return new ToolCommand<>(
                "tasklist /fo csv /nh /fi \"IMAGENAME eq " + image + "\"", transcript -> read(image, transcript));
    }

    private static Answer read(String image, Transcript transcript) {
        List<String> lines = Texts.lines(transcript);
        List<Integer> processIds = lines.stream()
                .filter(line -> line.startsWith("\""))
                .map(Texts::quotedFields)
                .filter(fields -> fields.size() >= 2
                        && fields.get(0).equalsIgnoreCase(image)
                        && NUMBER.matcher(fields.get(1)).matches())
                .map(fields -> Integer.valueOf(fields.get(1)))
                .toList();
        if (!processIds.isEmpty()) {
            return new Answer.Running(processIds);
        }
        // One translated sentence instead of a list says that there is nothing to list.
        boolean oneSentence = lines.size() == 1 && !lines.get(0).startsWith("\"");
        return oneSentence && Texts.succeeded(transcript)
                ? new Answer.NotRunning()
                : new Answer.CannotTell(
                        "tasklist prints neither processes nor one sentence" + Texts.exitCode(transcript) + ".");
    }
}
