package org.handover.console;

import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;

/**
 * Where and as whom to type on a server; all of it from the inventory of the estate.
 *
 * @param estate the estate: connections of two estates are never shared, even where their servers have one name
 * @param server the server
 * @param host a host name or address
 * @param port the port of its SSH server
 * @param hostKey the key that the server must prove to have: {@code ecdsa-sha2-nistp256 AAAA…}
 * @param account the account to log on with, {@code DOMAIN\name} or {@code name}
 * @param credential with what
 */
public record ServerAddress(
        EstateName estate,
        SsoServerName server,
        String host,
        int port,
        String hostKey,
        String account,
        Credential credential) {}
