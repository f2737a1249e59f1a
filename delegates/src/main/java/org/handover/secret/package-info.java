/** Custody of passwords: from the form that takes one to the step that types it, and nowhere else. */
@NullMarked
package org.handover.secret;

import org.jspecify.annotations.NullMarked;
