/** A lab as a process: its folder, its topology, its front doors, its control over HTTP. */
@NullMarked
package org.handover.lab.control;

import org.jspecify.annotations.NullMarked;
