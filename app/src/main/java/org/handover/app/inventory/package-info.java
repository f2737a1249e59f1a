/** The estates and what stands in them. */
@NullMarked
package org.handover.app.inventory;

import org.jspecify.annotations.NullMarked;
