package org.handover.step;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the look at the estate saw, for the checks that follow and for the plan.
 *
 * @param installFolder where the SSO tools lie on the new server; empty where that is not known
 * @param asksThisComputer whether ssomanage on the new server asks that very computer
 * @param masterSecretInUse the MSID that the SSO system uses
 * @param formerLogon whether the former master can be logged on to
 * @param formerAnswers whether it also runs ENTSSO and its SSOSS holds the MSID in use (law 2)
 * @param formerInstallFolder where the SSO tools lie on the former master; null where that is not known
 * @param askedServer which other server ssomanage asked on the new one; null where it asked that very computer
 * @param findings what was found, to be shown together with what the preflight finds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EstateLook(
        String installFolder,
        boolean asksThisComputer,
        String masterSecretInUse,
        boolean formerLogon,
        boolean formerAnswers,
        @Nullable String formerInstallFolder,
        @Nullable String askedServer,
        List<Finding> findings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("ConstantValue") // A look that was stored before there were findings has none.
    public EstateLook {
        findings = findings == null ? List.of() : List.copyOf(findings);
    }

    public byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static EstateLook of(byte[] bytes) {
        try {
            return JSON.readValue(bytes, EstateLook.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
