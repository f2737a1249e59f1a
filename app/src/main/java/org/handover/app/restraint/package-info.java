/** What keeps tools from starting too much, and the starts that it held back. People are only warned. */
@NullMarked
package org.handover.app.restraint;

import org.jspecify.annotations.NullMarked;
