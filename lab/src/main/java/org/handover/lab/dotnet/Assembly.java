package org.handover.lab.dotnet;

import java.util.List;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Program;

/** A file on drive C that is an assembly of .NET; started as a program it is what a DLL is to cmd.exe. */
public interface Assembly extends Program {

    /** What it offers to a process of this logon. */
    List<DotNetType> types(Logon logon);
}
