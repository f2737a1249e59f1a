/** The steps of the runbook: one delegate a step, and the protocol by which a step knows whether it happened. */
@NullMarked
package org.handover.step;

import org.jspecify.annotations.NullMarked;
