package org.handover.app.watch;

import java.sql.Timestamp;
import java.time.Instant;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which server is master as far as is known here: the one that the last run proved, whether it succeeded, was rolled back or
 * was settled, as long as the inventory still names the server that it named when that run was opened; an inventory that
 * names another one was edited since, and is right.
 */
@Component
public final class KnownMasters {

    private final JdbcClient jdbc;

    KnownMasters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether a master is known of since then: the watch has seen one answer, or a run that ended later has proven one. */
    public boolean isThereOneSince(EstateName estate, SsoSystemName system, Instant then) {
        return jdbc.sql(
                        """
                        select exists (select 1 from handover.master_watch
                                where estate = :estate and sso_system = :system and state = 'answers' and looked_at > :then)
                            or exists (select 1 from handover.failover
                                where estate = :estate and sso_system = :system and finished_at > :then
                                    and outcome in ('new-proven', 'former-proven'))""")
                .param("estate", estate.value())
                .param("system", system.value())
                .param("then", Timestamp.from(then))
                .query(Boolean.class)
                .single();
    }

    public SsoServerName of(SsoSystem system) {
        return jdbc.sql(
                        """
                        select master from (
                            select case run.outcome when 'new-proven' then run.new_master else run.former_master end as master,
                                named.master as named
                            from handover.failover as run
                            left join handover.inventory_master as named on named.failover_id = run.id
                            where run.estate = ? and run.sso_system = ? and run.outcome in ('new-proven', 'former-proven')
                            order by run.finished_at desc limit 1) as last
                        where lower(named) = lower(?) or (named is null and exists (
                            select 1 from handover.failover as earlier
                            where earlier.estate = ? and earlier.sso_system = ? and earlier.outcome = 'new-proven'
                                and lower(earlier.former_master) = lower(?)))""")
                .params(
                        system.estate().value(),
                        system.name().value(),
                        system.masterSecretServer().value(),
                        system.estate().value(),
                        system.name().value(),
                        system.masterSecretServer().value())
                .query(String.class)
                .optional()
                .flatMap(system::server)
                .orElse(system.masterSecretServer());
    }
}
