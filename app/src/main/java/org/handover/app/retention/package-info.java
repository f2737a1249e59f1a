/** How long is kept what is no evidence. */
@NullMarked
package org.handover.app.retention;

import org.jspecify.annotations.NullMarked;
