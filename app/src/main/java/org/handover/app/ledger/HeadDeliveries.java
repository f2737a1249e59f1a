package org.handover.app.ledger;

import java.util.List;

/** One for each place to which heads are sent. */
record HeadDeliveries(List<HeadDelivery> all) {}
