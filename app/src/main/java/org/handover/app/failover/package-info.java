/** Failovers over REST. */
@NullMarked
package org.handover.app.failover;

import org.jspecify.annotations.NullMarked;
