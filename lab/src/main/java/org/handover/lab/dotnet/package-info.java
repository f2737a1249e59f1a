/** What a script on a Windows server finds of .NET: types of assemblies that are installed, objects of them, and what they throw. */
@NullMarked
package org.handover.lab.dotnet;

import org.jspecify.annotations.NullMarked;
