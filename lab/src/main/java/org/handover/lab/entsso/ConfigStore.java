package org.handover.lab.entsso;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.lab.dotnet.Assembly;
import org.handover.lab.dotnet.DotNetType;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;

/**
 * What PowerShell reaches through {@code ISSOConfigStore} of ENTSSO's interop assemblies (docs/entsso.md 3.6): the decrypt
 * test and the encrypt test of docs/entsso.md 9 V10 and V11, against the ENTSSO of the same server. It is installed as the
 * files that the assemblies are.
 */
public final class ConfigStore implements Assembly {

    /** Where the assembly lies that newer tools use. */
    public static final String ASSEMBLY = SsoServer.DIRECTORY + "\\Microsoft.EnterpriseSingleSignOn.Interop.dll";

    /** Where the assembly lies that comes with BizTalk Server; its types are the same in another namespace. */
    static final String BIZTALK_ASSEMBLY = SsoServer.DIRECTORY + "\\Microsoft.BizTalk.Interop.SSOClient.dll";

    private static final String NAMESPACE = "Microsoft.EnterpriseSingleSignOn.Interop";
    private static final String BIZTALK_NAMESPACE = "Microsoft.BizTalk.SSOClient.Interop";
    private static final int NOT_A_PROGRAM = 193;

    private final EntssoService service;
    private final String namespace;

    private ConfigStore(EntssoService service, String namespace) {
        this.service = service;
        this.namespace = namespace;
    }

    static void installOn(WindowsServer server, EntssoService service) {
        server.install(ASSEMBLY, new ConfigStore(service, NAMESPACE));
        server.install(BIZTALK_ASSEMBLY, new ConfigStore(service, BIZTALK_NAMESPACE));
    }

    @Override
    public List<DotNetType> types(Logon logon) {
        return new ConfigStoreTypes(this, namespace, logon).all();
    }

    /** The Config Store of a server, where its assembly is installed. */
    public static Optional<ConfigStore> on(WindowsServer server) {
        return server.program(ASSEMBLY)
                .map(WindowsServer.Installed::program)
                .filter(ConfigStore.class::isInstance)
                .map(ConfigStore.class::cast);
    }

    /**
     * {@code GetConfigInfo}: the properties that an application holds under an identifier.
     *
     * @throws SsoError whose {@link SsoError#codeText} and message PowerShell shows
     */
    public Map<String, String> getConfigInfo(Logon logon, String application, String identifier) throws SsoError {
        return service.runtimeCalls().configInfo(caller(logon), application, identifier);
    }

    /** {@code SetConfigInfo}: encrypts under the master secret, for which the master secret server has to be there. */
    public void setConfigInfo(Logon logon, String application, String identifier, Map<String, String> properties)
            throws SsoError {
        service.runtimeCalls().setConfigInfo(caller(logon), application, identifier, properties);
    }

    /** The names that a Config Store application may hold properties under: the labels of its fields. */
    List<String> propertyNames(Logon logon, String application) throws SsoError {
        return service.runtimeCalls().propertyNames(caller(logon), application);
    }

    /** {@code DeleteConfigInfo}. */
    public void deleteConfigInfo(Logon logon, String application, String identifier) throws SsoError {
        service.runtimeCalls().deleteConfigInfo(caller(logon), application, identifier);
    }

    /** {@code ISSOTicket.IssueTicket} for whoever is logged on. */
    public String issueTicket(Logon logon) throws SsoError {
        return service.tickets().issue(caller(logon));
    }

    /** {@code ISSOTicket.RedeemTicket}: the external account, then the values of its fields. */
    public List<String> redeemTicket(Logon logon, String application, String ticket) throws SsoError {
        RuntimeCalls.Credentials credentials = service.tickets().redeem(caller(logon), application, ticket);
        List<String> all = new ArrayList<>();
        all.add(credentials.externalAccount());
        all.addAll(credentials.values());
        return all;
    }

    @Override
    public int run(Invocation invocation) {
        invocation.console().errLine("This version of the file is no program that can be started.");
        return NOT_A_PROGRAM;
    }

    private Caller caller(Logon logon) {
        return Caller.local(logon, service.server());
    }
}
