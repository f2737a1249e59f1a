/** Who may come in by which door. */
@NullMarked
package org.handover.app.security;

import org.jspecify.annotations.NullMarked;
