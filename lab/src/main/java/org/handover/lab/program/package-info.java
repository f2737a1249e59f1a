/** The programs in C:\Windows\System32 that a runbook types: cmd.exe, net, sc, reg, wevtutil and the like. */
@NullMarked
package org.handover.lab.program;

import org.jspecify.annotations.NullMarked;
