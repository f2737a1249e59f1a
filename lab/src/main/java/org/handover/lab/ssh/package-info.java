/** The SSH server of a Windows server: what OpenSSH for Windows does to a logon, a command line and a file name. */
@NullMarked
package org.handover.lab.ssh;

import org.jspecify.annotations.NullMarked;
