package org.handover.console.ssh;

import java.nio.charset.Charset;
import java.time.Duration;
import org.handover.console.ConsoleLimits;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;

/** Addresses of test servers, as an inventory would give them. */
final class Addresses {
    static final Duration LIMIT = Duration.ofSeconds(20);

    private Addresses() {}

    static ConsoleLimits limits() {
        return new ConsoleLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                2,
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Charset.forName("IBM850"));
    }

    static ServerAddress of(TestServer server) {
        return in("house", server, server.hostKey(0), TestServer.PASSWORD);
    }

    static ServerAddress in(String estate, TestServer server, String hostKey, String password) {
        return new ServerAddress(
                EstateName.of(estate),
                SsoServerName.of("SSO02"),
                "127.0.0.1",
                server.port(),
                hostKey,
                TestServer.ACCOUNT,
                new Credential.Password(password::toCharArray));
    }
}
