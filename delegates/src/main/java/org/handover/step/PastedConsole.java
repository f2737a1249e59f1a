package org.handover.step;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.console.Transcript;
import org.handover.sso.WindowsPath;

/**
 * A console that is a person: what has to be typed is shown to them, and what they paste is read like any other answer. Files
 * are carried through the command line as base64, so that every byte arrives.
 */
final class PastedConsole implements RemoteConsole {

    /** What cmd.exe takes in one line, less the rest of the command. */
    private static final int LONGEST_LINE = 7_500;

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private final ByHand byHand;
    private final ServerAddress address;
    private final String why;

    PastedConsole(ByHand byHand, ServerAddress address, String why) {
        this.byHand = byHand;
        this.address = address;
        this.why = why;
    }

    private Transcript ask(String commandLine, PromptScript script) {
        return byHand.answerTo(
                new StepResult.HandNeeded(
                        address.server().value(), address.account(), commandLine + ByHand.SAY_EXIT_CODE, why),
                script);
    }

    @Override
    public Transcript type(String commandLine, Duration limit) {
        return ask(commandLine, PromptScript.empty());
    }

    /** The person answers the prompts as well: a password is never shown to them, they have it from where it is kept. */
    @Override
    public Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit) {
        return ask(commandLine, script);
    }

    @Override
    public byte[] read(WindowsPath file, int maxBytes) throws ConsoleException {
        if (!exists(file)) {
            throw new ConsoleException.FileNotFound(
                    "There is no %s on %s; check the path.".formatted(file, address.server()));
        }
        String beside = '"' + file.value() + ".b64\"";
        String answer = ask(
                        "certutil -f -encode %s %s & type %s & del %s".formatted(file.quoted(), beside, beside, beside),
                        PromptScript.empty())
                .output();
        int begin = answer.indexOf(BEGIN);
        int content = begin + BEGIN.length();
        int end = answer.indexOf(END, content);
        if (begin < 0 || end < 0) {
            throw new ConsoleException.TransferFailed(
                    "What was pasted does not hold the content of %s.".formatted(file), false);
        }
        try {
            byte[] decoded = Base64.getMimeDecoder().decode(answer.substring(content, end));
            if (decoded.length <= maxBytes) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw new ConsoleException.TransferFailed("What was pasted of %s is not complete.".formatted(file), false);
        }
        throw new ConsoleException.TransferFailed(
                "%s is larger than %d bytes and was not read.".formatted(file, maxBytes), false);
    }

    @Override
    public void write(WindowsPath file, byte[] content) throws ConsoleException {
        String encoded = Base64.getEncoder().encodeToString(content);
        if (encoded.length() > LONGEST_LINE) {
            throw new ConsoleException.TransferFailed(
                    "%s is too large to be typed by hand; copy it to %s yourself.".formatted(file, address.server()),
                    false);
        }
        String beside = '"' + file.value() + ".b64\"";
        ask(
                "(echo %s)> %s & certutil -f -decode %s %s & del %s"
                        .formatted(encoded, beside, beside, file.quoted(), beside),
                PromptScript.empty());
    }

    @Override
    public boolean exists(WindowsPath file) throws ConsoleException {
        List<String> lines = ask(
                        "if exist %s (echo THERE) else (echo MISSING)".formatted(file.quoted()), PromptScript.empty())
                .output()
                .lines()
                .map(String::strip)
                .toList();
        boolean there = lines.contains("THERE");
        if (there == lines.contains("MISSING")) {
            throw new ConsoleException.TransferFailed(
                    "What was pasted does not say whether %s is there.".formatted(file), false);
        }
        return there;
    }

    @Override
    public void delete(WindowsPath file) {
        ask("del /f %s".formatted(file.quoted()), PromptScript.empty());
    }
}
