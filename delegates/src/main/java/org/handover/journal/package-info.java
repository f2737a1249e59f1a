/** The plan of a run, what was meant to be done and what came of it, the wall before each change, and the ledger. */
@NullMarked
package org.handover.journal;

import org.jspecify.annotations.NullMarked;
