/**
 * As much of Windows PowerShell 5.1 as a runbook meets: its language, some cmdlets, and the types of .NET that scripts ask for a
 * clock, a port or ENTSSO's interop assemblies.
 */
@NullMarked
package org.handover.lab.program.powershell;

import org.jspecify.annotations.NullMarked;
