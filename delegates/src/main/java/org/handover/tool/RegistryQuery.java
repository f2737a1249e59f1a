package org.handover.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.LetterCase;
import org.handover.sso.Msid;
import org.handover.sso.RefusedValueException;
import org.handover.sso.WindowsPath;

/** {@code reg query} in the 64-bit view (docs/entsso.md 5.1). */
public final class RegistryQuery {
    private static final String ENTSSO = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO";
    private static final String SSOSS = ENTSSO + "\\SSOSS";
    private static final String LONG_SSOSS = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS";
    private static final String SERVICE = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO";
    private static final Pattern IMAGE_PATH =
            Pattern.compile("(?im)^[ \\t]++ImagePath\\s++REG_(?:EXPAND_)?SZ\\s++\"?([^\"\\r\\n]*?\\.exe)(?:\"|\\s|$)");

    private RegistryQuery() {}

    /** Which secrets the server keeps under {@code SSOSS}. */
    public sealed interface Msids {

        /** At least one, in the order of the registry, which does not say which is the current one. */
        record Present(List<Msid> msids) implements Msids {
            public Present {
                msids = List.copyOf(msids);
            }
        }

        /** None: the key is not there, or there is nothing below it. */
        record None() implements Msids {}

        /** The key is there and may not be read by this account. */
        record Denied() implements Msids {}

        record CannotTell(String reason) implements Msids {}
    }

    /**
     * The keys below {@code SSOSS}. Its parent is listed first, in the same line: that tells a key that is not there from
     * one that may not be read, for which {@code reg} has the same exit code and a translated sentence.
     */
    public static ToolCommand<Msids> msids() {
        return new ToolCommand<>(
                "reg query " + ENTSSO + " /reg:64 & reg query " + SSOSS + " /reg:64", RegistryQuery::readMsids);
    }

    private static Msids readMsids(Transcript transcript) {
        boolean parentListed = false;
        boolean keyListed = false;
        List<Msid> msids = new ArrayList<>();
        for (String line : Texts.lines(transcript)) {
            String key = line.strip();
            String lower = LetterCase.lower(key);
            if (lower.equals(LetterCase.lower(LONG_SSOSS))) {
                keyListed = true;
            } else if (lower.startsWith(LetterCase.lower(LONG_SSOSS) + "\\")) {
                String name = key.substring(LONG_SSOSS.length() + 1);
                if (!Msid.isOne(name)) {
                    return new Msids.CannotTell("There is a key under SSOSS whose name is no MSID.");
                }
                msids.add(Msid.of(name));
            }
            parentListed |= lower.startsWith("hkey_local_machine\\software\\microsoft\\entsso");
        }
        if (!msids.isEmpty()) {
            return new Msids.Present(msids);
        }
        if (!parentListed) {
            return new Msids.CannotTell("reg does not list the key of ENTSSO" + Texts.exitCode(transcript) + ".");
        }
        if (!keyListed) {
            return new Msids.None();
        }
        if (transcript.exitCode() == null) {
            return new Msids.CannotTell("There is no exit code to tell an empty SSOSS from one that may not be read.");
        }
        return Texts.succeeded(transcript) ? new Msids.None() : new Msids.Denied();
    }

    /** Where ENTSSO is installed. */
    public sealed interface Install {

        record Found(InstallDirectory directory) implements Install {}

        record CannotTell(String reason) implements Install {}
    }

    /** The folder of the ENTSSO service's program: the 64-bit tools lie beside it. */
    public static ToolCommand<Install> installDirectory() {
        return new ToolCommand<>("reg query " + SERVICE + " /v ImagePath /reg:64", RegistryQuery::readInstall);
    }

    private static Install readInstall(Transcript transcript) {
        Matcher matcher = IMAGE_PATH.matcher(transcript.output());
        if (!matcher.find()) {
            return new Install.CannotTell(
                    "reg does not print an ImagePath of the service ENTSSO" + Texts.exitCode(transcript) + ".");
        }
        try {
            Optional<WindowsPath> folder =
                    WindowsPath.of(matcher.group(1).strip()).parent();
            return folder.<Install>map(found -> new Install.Found(new InstallDirectory(found)))
                    .orElseGet(() -> new Install.CannotTell("The program of the service ENTSSO lies in no folder."));
        } catch (RefusedValueException e) {
            return new Install.CannotTell("The ImagePath of the service ENTSSO cannot be used: " + e.getMessage());
        }
    }
}
