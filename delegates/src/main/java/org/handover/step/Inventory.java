package org.handover.step;

import java.util.List;
import java.util.Optional;
import org.handover.console.ServerAddress;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;

/** The estates, their SSO systems, and how each server is reached: keyed by (estate, server), never by a name alone. */
public interface Inventory {

    List<SsoSystem> ssoSystems();

    /** Those of this name, in whatever estate and letter case. */
    default List<SsoSystem> named(String name) {
        return ssoSystems().stream()
                .filter(system -> system.name().value().equalsIgnoreCase(name))
                .toList();
    }

    Optional<SsoSystem> find(EstateName estate, SsoSystemName name);

    /** Whether the application can type on this server at all; where not, a person does. */
    default boolean hasConsole(EstateName estate, SsoServerName server) {
        return true;
    }

    /** @throws IllegalArgumentException when the estate has no such server */
    ServerAddress address(EstateName estate, SsoServerName server);
}
