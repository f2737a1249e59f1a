/** The evidence of a run: what is in it, how it reads, and who may take it. */
@NullMarked
package org.handover.app.evidence;

import org.jspecify.annotations.NullMarked;
