/** Connections that stay open and tell what changes. */
@NullMarked
package org.handover.app.live;

import org.jspecify.annotations.NullMarked;
