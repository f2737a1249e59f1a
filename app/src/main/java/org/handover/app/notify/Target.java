package org.handover.app.notify;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is told.
 *
 * @param name as the configuration calls it; what is recorded of it
 * @param about which occasions it wants
 * @param unreal whether it wants to hear of rehearsals and demonstrations too
 * @param incidentSource told only of runs with an incident of this source; of all where it is null
 */
record Target(String name, Set<Occasion> about, boolean unreal, @Nullable String incidentSource, Channel channel) {}
