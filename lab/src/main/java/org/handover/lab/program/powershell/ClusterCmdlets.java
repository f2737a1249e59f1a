package org.handover.lab.program.powershell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.handover.lab.windows.FailoverCluster;

/** {@code Get-}, {@code Stop-} and {@code Start-ClusterResource}: how what a failover cluster runs is taken offline and online. */
final class ClusterCmdlets {
    private ClusterCmdlets() {}

    static Map<String, Cmdlet> all() {
        return Map.of(
                "Get-ClusterResource", ClusterCmdlets::get,
                "Stop-ClusterResource", call -> set(call, false),
                "Start-ClusterResource", call -> set(call, true));
    }

    private static void get(Cmdlet.Call call) throws PsError, InterruptedException {
        call.parameters("Name");
        FailoverCluster cluster = cluster(call);
        for (String resource : cluster.resources()) {
            call.out().put(state(cluster, resource));
        }
    }

    private static void set(Cmdlet.Call call, boolean online) throws PsError, InterruptedException {
        FailoverCluster cluster = cluster(call);
        String name = call.parameters("Name").text("Name");
        String resource = cluster.resource(name)
                .orElseThrow(() -> PsError.of(
                        call.name() + " : the cluster has no resource " + name + ".",
                        "ClusterResourceNotFound,Microsoft.FailoverClusters.PowerShell"));
        if (!call.interpreter().invocation().logon().isLocalAdministrator()) {
            throw PsError.of(call.name() + " : only an administrator does this.", "ClusterAccessDenied");
        }
        if (online) {
            cluster.bringOnline(resource);
        } else {
            cluster.takeOffline(resource);
        }
        call.interpreter()
                .invocation()
                .server()
                .commandLog()
                .changed(resource + (online ? " brought online" : " taken offline"));
        call.out().put(state(cluster, resource));
    }

    private static FailoverCluster cluster(Cmdlet.Call call) throws PsError {
        FailoverCluster cluster = call.interpreter().invocation().server().cluster();
        if (cluster.networkName().isEmpty()) {
            throw PsError.of(
                    call.name() + " : there is no cluster here.",
                    "ClusterNotFound,Microsoft.FailoverClusters.PowerShell");
        }
        return cluster;
    }

    private static Properties state(FailoverCluster cluster, String resource) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("Name", resource);
        said.put("State", cluster.online(resource) ? "Online" : "Offline");
        said.put("ResourceType", "Generic Service");
        return new Properties("Microsoft.FailoverClusters.PowerShell.ClusterResource", said);
    }
}
