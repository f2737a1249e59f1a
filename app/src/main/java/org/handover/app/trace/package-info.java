/** What ties the log lines, figures and spans of one run together. */
@NullMarked
package org.handover.app.trace;

import org.jspecify.annotations.NullMarked;
