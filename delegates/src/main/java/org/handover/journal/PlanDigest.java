package org.handover.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a plan's stored bytes, in lower-case hex; what an approver says yes to. */
public record PlanDigest(String value) {

    /** The digest of a plan's stored bytes. */
    public static PlanDigest of(byte[] body) {
        try {
            return new PlanDigest(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
