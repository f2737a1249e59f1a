/** Rehearsals: the same run on a twin that the lab makes of the SSO system. */
@NullMarked
package org.handover.app.rehearsal;

import org.jspecify.annotations.NullMarked;
