package org.handover.app.failover;

import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which server is master as far as is known here: the one that the last proven failover made so, as long as the inventory
 * still names the one that it replaced; an inventory that names another one was edited since, and is right.
 */
@Component
final class KnownMasters {

    private final JdbcClient jdbc;

    KnownMasters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    SsoServerName of(SsoSystem system) {
        return jdbc.sql(
                        """
                        select new_master from (
                            select former_master, new_master from handover.failover
                            where estate = ? and sso_system = ? and outcome = 'new-proven'
                            order by finished_at desc limit 1) as last
                        where exists (
                            select 1 from handover.failover as earlier
                            where earlier.estate = ? and earlier.sso_system = ? and earlier.outcome = 'new-proven'
                                and lower(earlier.former_master) = lower(?))""")
                .params(
                        system.estate().value(),
                        system.name().value(),
                        system.estate().value(),
                        system.name().value(),
                        system.masterSecretServer().value())
                .query(String.class)
                .optional()
                .flatMap(system::server)
                .orElse(system.masterSecretServer());
    }
}
