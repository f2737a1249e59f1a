package org.handover.app.engine;

import java.util.Set;
import org.handover.app.configuration.ConfigurationChanges;
import org.handover.journal.Failover;
import org.handover.journal.PlanBinding;
import org.handover.sso.Excerpt;
import org.handover.sso.SsoSystem;
import org.handover.step.Description;
import org.handover.step.Inventory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what a plan rests on where it lies: the inventory in memory, and the engine's tables of deployments, every time anew. */
@Component
final class DeployedPlanBinding implements PlanBinding {

    private static final int LONGEST_TEXT = 3900;

    private final Inventory inventory;
    private final ConfigurationChanges changes;
    private final JdbcClient jdbc;

    DeployedPlanBinding(Inventory inventory, ConfigurationChanges changes, JdbcClient jdbc) {
        this.inventory = inventory;
        this.changes = changes;
        this.jdbc = jdbc;
    }

    @Override
    public String inventory(Failover failover) {
        SsoSystem system = system(failover);
        return Description.of(system, inventory)
                .with(system.restoreFile(failover.restoreFile()).stream().toList())
                .digest();
    }

    private SsoSystem system(Failover failover) {
        return inventory
                .find(failover.estate(), failover.ssoSystem())
                .orElseThrow(() -> new IllegalStateException(
                        "The inventory no longer has the SSO system %s.".formatted(failover.ssoSystem())));
    }

    /** Cut off where a variable ends; /api/configuration has all of it. */
    @Override
    public String configurationChange(Failover failover) {
        return Excerpt.of(changes.changesBehind(system(failover)), LONGEST_TEXT);
    }

    /** The length stands before each name and each content, so that no two deployments have the same bytes. */
    @Override
    public String models(String deployment) {
        return jdbc.sql(
                        """
                        select encode(sha256(coalesce(string_agg(
                                   int4send(octet_length(name)) || name || int4send(octet_length(bytes_)) || bytes_, '' order by name), '')), 'hex')
                        from (select convert_to(name_, 'UTF8') as name, bytes_ from public.act_ge_bytearray where deployment_id_ = ?) as model""")
                .param(deployment)
                .query(String.class)
                .single();
    }

    @Override
    public Set<String> deploymentsOf(Failover failover) {
        return Set.copyOf(jdbc.sql(
                        """
                        select distinct model.deployment_id_ from public.act_ru_execution as process
                        join public.act_re_procdef as model on model.id_ = process.proc_def_id_
                        where process.business_key_ = ?""")
                .param(failover.id().value())
                .query(String.class)
                .list());
    }
}
