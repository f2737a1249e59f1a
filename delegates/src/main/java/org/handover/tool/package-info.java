/**
 * The Windows and ENTSSO tools as typed commands: a command line out, a parsed answer back. An answer whose layout is not
 * known is never guessed at: it is a {@code CannotTell} with its reason.
 */
@NullMarked
package org.handover.tool;

import org.jspecify.annotations.NullMarked;
