/** What tools print and files hold, as the tests take it apart. */
@org.jspecify.annotations.NullMarked
package org.handover.printed;
