package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.handover.console.ConsoleException;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;
import org.handover.printed.Printed;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;

/** Whatever a person pastes, it is kept without what must not be kept, and is an answer or is refused in words, in time. */
class PastedAnswersAtScaleTest {

    private static final WindowsPath FILE = WindowsPath.of("C:\\Restore\\SSO 01.bak");
    private static final int LARGEST_FILE = 10_000;
    private static final ServerAddress SSO02 = new ServerAddress(
            EstateName.of("production"),
            SsoServerName.of("SSO02"),
            "sso02.contoso.example",
            22,
            "",
            "CONTOSO\\olga",
            new Credential.Password(() -> new char[0]));

    private static final String THERE_OR_NOT = "if exist %s (echo THERE) else (echo MISSING)".formatted(FILE.quoted());

    private static final String ENCODED = "certutil -f -encode %1$s %2$s & type %2$s & del %2$s"
            .formatted(FILE.quoted(), '"' + FILE.value() + ".b64\"");

    private static final List<String> ASKED = List.of(
            "ssoconfig -restoreSecret \"C:\\Restore\\SSO 01.bak\"",
            "SSOCONFIG -backupSecret \"C:\\Restore\\SSO 01.bak\"",
            "ssomanage -displaydb",
            "sc queryex ENTSSO");

    private static final List<String> FILES = List.of(
            "THERE\nEXITCODE 0\n",
            "C:\\>if exist x (echo THERE) else (echo MISSING)\r\nMISSING\r\nEXITCODE 0\r\n",
            """
            Input Length = 5
            Output Length = 64
            CertUtil: -encode command completed successfully.
            -----BEGIN CERTIFICATE-----
            aGVsbG8=
            -----END CERTIFICATE-----
            EXITCODE 0\s
            """,
            "-----BEGIN CERTIFICATE-----\n" + "AAAA".repeat(5000) + "\n-----END CERTIFICATE-----\nEXITCODE 0\n");

    private static Arbitrary<Mangled> anyOf(List<String> originals) {
        List<Mutation> kinds = new ArrayList<>(TextMutations.with(originals));
        for (int often = 0; often < 20; often++) {
            kinds.add((text, chance) -> text.insert(
                    TextMutations.place(text, chance),
                    TextMutations.one(
                            List.of("EXITCODE 0", "EXITCODE 1\r\n", "EXITCODE ", "THERE\n", "MISSING\n", "-----BEGIN "),
                            chance)));
        }
        return Mangled.anyOf(originals, kinds);
    }

    @Provide
    Arbitrary<Mangled> pasted() {
        return anyOf(Printed.all());
    }

    @Provide
    Arbitrary<Mangled> files() {
        return anyOf(FILES);
    }

    /** A person on whose answers, in this order, all rests. */
    private static PastedConsole person(PastedAnswers.Answer... answers) {
        return new PastedConsole(new ByHand(Arrays.asList(answers)), SSO02, "There is no console.");
    }

    private static PastedAnswers.Answer answer(String command, String text) {
        return new PastedAnswers.Answer(command + ByHand.SAY_EXIT_CODE, text, "olga");
    }

    private static void readOrRefused(Callable<Object> act) throws InterruptedException {
        InTime.call(() -> {
            try {
                return act.call();
            } catch (ConsoleException | ByHand.NeededException refused) {
                assertThat(refused.getMessage()).isNotBlank();
                return refused;
            }
        });
    }

    @Fuzzed
    void is_kept_without_what_must_not_be_kept(@ForAll("pasted") Mangled pasted) throws Exception {
        String text = pasted.text();
        String command = TextMutations.one(ASKED, pasted.chance());
        InTime.call(() -> ByHand.withoutSecrets(command, text));
    }

    @Fuzzed
    void is_an_answer(@ForAll("pasted") Mangled pasted) throws Exception {
        String text = pasted.text();
        String command = TextMutations.one(ASKED, pasted.chance());
        readOrRefused(() -> person(answer(command, text))
                .type(command, Duration.ofMinutes(1))
                .output());
    }

    @Fuzzed
    void says_whether_a_file_is_there(@ForAll("files") Mangled pasted) throws Exception {
        String text = pasted.text();
        readOrRefused(() -> person(answer(THERE_OR_NOT, text)).exists(FILE));
    }

    @Fuzzed
    void is_a_file(@ForAll("files") Mangled pasted) throws Exception {
        String text = pasted.text();
        readOrRefused(() -> {
            byte[] read =
                    person(answer(THERE_OR_NOT, "THERE"), answer(ENCODED, text)).read(FILE, LARGEST_FILE);
            assertThat(read).hasSizeLessThanOrEqualTo(LARGEST_FILE);
            return read;
        });
    }
}
