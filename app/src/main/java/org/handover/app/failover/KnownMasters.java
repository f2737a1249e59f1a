package org.handover.app.failover;

import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which server is master as far as is known here: the one that the last proven failover made so, else the inventory's. */
@Component
final class KnownMasters {

    private final JdbcClient jdbc;

    KnownMasters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    SsoServerName of(SsoSystem system) {
        return jdbc.sql(
                        """
                        select new_master from handover.failover
                        where estate = ? and sso_system = ? and outcome = 'new-proven'
                        order by finished_at desc limit 1""")
                .params(system.estate().value(), system.name().value())
                .query(String.class)
                .optional()
                .flatMap(system::server)
                .orElse(system.masterSecretServer());
    }
}
