package org.handover.tool;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.EntssoError;
import org.handover.sso.LetterCase;
import org.handover.sso.RefusedValueException;
import org.handover.sso.SsoServerName;

/** Reads what {@code ssomanage} and {@code ssoconfig} print (docs/entsso.md 3.0). */
final class SsoOutput {
    /** Windows' own sentence for success; one page of the documentation prints it without a full stop. */
    private static final List<String> SUCCESS = List.of(
            "the operation completed successfully",
            "der vorgang wurde erfolgreich beendet",
            "l'opération a réussi",
            "la operación se completó correctamente",
            "operazione completata",
            "de bewerking is voltooid");

    private static final Pattern THIS_COMPUTER = Pattern.compile("(?i)Using SSO server on this computer\\.?");
    private static final Pattern OTHER_COMPUTER = Pattern.compile("(?i)Using SSO server\\s*:\\s*(\\S+)");
    private static final Pattern SETTING = Pattern.compile("\\s*+([^:]++):\\s*+(.*)");
    private static final Pattern NOT_SET =
            Pattern.compile("(?i)[<(\\[]?\\s*+(not set|none|nicht festgelegt|nicht gesetzt|-)?\\s*+[>)\\]]?");

    private SsoOutput() {}

    /** Exit codes of the SSO tools are not documented, so none is looked at. */
    static SsoAnswer answer(Transcript transcript) {
        boolean success = Texts.lines(transcript).stream()
                .map(line -> LetterCase.lower(line.strip()))
                .map(line -> line.endsWith(".") ? line.substring(0, line.length() - 1) : line)
                .anyMatch(SUCCESS::contains);
        Optional<EntssoError> error = EntssoError.in(transcript.output());
        if (success && error.isPresent()) {
            return new SsoAnswer.CannotTell("The tool prints its success line and the code "
                    + error.get().code() + ".");
        }
        if (error.isPresent()) {
            return new SsoAnswer.Failed(error.get());
        }
        return success
                ? new SsoAnswer.Done()
                : new SsoAnswer.CannotTell(
                        "The tool prints neither a success line that is known here nor an error code.");
    }

    /** From the documented first line of most output of {@code ssomanage}; empty where it is not there. */
    static Optional<ServerInUse> serverInFirstLine(Transcript transcript) {
        for (String line : Texts.lines(transcript)) {
            if (THIS_COMPUTER.matcher(line.strip()).matches()) {
                return Optional.of(new ServerInUse.ThisComputer());
            }
            Matcher other = OTHER_COMPUTER.matcher(line.strip());
            if (other.matches()) {
                return Optional.of(named(other.group(1)));
            }
        }
        return Optional.empty();
    }

    /**
     * From the lines of {@code -showserver}, whose layout is not documented (docs/entsso.md 13): each line is taken as a
     * label and a value. No value set means this computer; a value that is set means that server; two that differ can be
     * ranked only where the label tells the user's setting, which comes first (docs/entsso.md 1.4).
     */
    static ServerInUse serverInSettings(Transcript transcript) {
        List<Setting> settings = Texts.lines(transcript).stream()
                .map(SETTING::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new Setting(
                        LetterCase.lower(matcher.group(1).strip()),
                        matcher.group(2).strip()))
                .toList();
        if (settings.isEmpty() || EntssoError.in(transcript.output()).isPresent()) {
            return new ServerInUse.CannotTell(
                    "ssomanage -showserver does not print settings in a layout that is known here.");
        }
        List<Setting> set = settings.stream()
                .filter(setting -> !NOT_SET.matcher(setting.value).matches())
                .toList();
        if (set.isEmpty()) {
            return new ServerInUse.ThisComputer();
        }
        if (set.stream()
                        .map(setting -> LetterCase.lower(setting.value))
                        .distinct()
                        .count()
                == 1) {
            return named(set.get(0).value);
        }
        return set.stream()
                .filter(setting -> setting.label.contains("current user"))
                .findFirst()
                .map(setting -> named(setting.value))
                .orElseGet(() -> new ServerInUse.CannotTell(
                        "ssomanage -showserver prints several servers, and which one counts cannot be told."));
    }

    private static ServerInUse named(String value) {
        try {
            return new ServerInUse.Other(SsoServerName.of(value));
        } catch (RefusedValueException e) {
            return new ServerInUse.CannotTell("ssomanage names an SSO server that is no computer's name.");
        }
    }

    private record Setting(String label, String value) {}
}
