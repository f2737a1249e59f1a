package org.handover.tool;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
    private static final String GET = SCRIPT + "$v = [Proof]::Get('" + APPLICATION + "'); if ($v) { '" + ANSWER
            + "' + $v } else { '" + EMPTY + "' }";

    private ConfigStore() {}

    /** What it answers. */
    public sealed interface Answer {

        /** The value was decrypted, or written and decrypted again. */
        record Value(String value) implements Answer {}

        /** The application holds no value yet. */
        record Empty() implements Answer {}

        /** ENTSSO reports an error. */
        record Failed(EntssoError error) implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    /** Reads and decrypts the value. */
    public static ToolCommand<Answer> get() {
        return new ToolCommand<>(commandFor(GET), ConfigStore::read);
    }

    /** Encrypts and writes a value, reads and decrypts it again. Changes the value of that application and nothing else. */
    public static ToolCommand<Answer> set(String proof) {
        if (!PROOF.matcher(proof).matches()) {
            throw new RefusedValueException("The proof has letters, digits and hyphens only.");
        }
        String script = SCRIPT + "[Proof]::Set('" + APPLICATION + "', '" + proof + "'); '" + ANSWER
                + "' + [Proof]::Get('" + APPLICATION + "')";
        return new ToolCommand<>(commandFor(script), ConfigStore::read);
    }

    /** The script in clear, for the ledger. */
    public static String scriptOf(ToolCommand<Answer> command) {
        String encoded = command.commandLine().substring(command.commandLine().lastIndexOf(' ') + 1);
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_16LE);
    }

    private static String commandFor(String script) {
        return "powershell -NoProfile -NonInteractive -EncodedCommand "
                + Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    }

    private static Answer read(Transcript transcript) {
        List<String> answers = Texts.lines(transcript).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(ANSWER) || line.equals(EMPTY))
                .toList();
        if (answers.size() == 1) {
            return answers.get(0).equals(EMPTY)
                    ? new Answer.Empty()
                    : new Answer.Value(answers.get(0).substring(ANSWER.length()));
        }
        return EntssoError.in(transcript.output())
                .<Answer>map(Answer.Failed::new)
                .orElseGet(() -> new Answer.CannotTell(
                        "PowerShell could not use ENTSSO's interop assembly" + Texts.exitCode(transcript) + "."));
    }
}
