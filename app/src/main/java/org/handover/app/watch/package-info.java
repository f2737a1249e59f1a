/** The watch of former masters: one that comes back must not become a second master unnoticed. */
@NullMarked
package org.handover.app.watch;

import org.jspecify.annotations.NullMarked;
