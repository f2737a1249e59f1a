/**
 * Whom a run tells of what: written into an outbox in the transaction in which it happens, sent by threads that no run waits for,
 * at least once.
 */
@NullMarked
package org.handover.app.notify;

import org.jspecify.annotations.NullMarked;
