package org.handover.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handover.check.EstateCheck.Result;
import org.handover.console.ConsoleException;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.Looks;
import org.handover.tool.Clocks;
import org.handover.tool.Cluster;
import org.handover.tool.Dependents;
import org.handover.tool.EventQuery;
import org.handover.tool.FileHash;
import org.handover.tool.HostName;
import org.handover.tool.InstallDirectory;
import org.handover.tool.RegistryQuery;
import org.handover.tool.RegistryValues;
import org.handover.tool.ServerInUse;
import org.handover.tool.ServiceSettings;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;
import org.handover.tool.SsoConfig;
import org.handover.tool.SsoManage;
import org.handover.tool.Updates;
import org.handover.tool.Volume;
import org.handover.tool.WhoAmI;

/**
 * One question to one server that changes nothing there.
 *
 * @param name what is asked
 * @param question asks it
 */
record ReadOnlyProbe(String name, Question question) {
    private static final String LOGON = "Logon and name";
    private static final int[] TELLING_EVENTS = {
        10502, 10520, 10521, 10523, 10529, 10532, 10533, 10534, 10559, 10565, 10590
    };

    /** The answer in words. */
    record Seen(Result result, String words) {}

    /** Asks a server. */
    @FunctionalInterface
    interface Question {
        Seen at(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException;
    }

    Seen at(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        return question.at(sight, server);
    }

    boolean logsOn() {
        return name.equals(LOGON);
    }

    /** All of them, for the servers of one SSO system. */
    static List<ReadOnlyProbe> all(SsoSystem system) {
        List<ReadOnlyProbe> probes = new ArrayList<>(List.of(
                new ReadOnlyProbe(LOGON, ReadOnlyProbe::hostName),
                new ReadOnlyProbe("Elevation", ReadOnlyProbe::elevation),
                new ReadOnlyProbe("ENTSSO", ReadOnlyProbe::entsso),
                new ReadOnlyProbe("ENTSSO's account and start type", ReadOnlyProbe::settings),
                new ReadOnlyProbe("ENTSSO's version", ReadOnlyProbe::version),
                new ReadOnlyProbe("KB 3062831", ReadOnlyProbe::restoreFix),
                new ReadOnlyProbe("SSO database in the registry", ReadOnlyProbe::database),
                new ReadOnlyProbe("ssomanage -displaydb", (sight, server) -> displayDb(sight, server, system)),
                new ReadOnlyProbe("ssomanage -showserver", ReadOnlyProbe::showServer),
                new ReadOnlyProbe("ssoconfig -status", ReadOnlyProbe::status),
                new ReadOnlyProbe("Keys under SSOSS", ReadOnlyProbe::secrets),
                new ReadOnlyProbe("Application log of ENTSSO", ReadOnlyProbe::events),
                new ReadOnlyProbe("Services that depend on ENTSSO", ReadOnlyProbe::dependents),
                new ReadOnlyProbe("Failover cluster", ReadOnlyProbe::cluster),
                new ReadOnlyProbe("Clock", ReadOnlyProbe::clock)));
        for (SsoSystem.RestoreFile file : system.restoreFiles()) {
            if (!file.inStore()) {
                probes.add(new ReadOnlyProbe(
                        "Restore file " + file.path(), (sight, server) -> restoreFile(sight, server, file)));
                probes.add(new ReadOnlyProbe("Drive of " + file.path(), (sight, server) -> drive(sight, server, file)));
            }
        }
        return probes;
    }

    private static Seen seen(String words) {
        return new Seen(Result.SEEN, words);
    }

    private static Seen attention(String words) {
        return new Seen(Result.ATTENTION, words);
    }

    private static Seen unknown(String words) {
        return new Seen(Result.NOT_CHECKED, words);
    }

    private static Seen hostName(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        HostName.Answer answer = sight.ask(server, HostName.ask());
        if (!(answer instanceof HostName.Answer.Known known)) {
            return unknown(((HostName.Answer.CannotTell) answer).reason());
        }
        return server.sameComputer(known.name())
                ? seen("It calls itself %s.".formatted(known.name()))
                : attention("It calls itself %s: an alias, or another computer.".formatted(known.name()));
    }

    private static Seen elevation(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        WhoAmI.Answer answer = sight.ask(server, WhoAmI.groups());
        if (!(answer instanceof WhoAmI.Answer.Known known)) {
            return unknown(((WhoAmI.Answer.CannotTell) answer).reason());
        }
        return known.elevated()
                ? seen("The token has the high integrity label.")
                : attention("The token lacks the high integrity label S-1-16-12288.");
    }

    private static Seen entsso(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        ServiceStatus status = sight.ask(server, Services.query(Services.ENTSSO));
        if (status instanceof ServiceStatus.CannotTell unknown) {
            return unknown(unknown.reason());
        }
        return status.is(ServiceState.RUNNING) ? seen(Looks.say(status)) : attention(Looks.say(status));
    }

    private static Seen settings(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        Optional<ServiceSettings> settings =
                ServiceSettings.of(sight.ask(server, RegistryValues.of(RegistryValues.ENTSSO_SERVICE)));
        return settings.map(found -> seen("%s; it %s.".formatted(found.account(), found.startInWords())))
                .orElseGet(() -> unknown("The registry does not show them."));
    }

    private static Seen version(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        return sight.ask(server, RegistryValues.of(RegistryValues.ENTSSO_VERSIONS))
                                instanceof RegistryValues.Answer.Known known
                        && known.text("Server").isPresent()
                ? seen(known.text("Server").orElse(""))
                : unknown("The registry does not show it.");
    }

    private static Seen restoreFix(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        Updates.Answer answer = sight.ask(server, Updates.restoreFix());
        if (answer instanceof Updates.Answer.Installed) {
            return seen("It is among the installed programs.");
        }
        return answer instanceof Updates.Answer.NotListed
                ? seen(
                        "It is not among the installed programs; only BizTalk Server 2013 R2 and Host Integration Server 2013 need it.")
                : unknown(((Updates.Answer.CannotTell) answer).reason());
    }

    private static Seen database(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        RegistryValues.Answer answer = sight.ask(server, RegistryValues.of(RegistryValues.SSO_DATABASE));
        return answer instanceof RegistryValues.Answer.Known known
                        && known.text("Database").isPresent()
                ? seen("%s on %s."
                        .formatted(
                                known.text("Database").orElse(""),
                                known.text("Server").orElse("?")))
                : unknown("The registry does not show it.");
    }

    private static Seen displayDb(Sight sight, SsoServerName server, SsoSystem system)
            throws ConsoleException, InterruptedException {
        SsoManage.DisplayDb answer = sight.displayDb(server);
        if (answer instanceof SsoManage.DisplayDb.Failed failed) {
            return attention(Words.of(failed.error()));
        }
        if (!(answer instanceof SsoManage.DisplayDb.Known known)) {
            return unknown(((SsoManage.DisplayDb.CannotTell) answer).reason());
        }
        Boolean enabled = known.info().ssoEnabled();
        String words = "It names %s; %s."
                .formatted(
                        known.info().secretServerName(),
                        enabled == null
                                ? "whether SSO is enabled is not said"
                                : enabled ? "SSO is enabled" : "SSO is disabled");
        return known.info().names(system.masterSecretServer()) && !Boolean.FALSE.equals(enabled)
                ? seen(words)
                : attention(words + " The inventory names %s.".formatted(system.masterSecretServer()));
    }

    private static Seen showServer(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        Optional<InstallDirectory> tools = sight.tools(server);
        if (tools.isEmpty()) {
            return unknown("The SSO tools are not found.");
        }
        ServerInUse asked = sight.ask(server, new SsoManage(tools.get()).showServer());
        if (asked instanceof ServerInUse.Other other && !other.name().sameComputer(server)) {
            return attention("ssomanage asks %s.".formatted(other.name()));
        }
        return asked instanceof ServerInUse.CannotTell unknown
                ? unknown(unknown.reason())
                : seen("ssomanage asks this computer.");
    }

    private static Seen status(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        Optional<InstallDirectory> tools = sight.tools(server);
        if (tools.isEmpty()) {
            return unknown("The SSO tools are not found.");
        }
        SsoConfig.Status status = sight.ask(server, new SsoConfig(tools.get()).status());
        return status instanceof SsoConfig.Status.Known known
                ? seen("It prints the settings "
                        + Words.list(known.settings().keySet().stream().sorted().toList()) + ".")
                : unknown(((SsoConfig.Status.CannotTell) status).reason());
    }

    private static Seen secrets(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        RegistryQuery.Msids msids = sight.ask(server, RegistryQuery.msids());
        return msids instanceof RegistryQuery.Msids.Present || msids instanceof RegistryQuery.Msids.None
                ? seen(Looks.say(msids))
                : unknown(Looks.say(msids));
    }

    private static Seen events(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        EventQuery.Events events = sight.ask(server, EventQuery.newerThan(0, TELLING_EVENTS));
        if (!(events instanceof EventQuery.Events.Known known)) {
            return unknown(((EventQuery.Events.CannotTell) events).reason());
        }
        int all = known.events().size();
        return seen("%d of the events that decide are read; the newest: %s"
                .formatted(all, Looks.say(known.events().subList(Math.max(0, all - 3), all))));
    }

    private static Seen dependents(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        Dependents dependents = sight.ask(server, Services.dependents(Services.ENTSSO));
        if (dependents instanceof Dependents.CannotTell unknown) {
            return unknown(unknown.reason());
        }
        return dependents instanceof Dependents.Known known && !known.services().isEmpty()
                ? seen("They stop when ENTSSO is restarted: "
                        + Words.list(known.services().stream()
                                .map(service -> "%s (%s)".formatted(service.name(), service.state()))
                                .toList())
                        + ".")
                : seen("None.");
    }

    private static Seen cluster(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        ServiceStatus service = sight.ask(server, Services.query(Cluster.SERVICE));
        if (service instanceof ServiceStatus.NotInstalled) {
            return seen("There is none.");
        }
        Cluster.Answer answer = sight.ask(server, Cluster.services());
        if (!(answer instanceof Cluster.Answer.Known known)) {
            return unknown(((Cluster.Answer.CannotTell) answer).reason());
        }
        return known.hasEntsso()
                ? attention("A cluster owns ENTSSO: this runbook is not for it.")
                : seen("There is one, which does not own ENTSSO.");
    }

    private static Seen clock(Sight sight, SsoServerName server) throws ConsoleException, InterruptedException {
        Clocks.Answer answer = sight.ask(server, Clocks.read());
        return answer instanceof Clocks.Answer.Known known
                ? seen("Between %d and %d s against the clock here."
                        .formatted(known.atLeast().toSeconds(), known.atMost().toSeconds()))
                : unknown(((Clocks.Answer.CannotTell) answer).reason());
    }

    private static Seen restoreFile(Sight sight, SsoServerName server, SsoSystem.RestoreFile file)
            throws ConsoleException, InterruptedException {
        FileHash.Answer answer = sight.ask(server, FileHash.sha256(file.path()));
        if (answer instanceof FileHash.Answer.Known known) {
            return known.digest().equals(file.digest())
                    ? seen("It has the recorded digest.")
                    : attention("It has the digest %s, recorded is %s.".formatted(known.digest(), file.digest()));
        }
        if (answer instanceof FileHash.Answer.CannotTell unknown) {
            return unknown(unknown.reason());
        }
        return answer instanceof FileHash.Answer.Denied
                ? attention("Reading it is denied.")
                : seen("It is not there, so this server cannot restore from it.");
    }

    private static Seen drive(Sight sight, SsoServerName server, SsoSystem.RestoreFile file)
            throws ConsoleException, InterruptedException {
        Volume.FileSystem kind = sight.ask(server, Volume.fileSystemOf(file.path()));
        Volume.Free free = sight.ask(server, Volume.freeOn(file.path()));
        if (!(kind instanceof Volume.FileSystem.Known known)) {
            return unknown(((Volume.FileSystem.CannotTell) kind).reason());
        }
        String words = "%s; %s."
                .formatted(
                        known.name(),
                        free instanceof Volume.Free.Known bytes
                                ? bytes.bytes() / (1024 * 1024) + " MB are free"
                                : "how much is free cannot be told");
        return known.isFat() ? attention(words + " ENTSSO refuses a backup file there.") : seen(words);
    }
}
