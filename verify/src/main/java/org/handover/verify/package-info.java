/**
 * What the record is made of and how it is checked: chains of entries, signed heads, evidence. The application writes with these
 * classes and an auditor checks with them, without the application; they depend on nothing of ours.
 */
@NullMarked
package org.handover.verify;

import org.jspecify.annotations.NullMarked;
