/** The arrows between the modules and packages, kept. */
@NullMarked
package org.handover.app.architecture;

import org.jspecify.annotations.NullMarked;
