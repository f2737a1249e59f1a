/** The models run for real on an engine of their own; the worker, the people and the clock are played by the tests. */
@NullMarked
package org.handover.app.process;

import org.jspecify.annotations.NullMarked;
