/** Bad input at scale: good texts and what goes wrong with them. */
@org.jspecify.annotations.NullMarked
package org.handover.fuzz;
