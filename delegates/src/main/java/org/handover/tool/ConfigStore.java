package org.handover.tool;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.EntssoError;
import org.handover.sso.RefusedValueException;

/**
 * The Config Store application that was made for nothing but the proof that ENTSSO can encrypt and decrypt (docs/entsso.md 9,
 * V10 and V11). It is reached through ENTSSO's interop assembly in a 64-bit PowerShell; the script goes encoded, because it
 * holds quotes. No other application is ever touched.
 */
public final class ConfigStore {
    /** The name of the application; its one field is called {@code proof}. */
    public static final String APPLICATION = "HandoverProof";

    private static final Pattern PROOF = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final String ANSWER = "HANDOVER-PROOF ";
    private static final String EMPTY = "HANDOVER-PROOF-EMPTY";
    private static final String ERROR = "HANDOVER-PROOF-ERROR ";
    private static final String SCRIPT =
            """
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            if (-not [Environment]::Is64BitProcess) { throw 'not 64-bit' }
            $d = Join-Path $env:CommonProgramW6432 'Enterprise Single Sign-On\\Microsoft.BizTalk.Interop.SSOClient.dll'
            Add-Type -Path $d
            Add-Type -ReferencedAssemblies $d -TypeDefinition '
            using System.Collections.Generic; using Microsoft.BizTalk.SSOClient.Interop;
            public class Bag : IPropertyBag { Dictionary<string, object> p = new Dictionary<string, object>();
            public void Read(string n, out object v, int e) { p.TryGetValue(n, out v); }
            public void Write(string n, ref object v) { p[n] = v; } }
            public static class Proof { static ISSOConfigStore S() { return (ISSOConfigStore)new SSOConfigStore(); }
            public static void Set(string a, string v) { var b = new Bag(); object o = v; b.Write("proof", ref o); S().SetConfigInfo(a, "ConfigProperties", b); }
            public static string Get(string a) { var b = new Bag(); S().GetConfigInfo(a, "ConfigProperties", SSOFlag.SSO_FLAG_RUNTIME, b); object v; b.Read("proof", out v, 0); return v as string; } }'
            """;
    private static final String READ =
            "$v = [Proof]::Get('" + APPLICATION + "'); if ($v) { '" + ANSWER + "' + $v } else { '" + EMPTY + "' }";

    /** Nothing is stored under the application's name and the identifier. */
    private static final String NO_VALUE = "0xC0002A05";

    /** What ENTSSO says of the application and of who asks, whether or not it can decrypt. */
    private static final Set<String> NOT_OF_THE_SECRET = Set.of("0xC0002A03", "0xC0002A04", EntssoError.ACCESS_DENIED);

    private static final String BAD_DATA = "0x80090005";

    private ConfigStore() {}

    /** What it answers. */
    public sealed interface Answer {

        /** The value was decrypted, or written and decrypted again. */
        record Value(String value) implements Answer {}

        /** Nothing was ever written to the application. */
        record Empty() implements Answer {}

        /** ENTSSO reports an error that says something about encrypting and decrypting. */
        record Failed(EntssoError error) implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    /** Reads and decrypts the value. */
    public static ToolCommand<Answer> get() {
        return new ToolCommand<>(commandFor(READ), ConfigStore::read);
    }

    /** Encrypts and writes a value, reads and decrypts it again. Changes the value of that application and nothing else. */
    public static ToolCommand<Answer> set(String proof) {
        if (!PROOF.matcher(proof).matches()) {
            throw new RefusedValueException("The proof has letters, digits and hyphens only.");
        }
        String acts = "[Proof]::Set('" + APPLICATION + "', '" + proof + "'); " + READ;
        return new ToolCommand<>(commandFor(acts), ConfigStore::read);
    }

    /** The script in clear, for the ledger. */
    public static String scriptOf(ToolCommand<Answer> command) {
        String encoded = command.commandLine().substring(command.commandLine().lastIndexOf(' ') + 1);
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_16LE);
    }

    /** The number of an error is printed beside it, because its sentence need not hold it and may be translated. */
    private static String commandFor(String acts) {
        String script = SCRIPT + "try { " + acts + " } catch { '" + ERROR
                + "0x{0:X8}' -f $_.Exception.GetBaseException().HResult }";
        return "powershell -NoProfile -NonInteractive -EncodedCommand "
                + Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    }

    private static Answer read(Transcript transcript) {
        List<String> answers = Texts.lines(transcript).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(ANSWER) || line.equals(EMPTY) || line.startsWith(ERROR))
                .toList();
        if (answers.size() != 1) {
            return new Answer.CannotTell(
                    "PowerShell could not use ENTSSO's interop assembly" + Texts.exitCode(transcript) + ".");
        }
        String answer = answers.get(0);
        if (answer.startsWith(ERROR)) {
            return EntssoError.in(answer)
                    .map(ConfigStore::failure)
                    .orElseGet(() -> new Answer.CannotTell("PowerShell names no error code."));
        }
        return answer.equals(EMPTY) ? new Answer.Empty() : new Answer.Value(answer.substring(ANSWER.length()));
    }

    private static Answer failure(EntssoError error) {
        if (error.is(NO_VALUE)) {
            return new Answer.Empty();
        }
        boolean ofEntsso = error.code().startsWith("0xC0002") || error.is(BAD_DATA);
        return ofEntsso && !NOT_OF_THE_SECRET.contains(error.code())
                ? new Answer.Failed(error)
                : new Answer.CannotTell("%s was not used: %s %s %s"
                        .formatted(APPLICATION, error.code(), error.means(), error.whatToDo()));
    }
}
