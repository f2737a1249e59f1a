package org.handover.lab.entsso;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** One encryption key of the SSO system under its MSID. Its text never shows the key. */
final class MasterSecret {

    static final int KEY_BYTES = 32;

    private final Msid msid;
    private final byte[] key;

    MasterSecret(Msid msid, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A master secret has " + KEY_BYTES + " bytes.");
        }
        this.msid = msid;
        this.key = key.clone();
    }

    static MasterSecret generate(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new MasterSecret(Msid.random(), key);
    }

    Msid msid() {
        return msid;
    }

    byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterSecret that && msid.equals(that.msid) && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return msid.hashCode();
    }

    @Override
    public String toString() {
        return "MasterSecret[" + msid + "]";
    }
}
