package org.handover.lab.entsso;

import org.handover.lab.windows.ServiceBody;

/**
 * A BizTalk host instance: it depends on ENTSSO on its own server and reads its adapters' configuration from it when it starts
 * (docs/entsso.md 1.4, 1.6). Running, it lives on what it has read.
 */
public final class BizTalkHost implements ServiceBody {

    /** The service of the host that every group has. */
    public static final String NAME = "BTSSvc$BizTalkServerApplication";
    /** The Config Store application that holds the configuration of this host's adapters. */
    static final String APPLICATION = "BizTalkServerApplication";

    private static final int SERVICE_SPECIFIC_ERROR = 1066;

    private final EntssoService entsso;
    private final String account;
    private final String host;
    private volatile boolean resuming;

    BizTalkHost(EntssoService entsso, String account, String host) {
        this.entsso = entsso;
        this.account = account;
        this.host = host;
    }

    /** The name of a host's service (docs/entsso.md 1.4). */
    static String serviceName(String host) {
        return "BTSSvc$" + host;
    }

    String host() {
        return host;
    }

    String serviceName() {
        return serviceName(host);
    }

    /** The next start goes on where the lab's process was ended, and reads nothing. */
    public void resumeAtNextStart() {
        resuming = true;
    }

    @Override
    public void start() throws ServiceStartException {
        boolean goesOn = resuming;
        resuming = false;
        if (goesOn) {
            return;
        }
        try {
            Caller itself = new Caller(account, entsso.serverName(), false, false);
            entsso.runtimeCalls().allConfigInfo(itself, host);
        } catch (SsoError refused) {
            throw new ServiceStartException(
                    SERVICE_SPECIFIC_ERROR, "The host cannot read its configuration: " + refused.codeText());
        }
    }

    @Override
    public void stop() {
        // nothing is held that a stop would have to give back
    }
}
