package org.handover.console.ssh;

import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Map;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/** What is known, while one connection is made, of the key that the server must have and the one that it presented. */
final class Handshake {
    private static final AttributeRepository.AttributeKey<Handshake> OF_SESSION =
            new AttributeRepository.AttributeKey<>();

    private final HostKey expected;
    private volatile boolean trusted;
    private volatile @Nullable PublicKey stranger;

    Handshake(HostKey expected) {
        this.expected = expected;
    }

    AttributeRepository asContext() {
        return AttributeRepository.ofKeyValuePair(OF_SESSION, this);
    }

    /** Whether the server has proved to have the key of the inventory. */
    boolean trusted() {
        return trusted;
    }

    /** The key that it presented instead, null where it presented none or the right one. */
    @Nullable
    PublicKey stranger() {
        return stranger;
    }

    HostKey expected() {
        return expected;
    }

    private static @Nullable Handshake of(Session session) {
        AttributeRepository context = ((ClientSession) session).getConnectionContext();
        return context == null ? null : context.getAttribute(OF_SESSION);
    }

    /** Accepts the key of the inventory and nothing else. */
    static final class Verifier implements ServerKeyVerifier {
        @Override
        public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey presented) {
            Handshake handshake = of(session);
            if (handshake == null) {
                return false;
            }
            if (!handshake.expected.is(presented)) {
                handshake.stranger = presented;
                return false;
            }
            handshake.trusted = true;
            return true;
        }
    }

    /** Asks the server first for the key that is going to be verified. */
    static final class Preference implements SessionListener {
        @Override
        public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
            Handshake handshake = of(session);
            if (handshake != null) {
                proposal.computeIfPresent(
                        KexProposalOption.SERVERKEYS, (option, algorithms) -> handshake.expected.preferIn(algorithms));
            }
        }
    }
}
