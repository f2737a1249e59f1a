/** cmd.exe: what it makes of a command line, and the commands that it carries out itself. */
@NullMarked
package org.handover.lab.program.cmd;

import org.jspecify.annotations.NullMarked;
