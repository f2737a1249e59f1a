package org.handover.app.notify;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is told.
 *
 * @param name as the configuration calls it; what is recorded of it
 * @param about which occasions it wants
 * @param unreal whether it wants to hear of rehearsals and demonstrations too
 * @param incidentSource whose incidents are told; null where it tells others
 */
record Target(String name, Set<Occasion> about, boolean unreal, @Nullable String incidentSource, Channel channel) {}
