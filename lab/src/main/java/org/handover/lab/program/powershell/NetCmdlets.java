package org.handover.lab.program.powershell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.handover.lab.windows.Network;

/** {@code Test-NetConnection}, {@code Get-Date}: what a script asks about the wire and the clock. */
final class NetCmdlets {
    private static final long PATIENCE_MILLIS = 21_000;

    private NetCmdlets() {}

    static Map<String, Cmdlet> all() {
        return Map.of(
                "Test-NetConnection", NetCmdlets::test,
                "tnc", NetCmdlets::test,
                "Get-Date", NetCmdlets::date);
    }

    private static void test(Cmdlet.Call call) throws PsError, InterruptedException {
        Cmdlet.Parameters given = call.parameters("ComputerName", "-Port", "-InformationLevel", "-WarningAction");
        String computer = given.has("ComputerName") ? given.text("ComputerName") : "localhost";
        Network network = call.interpreter().invocation().server().network();
        boolean port = given.has("Port");
        Network.Reply reply = port
                ? network.connect(computer, Values.whole(given.value("Port").orElse(0)))
                : network.ping(computer);
        if (reply == Network.Reply.NOTHING) {
            Thread.sleep(PATIENCE_MILLIS);
        }
        boolean answered = reply == Network.Reply.ANSWERED;
        if (given.text("InformationLevel").equalsIgnoreCase("Quiet")) {
            call.out().put(answered);
            return;
        }
        if (!answered) {
            call.interpreter()
                    .console()
                    .outLine("WARNING: " + (port ? "TCP connect" : "Ping") + " to " + computer + " failed.");
        }
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("ComputerName", computer);
        if (port) {
            said.put("RemotePort", given.text("Port"));
        }
        said.put(port ? "TcpTestSucceeded" : "PingSucceeded", answered);
        call.out().put(new Properties("TestNetConnectionResult", said));
    }

    private static void date(Cmdlet.Call call) throws PsError, InterruptedException {
        Cmdlet.Parameters given = call.parameters("-Format");
        ClockTime now =
                new ClockTime(call.interpreter().invocation().server().clock().instant(), false);
        try {
            call.out().put(given.has("Format") ? now.formatted(given.text("Format")) : now);
        } catch (org.handover.lab.dotnet.DotNetException unknown) {
            call.interpreter().failed(PsError.of("Get-Date : " + unknown.text(), "FormatException"));
        }
    }
}
