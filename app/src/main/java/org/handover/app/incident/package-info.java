/** Incidents that tools report by their own webhooks: verified, mapped by rules, and made to one run for each SSO system. */
@NullMarked
package org.handover.app.incident;

import org.jspecify.annotations.NullMarked;
