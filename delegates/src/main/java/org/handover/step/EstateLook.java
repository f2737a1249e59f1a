package org.handover.step;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What the look at the estate saw, for the plan; what it found stands in the journal.
 *
 * @param installFolder where the SSO tools lie on the new server; empty where that is not known
 * @param asksThisComputer whether ssomanage on the new server asks that very computer
 * @param masterSecretInUse the MSID that the SSO system uses
 * @param formerLogon whether the former master can be logged on to
 * @param formerAnswers whether it also runs ENTSSO and its SSOSS holds the MSID in use (law 2)
 * @param formerInstallFolder where the SSO tools lie on the former master; null where that is not known
 * @param askedServer which other server ssomanage asked on the new one; null where it asked that very computer
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EstateLook(
        String installFolder,
        boolean asksThisComputer,
        String masterSecretInUse,
        boolean formerLogon,
        boolean formerAnswers,
        @Nullable String formerInstallFolder,
        @Nullable String askedServer) {

    private static final ObjectMapper JSON = new ObjectMapper();

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
