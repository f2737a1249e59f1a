/** As much of C# as the sources that a script gives to {@code Add-Type} need: read, checked and then run as it stands. */
@NullMarked
package org.handover.lab.dotnet.csharp;

import org.jspecify.annotations.NullMarked;
