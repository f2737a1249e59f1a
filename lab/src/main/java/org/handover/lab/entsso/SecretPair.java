package org.handover.lab.entsso;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a master secret server holds and hands out: the current secret and, where there is one, the previous. */
record SecretPair(MasterSecret current, @Nullable MasterSecret previous) {

    Optional<MasterSecret> byMsid(Msid msid) {
        if (current.msid().equals(msid)) {
            return Optional.of(current);
        }
        return Optional.ofNullable(previous).filter(secret -> secret.msid().equals(msid));
    }

    Set<Msid> msids() {
        Set<Msid> msids = new LinkedHashSet<>();
        msids.add(current.msid());
        if (previous != null) {
            msids.add(previous.msid());
        }
        return msids;
    }

    /** As the parameters of events show it: empty where there is no previous secret. */
    String previousMsidText() {
        return previous == null ? "" : previous.msid().toString();
    }
}
