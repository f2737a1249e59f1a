/** A Windows server as far as somebody at a console can tell: files, registry, services, event log, accounts, programs. */
@NullMarked
package org.handover.lab.windows;

import org.jspecify.annotations.NullMarked;
