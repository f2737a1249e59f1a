package org.handover.console;

import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;

/** The consoles of all servers. Keeps connections and uses them again, keyed by (estate, server). */
public interface Consoles extends AutoCloseable {

    /** A console on this server. Connects when something is first typed. */
    RemoteConsole on(ServerAddress address);

    /**
     * Allows one more logon after a refused one: until this is called, or the inventory gives another account or
     * credential, a server that refused a logon is not asked again, because the account would be locked out. A connection
     * that is kept and not in use is replaced by a new logon, because rights that were given meanwhile count from the next
     * logon on.
     */
    void allowLogonAgain(EstateName estate, SsoServerName server);

    /** Loads what the first connection needs, so that it is made sooner; connects to nothing. */
    default void prepare() {}

    /** Ends every connection. What is being typed ends as {@link ConsoleException.CutOff}. */
    @Override
    void close();
}
