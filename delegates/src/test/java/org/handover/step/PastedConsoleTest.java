package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that comes as what somebody pasted. */
class PastedConsoleTest {

    private static final WindowsPath FILE = WindowsPath.of("C:\\x.xml");
    private static final ServerAddress SSO02 = new ServerAddress(
            EstateName.of("production"),
            SsoServerName.of("SSO02"),
            "sso02.contoso.example",
            22,
            "",
            "CONTOSO\\olga",
            new Credential.Password(() -> new char[0]));

    private static byte[] read(String pasted) throws ConsoleException {
        PastedAnswers.Answer there = answer("if exist \"C:\\x.xml\" (echo THERE) else (echo MISSING)", "THERE");
        PastedAnswers.Answer content = answer(
                "certutil -f -encode \"C:\\x.xml\" \"C:\\x.xml.b64\" & type \"C:\\x.xml.b64\" & del \"C:\\x.xml.b64\"",
                pasted);
        return new PastedConsole(new ByHand(List.of(there, content)), SSO02, "There is no console.").read(FILE, 100);
    }

    private static PastedAnswers.Answer answer(String command, String text) {
        return new PastedAnswers.Answer(command + ByHand.SAY_EXIT_CODE, text, "olga");
    }

    @Test
    void isReadBetweenTheLinesThatFrameIt() throws Exception {
        assertThat(read("ok\r\n-----BEGIN CERTIFICATE-----\r\nPHNz\r\nby8+\r\n-----END CERTIFICATE-----\r\nEXITCODE 0"))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("<sso/>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN CERTIFICATE-----",
                "-----END CERTIFICATE-----PHNzby8+-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE--------END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nP\n-----END CERTIFICATE-----"
            })
    void isRefusedWhereItIsNotWhole(String pasted) {
        assertThatThrownBy(() -> read(pasted)).isInstanceOf(ConsoleException.TransferFailed.class);
    }
}
