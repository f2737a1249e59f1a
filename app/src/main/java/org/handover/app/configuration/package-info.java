/** With what the application runs: its settings and its inventory, what of them has changed, and which second person has confirmed it. */
@NullMarked
package org.handover.app.configuration;

import org.jspecify.annotations.NullMarked;
