package org.handover.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the plan needs to know from the look at the estate.
 *
 * @param installFolder where the SSO tools lie on the new server
 * @param asksThisComputer whether ssomanage on the new server asks that very computer
 * @param masterSecretInUse the MSID that the SSO system uses
 */
record EstateLook(String installFolder, boolean asksThisComputer, String masterSecretInUse) {

    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static EstateLook of(byte[] bytes) {
        try {
            return JSON.readValue(bytes, EstateLook.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
