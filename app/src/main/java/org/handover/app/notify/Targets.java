package org.handover.app.notify;

import java.util.List;

/** All that are configured. */
record Targets(List<Target> all) {}
