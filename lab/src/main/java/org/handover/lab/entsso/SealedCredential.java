package org.handover.lab.entsso;

import java.nio.charset.StandardCharsets;

/** A credential as the SSO database keeps it: encrypted under the secret that its MSID names. */
final class SealedCredential {

    private final long mapping;
    private final String application;
    private final Msid msid;
    private final byte[] blob;
    private final long rowVersion;

    SealedCredential(long mapping, String application, Msid msid, byte[] blob, long rowVersion) {
        this.mapping = mapping;
        this.application = application;
        this.msid = msid;
        this.blob = blob;
        this.rowVersion = rowVersion;
    }

    long mapping() {
        return mapping;
    }

    String application() {
        return application;
    }

    Msid msid() {
        return msid;
    }

    byte[] blob() {
        return blob;
    }

    long rowVersion() {
        return rowVersion;
    }

    /** Bound into the encryption, so that a blob cannot be moved to another mapping. */
    static byte[] associated(long mapping, String application) {
        return ("credential " + mapping + " of " + application).getBytes(StandardCharsets.UTF_8);
    }

    byte[] associated() {
        return associated(mapping, application);
    }
}
