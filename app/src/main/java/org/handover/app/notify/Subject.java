package org.handover.app.notify;

import java.util.Map;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystemName;
import org.jspecify.annotations.Nullable;

/** What a notification is about. */
sealed interface Subject {

    /** In whose chain of the ledger stands what became of it. */
    String chain();

    /** What that entry has to say beside it. */
    Map<String, Object> fields();

    /** @param incident the one that is told, by its id, where the target tells incidents */
    record OfRun(FailoverId failover, @Nullable String incident) implements Subject {

        @Override
        public String chain() {
            return failover.value();
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of();
        }

        @Override
        public String toString() {
            return failover.value();
        }
    }

    /** An SSO system between runs. */
    record OfSystem(EstateName estate, SsoSystemName ssoSystem) implements Subject {

        @Override
        public String chain() {
            return Ledger.HOUSE;
        }

        @Override
        public Map<String, Object> fields() {
            return Journal.ordered("estate", estate.value(), "ssoSystem", ssoSystem.value());
        }

        @Override
        public String toString() {
            return "%s (%s)".formatted(ssoSystem, estate);
        }
    }
}
