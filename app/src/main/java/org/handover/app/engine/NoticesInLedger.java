package org.handover.app.engine;

import java.util.List;
import org.handover.journal.Failover;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Notices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says what cannot wait in the run's ledger, which the pages show, and in the log. */
@Component
final class NoticesInLedger implements Notices {

    private static final Logger LOG = LoggerFactory.getLogger(NoticesInLedger.class);

    private final Ledger ledger;

    NoticesInLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void tell(Failover failover, String kind, List<String> whom, String sentence) {
        LOG.warn("{} for {}: {}", kind, whom, sentence);
        ledger.append(
                failover.id(),
                Ledger.ENGINE,
                "notice",
                Journal.ordered("about", kind, "whom", whom, "sentence", sentence));
    }
}
