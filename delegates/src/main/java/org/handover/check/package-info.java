/**
 * What is looked at before a change and after it: the preflight checks (docs/entsso.md 2.1), the proofs (9), and the check of
 * a whole estate. Nothing here changes anything on a server, but for the one Config Store application that was made for it.
 */
@NullMarked
package org.handover.check;

import org.jspecify.annotations.NullMarked;
