package org.handover.sso;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.TextMutations;

/** Whatever is given for a value of the vocabulary, it is that value or is refused in words. */
class ValuesAtScaleTest {
    private static final List<String> VALUES = List.of(
            "SSO02",
            "sso02.contoso.example",
            "192.0.2.1",
            "[2001:db8::1]",
            "0x7F000001",
            "C:\\Restore\\SSO01.bak",
            "D:\\a b\\c.d\\e",
            "\\\\SSO01\\c$\\x",
            "C:\\CON",
            "{8f26122c-4830-4216-bba5-e49dca3ba13b}",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "0xC0002A1B",
            "CONTOSO",
            "contoso-prod 1");

    @Provide
    Arbitrary<Mangled> values() {
        return Mangled.anyOf(VALUES, TextMutations.with(VALUES));
    }

    private static <T> void takenOrRefused(Function<String, T> value, Mangled given) throws InterruptedException {
        String text = given.text();
        InTime.call(() -> {
            try {
                return Optional.of(value.apply(text));
            } catch (RefusedValueException refused) {
                assertThat(refused.getMessage()).isNotBlank();
                return refused;
            }
        });
    }

    @Fuzzed
    void an_sso_server(@ForAll("values") Mangled given) throws Exception {
        takenOrRefused(SsoServerName::of, given);
    }

    @Fuzzed
    void an_sso_system(@ForAll("values") Mangled given) throws Exception {
        takenOrRefused(SsoSystemName::new, given);
    }

    @Fuzzed
    void an_estate(@ForAll("values") Mangled given) throws Exception {
        takenOrRefused(EstateName::new, given);
    }

    @Fuzzed
    void a_path(@ForAll("values") Mangled given) throws Exception {
        takenOrRefused(text -> WindowsPath.of(text).parent().map(WindowsPath::fileName), given);
    }

    @Fuzzed
    void an_msid(@ForAll("values") Mangled given) throws Exception {
        takenOrRefused(Msid::of, given);
    }

    @Fuzzed
    void a_digest(@ForAll("values") Mangled given) throws Exception {
        takenOrRefused(Sha256::of, given);
    }

    @Fuzzed
    void an_error_code(@ForAll("values") Mangled given) throws Exception {
        takenOrRefused(EntssoError::of, given);
    }
}
