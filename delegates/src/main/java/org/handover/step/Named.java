package org.handover.step;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;
import org.handover.sso.EntssoError;
import org.handover.sso.GlobalInfo;
import org.handover.sso.SsoServerName;
import org.handover.tool.SsoManage;

/** Whom the SSO database names, seen from one server. */
final class Named {

    /** How long -displaydb may show the old name after it was changed (docs/entsso.md 1.5). */
    static final Duration LONGEST_POLL = Duration.ofSeconds(30);

    private Named() {}

    /** Asks whom the SSO database names. */
    @FunctionalInterface
    interface Look {
        Probe now() throws ConsoleException, InterruptedException;
    }

    /** Asks again for as long as the name may still change and what is seen leaves it open. */
    static Probe inTheEnd(Look look, Predicate<Probe> open, Duration longestPoll)
            throws ConsoleException, InterruptedException {
        long deadline = System.nanoTime() + longestPoll.toNanos();
        Probe named = look.now();
        while (open.test(named) && System.nanoTime() < deadline) {
            Thread.sleep(Looks.LOOK_AGAIN.toMillis());
            named = look.now();
        }
        return named;
    }

    /** Asks again while it names the other server, as it may directly after the command. */
    static Probe inTheEnd(Look look) throws ConsoleException, InterruptedException {
        return inTheEnd(look, Probe.NotDone.class::isInstance, LONGEST_POLL);
    }

    /** What {@code ssomanage -updatedb} answered. */
    static ChangingDelegate.Answer.Typed answered(Transcript transcript) {
        Optional<EntssoError> error = EntssoError.in(transcript.output());
        Integer exitCode = transcript.exitCode();
        return new ChangingDelegate.Answer.Typed(
                error.map(found -> "%s: %s %s".formatted(found.code(), found.means(), found.whatToDo()))
                        .orElse(transcript.output()),
                error.isPresent() || (exitCode != null && exitCode != 0));
    }

    /** Done where it names the wanted server, not done where it names the other one of the run, unknown for a third. */
    static Probe on(RemoteConsole console, SsoServerName wanted, SsoServerName other)
            throws ConsoleException, InterruptedException {
        SsoManage.DisplayDb answer = Looks.displayDb(console);
        if (answer instanceof SsoManage.DisplayDb.Known known) {
            GlobalInfo info = known.info();
            String seen = "The SSO database names %s.".formatted(info.secretServerName());
            if (info.names(wanted)) {
                return new Probe.Done(seen);
            }
            return info.names(other)
                    ? new Probe.NotDone(seen)
                    : new Probe.Unknown(seen + " That is neither the former nor the new server of this run.");
        }
        return new Probe.Unknown(
                answer instanceof SsoManage.DisplayDb.Failed failed
                        ? "ssomanage -displaydb fails with %s: %s"
                                .formatted(failed.error().code(), failed.error().means())
                        : ((SsoManage.DisplayDb.CannotTell) answer).reason());
    }
}
