/** The engine: its schema, models, listeners, and the worker of remote steps. */
@NullMarked
package org.handover.app.engine;

import org.jspecify.annotations.NullMarked;
