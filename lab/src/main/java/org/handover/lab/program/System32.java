package org.handover.lab.program;

import java.util.Map;
import org.handover.lab.program.cmd.CmdExe;
import org.handover.lab.windows.Program;
import org.handover.lab.windows.WindowsServer;

/** The programs that every Windows server has. */
public final class System32 {
    private static final Map<String, Program> PROGRAMS = Map.ofEntries(
            Map.entry("cmd.exe", new CmdExe()),
            Map.entry("net.exe", new Net()),
            Map.entry("sc.exe", new Sc()),
            Map.entry("reg.exe", new Reg()),
            Map.entry("wevtutil.exe", new Wevtutil()),
            Map.entry("tasklist.exe", new Tasklist()),
            Map.entry("hostname.exe", System32::hostname),
            Map.entry("whoami.exe", new Whoami()),
            Map.entry("certutil.exe", new Certutil()),
            Map.entry("find.exe", new Find()),
            Map.entry("findstr.exe", new FindStr()),
            Map.entry("timeout.exe", new Timeout()),
            Map.entry("WindowsPowerShell\\v1.0\\powershell.exe", new PowerShell()));

    private System32() {}

    /** Installs them all; one that is there already is replaced. */
    public static void installOn(WindowsServer server) {
        PROGRAMS.forEach((name, program) -> server.install(WindowsServer.SYSTEM32 + "\\" + name, program));
    }

    private static int hostname(org.handover.lab.windows.Invocation invocation) {
        invocation.console().outLine(invocation.server().name());
        return 0;
    }
}
