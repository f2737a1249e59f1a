/** The console over SSH, built for what OpenSSH for Windows does to a command (docs/windows-consoles.md). */
@NullMarked
package org.handover.console.ssh;

import org.jspecify.annotations.NullMarked;
