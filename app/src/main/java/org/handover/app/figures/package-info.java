/** How the house stands, in figures for a machine that watches. */
@NullMarked
package org.handover.app.figures;

import org.jspecify.annotations.NullMarked;
