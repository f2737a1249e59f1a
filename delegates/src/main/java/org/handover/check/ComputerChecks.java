package org.handover.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.sso.SsoServerName;
import org.handover.step.Finding;
import org.handover.tool.Clocks;
import org.handover.tool.Port;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;

/** Clocks, MSDTC and ports (docs/entsso.md 1.4; 2.1, P11). */
final class ComputerChecks {
    private static final String MSDTC = "MSDTC";
    private static final Duration SAME = Duration.ofSeconds(30);

    /** What Kerberos allows by default. */
    private static final Duration TOO_FAR = Duration.ofMinutes(5);

    private static final Duration TIME_FOR_POWERSHELL = Duration.ofMinutes(2);

    private final Surroundings run;

    ComputerChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of(clocks(), this::clocksAgree).within(TIME_FOR_POWERSHELL),
                PreflightCheck.of(msdtc(), this::msdtcRuns),
                PreflightCheck.of(ports(), this::portsOpen).within(TIME_FOR_POWERSHELL));
    }

    private static String clocks() {
        return "The clocks of the SSO servers agree";
    }

    /** Each clock is known within the time that the command took, so only the difference that is certain counts. */
    private Finding clocksAgree() throws InterruptedException {
        Duration latest = null;
        Duration earliest = null;
        int read = 0;
        List<String> said = new ArrayList<>();
        for (SsoServerName server : run.servers()) {
            try {
                Clocks.Answer answer = run.sight().ask(server, Clocks.read());
                if (answer instanceof Clocks.Answer.Known known) {
                    read++;
                    latest = latest == null || known.atLeast().compareTo(latest) > 0 ? known.atLeast() : latest;
                    earliest = earliest == null || known.atMost().compareTo(earliest) < 0 ? known.atMost() : earliest;
                    said.add("%s %+d s"
                            .formatted(server, Math.round(middle(known).toMillis() / 1000.0)));
                } else {
                    said.add("%s not read".formatted(server));
                }
            } catch (ConsoleException noAnswer) {
                said.add("%s does not answer".formatted(server));
            }
        }
        String seen = "Against this application's clock: %s.".formatted(String.join(", ", said));
        if (latest == null || earliest == null || read < 2) {
            return Finding.notChecked(clocks(), seen, "Compare the clocks by hand: w32tm /query /status.");
        }
        Duration apart = latest.minus(earliest);
        if (apart.compareTo(TOO_FAR) > 0) {
            return Finding.blocking(
                    clocks(), seen, "More than five minutes apart: Kerberos refuses that. Set the clocks right first.");
        }
        if (apart.compareTo(SAME) > 0) {
            return Finding.warning(clocks(), seen, "Have the clocks synchronised: SSO servers need the same time.");
        }
        return read == run.servers().size()
                ? Finding.passed(clocks(), seen)
                : Finding.notChecked(clocks(), seen, "Compare the others by hand: w32tm /query /status.");
    }

    private static Duration middle(Clocks.Answer.Known known) {
        return known.atLeast().plus(known.atMost()).dividedBy(2);
    }

    private String msdtc() {
        return "MSDTC runs on %s".formatted(run.newMaster());
    }

    private Finding msdtcRuns() throws ConsoleException, InterruptedException {
        ServiceStatus status = run.sight().ask(run.newMaster(), Services.query(MSDTC));
        if (status.is(ServiceState.RUNNING)) {
            return Finding.passed(msdtc(), "The service runs; whether it may be used from afar cannot be seen.");
        }
        return status instanceof ServiceStatus.Known known
                ? Finding.warning(
                        msdtc(),
                        "It is %s.".formatted(known.state()),
                        "ENTSSO needs it (11049): start the service, and let it start by itself.")
                : Finding.notChecked(
                        msdtc(),
                        status instanceof ServiceStatus.CannotTell unknown
                                ? unknown.reason()
                                : "There is no such service, which a Windows Server always has.",
                        "Look in the component services.");
    }

    private String ports() {
        return "%s and the other SSO servers reach each other".formatted(run.newMaster());
    }

    /** The endpoint mapper only: the ports that ENTSSO gets from it are not known beforehand. So it can fail and cannot pass. */
    private Finding portsOpen() throws InterruptedException {
        List<String> closed = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (SsoServerName other : run.others()) {
            probe(run.newMaster(), other, open, closed);
            probe(other, run.newMaster(), open, closed);
        }
        if (!closed.isEmpty()) {
            return Finding.warning(
                    ports(),
                    "Port 135 is not reached: %s.".formatted(Words.list(closed)),
                    "Firewall rules often name the old master only: open 135 and the dynamic ports in both directions, and 1433 to the SQL server.");
        }
        return Finding.notChecked(
                ports(),
                open.isEmpty()
                        ? "No server says whether it reaches another."
                        : "Port 135 is reached: %s. The dynamic ports cannot be tried beforehand."
                                .formatted(Words.list(open)),
                "Check the firewall rules: they often name the old master only.");
    }

    private void probe(SsoServerName from, SsoServerName to, List<String> open, List<String> closed)
            throws InterruptedException {
        try {
            Port.Answer answer = run.sight().ask(from, Port.reaches(to, Port.RPC));
            if (answer instanceof Port.Answer.Reached) {
                open.add("%s to %s".formatted(from, to));
            } else if (answer instanceof Port.Answer.NotReached) {
                closed.add("%s to %s".formatted(from, to));
            }
        } catch (ConsoleException noAnswer) {
            // Another check says that this server does not answer.
        }
    }
}
