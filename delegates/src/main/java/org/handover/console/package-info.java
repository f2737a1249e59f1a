/** Typing on a Windows server from afar: the border between the steps and whatever carries the keys. */
@NullMarked
package org.handover.console;

import org.jspecify.annotations.NullMarked;
