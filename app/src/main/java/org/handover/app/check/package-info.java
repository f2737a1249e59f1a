/** The command {@code check}: what an estate shows of itself, with nothing changed. */
@NullMarked
package org.handover.app.check;

import org.jspecify.annotations.NullMarked;
