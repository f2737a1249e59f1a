/** Signing in, on a database of its own. */
@NullMarked
package org.handover.app.security;

import org.jspecify.annotations.NullMarked;
