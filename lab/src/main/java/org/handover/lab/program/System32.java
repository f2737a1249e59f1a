package org.handover.lab.program;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.lab.program.cmd.CmdExe;
import org.handover.lab.program.powershell.PowerShell;
import org.handover.lab.windows.Invocation;
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
            Map.entry("taskkill.exe", new Taskkill()),
            Map.entry("icacls.exe", new Icacls()),
            Map.entry("fsutil.exe", new Fsutil()),
            Map.entry("w32tm.exe", new W32tm()),
            Map.entry("where.exe", new Where()),
            Map.entry("sort.exe", new Sort()),
            Map.entry("more.com", System32::more),
            Map.entry("chcp.com", new Chcp()),
            Map.entry("ping.exe", new Ping()),
            Map.entry("WindowsPowerShell\\v1.0\\powershell.exe", new PowerShell()));

    private System32() {}

    /** Installs them all; one that is there already is replaced. */
    public static void installOn(WindowsServer server) {
        PROGRAMS.forEach((name, program) -> server.install(WindowsServer.SYSTEM32 + "\\" + name, program));
    }

    /** Without a console at its output it only passes on what it reads; the lab's never stops at a full page. */
    private static int more(Invocation invocation) throws InterruptedException {
        Optional<List<String>> lines = TextInput.lines(invocation, invocation.arguments());
        if (lines.isEmpty()) {
            invocation.console().errLine(Phrases.say(invocation, "The file cannot be opened."));
            return 1;
        }
        lines.get().forEach(invocation.console()::outLine);
        return 0;
    }

    private static int hostname(Invocation invocation) {
        invocation.console().outLine(invocation.server().name());
        return 0;
    }
}
