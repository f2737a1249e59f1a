/** The pages under {@code /board}: what is true of a run, what is to be done next, and what must not be done. */
@NullMarked
package org.handover.app.board;

import org.jspecify.annotations.NullMarked;
