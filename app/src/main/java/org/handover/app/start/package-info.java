/** What a first run brings with it and says: PostgreSQL, lab, users, the demonstration. */
@NullMarked
package org.handover.app.start;

import org.jspecify.annotations.NullMarked;
