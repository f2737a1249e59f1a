package org.handover.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handover.console.ConsoleException;
import org.handover.sso.GlobalInfo;
import org.handover.sso.LetterCase;
import org.handover.sso.SsoServerName;
import org.handover.step.Finding;
import org.handover.tool.InstallDirectory;
import org.handover.tool.ServerInUse;
import org.handover.tool.SsoManage;

/** The SSO database, as ssomanage shows it under the very logon that is going to act (docs/entsso.md 2.1, P3, P4 and P6). */
final class DatabaseChecks {
    private static final int DATABASE_LOST = 10515;
    private static final int OFFLINE = 10590;
    private static final int ONLINE = 10591;
    private static final int STARTED = 10502;

    private final Surroundings run;

    DatabaseChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of(works(), this::displayDbWorks),
                PreflightCheck.of(named(), this::namesFormer),
                PreflightCheck.of(asksItself(), this::whoIsAsked),
                PreflightCheck.of(enabled(), this::ssoEnabled),
                PreflightCheck.of(online(), this::databaseReached));
    }

    private String works() {
        return "ssomanage -displaydb works on %s under the logon that acts".formatted(run.newMaster());
    }

    /** What fails here fails later, too; so nobody goes on over it (design, law 10). */
    private Finding displayDbWorks() throws InterruptedException {
        try {
            SsoManage.DisplayDb answer = run.sight().displayDb(run.newMaster());
            if (answer instanceof SsoManage.DisplayDb.Known known) {
                return otherThanItself(known.saidBy())
                        .map(other -> Finding.notChecked(
                                works(),
                                "The answer came from %s.".formatted(other),
                                "The plan points ssomanage at this computer first; see then that it works."))
                        .orElseGet(() -> Finding.passed(
                                works(), "It names %s.".formatted(known.info().secretServerName())));
            }
            Optional<SsoServerName> other = otherThanItself(asked());
            if (other.isPresent()) {
                return Finding.notChecked(
                        works(),
                        "It asks %s, which does not answer this logon: %s".formatted(other.get(), say(answer)),
                        "The plan points ssomanage at this computer first; see then that it works.");
            }
            return blocked(
                    say(answer), "Under this logon ssomanage has to work before anything is changed: see its error.");
        } catch (ConsoleException e) {
            return blocked(String.valueOf(e.getMessage()), "Make the logon work first.");
        }
    }

    private Finding blocked(String seen, String whatToDo) {
        return Finding.blocking(works(), seen, whatToDo).neverGoneOver();
    }

    private static String say(SsoManage.DisplayDb answer) {
        return answer instanceof SsoManage.DisplayDb.Failed failed
                ? Words.of(failed.error())
                : ((SsoManage.DisplayDb.CannotTell) answer).reason();
    }

    private Optional<SsoServerName> otherThanItself(ServerInUse asked) {
        return asked instanceof ServerInUse.Other other && !other.name().sameComputer(run.newMaster())
                ? Optional.of(other.name())
                : Optional.empty();
    }

    private ServerInUse asked() throws ConsoleException, InterruptedException {
        if (run.sight().displayDb(run.newMaster()) instanceof SsoManage.DisplayDb.Known known
                && !(known.saidBy() instanceof ServerInUse.CannotTell)) {
            return known.saidBy();
        }
        Optional<InstallDirectory> tools = run.sight().tools(run.newMaster());
        return tools.isPresent()
                ? run.sight().ask(run.newMaster(), new SsoManage(tools.get()).showServer())
                : new ServerInUse.CannotTell("The SSO tools are not found.");
    }

    private String named() {
        return "The SSO database names %s".formatted(run.former());
    }

    private Finding namesFormer() throws InterruptedException {
        Map<String, List<String>> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<GlobalInfo> infos = new ArrayList<>();
        for (SsoServerName server : run.servers()) {
            info(server).ifPresent(info -> {
                infos.add(info);
                names.computeIfAbsent(info.secretServerName(), name -> new ArrayList<>())
                        .add(server.value());
            });
        }
        if (infos.isEmpty()) {
            return Finding.notChecked(
                    named(), "No SSO server shows its settings.", "See why ssomanage -displaydb fails.");
        }
        List<String> said = new ArrayList<>();
        names.forEach((name, servers) -> said.add("%s (said on %s)".formatted(name, Words.list(servers))));
        String seen = "It names " + String.join("; ", said) + ".";
        if (infos.stream().allMatch(info -> info.names(run.former()))) {
            return Finding.passed(named(), seen);
        }
        if (infos.stream().allMatch(info -> info.names(run.newMaster()))) {
            return Finding.warning(named(), seen, "The new server is named already; the run will find that done.");
        }
        return names.size() > 1
                ? Finding.blocking(named(), seen, "The servers do not agree: wait for a poll of 30 s and check again.")
                : Finding.blocking(
                        named(),
                        seen,
                        "The inventory names another master. Correct it and start again; where this is a cluster's network name, this runbook is the wrong one.");
    }

    private Optional<GlobalInfo> info(SsoServerName server) throws InterruptedException {
        try {
            return run.sight().displayDb(server) instanceof SsoManage.DisplayDb.Known known
                    ? Optional.of(known.info())
                    : Optional.empty();
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    private String asksItself() {
        return "ssomanage on %s asks that very computer".formatted(run.newMaster());
    }

    private Finding whoIsAsked() throws ConsoleException, InterruptedException {
        ServerInUse asked = asked();
        if (asked instanceof ServerInUse.CannotTell unknown) {
            return Finding.notChecked(asksItself(), unknown.reason(), "The plan points it there first.");
        }
        return otherThanItself(asked)
                .map(other -> Finding.warning(
                        asksItself(),
                        "It asks %s.".formatted(other),
                        "The plan points it at this computer first; point it back afterwards if it is meant so."))
                .orElseGet(() -> Finding.passed(asksItself(), "It does."));
    }

    private static String enabled() {
        return "The SSO system is enabled";
    }

    /** Shown, never enabled: whoever disabled it had a reason. */
    private Finding ssoEnabled() throws InterruptedException {
        for (SsoServerName server : run.servers()) {
            Optional<GlobalInfo> info = info(server);
            Boolean on = info.map(GlobalInfo::ssoEnabled).orElse(null);
            if (on != null) {
                return on
                        ? Finding.passed(enabled(), "%s says so.".formatted(server))
                        : Finding.warning(
                                enabled(),
                                "It is disabled, says %s.".formatted(server),
                                "The change works all the same. Ask who disabled it, and have them enable it afterwards: nothing here does.");
            }
        }
        return Finding.notChecked(
                enabled(), "No server says it in words that are known here.", "Look in ssomanage -displaydb.");
    }

    private String online() {
        return "ENTSSO on %s reaches the SSO database".formatted(run.newMaster());
    }

    private Finding databaseReached() throws ConsoleException, InterruptedException {
        Sight.Newest newest = run.sight().newest(run.newMaster(), DATABASE_LOST, OFFLINE, ONLINE, STARTED);
        Optional<GlobalInfo> info = info(run.newMaster());
        if (newest instanceof Sight.Newest.Known known && (known.is(DATABASE_LOST) || known.is(OFFLINE))) {
            String seen = "Its newest word on it is %s: it lost the database."
                    .formatted(known.event().map(Words::of).orElse(""));
            // Only a service that went offline (10590) says that it is back (10591).
            return known.is(DATABASE_LOST) && info.isPresent()
                    ? Finding.warning(
                            online(),
                            seen + " It shows the settings again.",
                            "Find out why it was away, lest it goes away again while the master is changed.")
                    : Finding.blocking(
                            online(),
                            seen,
                            "Get the SQL server up and reachable from %s, then check again."
                                    .formatted(run.newMaster()));
        }
        if (info.isEmpty()) {
            return Finding.notChecked(online(), "It shows no settings.", "See the check of ssomanage -displaydb.");
        }
        return Finding.passed(
                online(),
                "It shows the settings in %s on %s."
                        .formatted(
                                Optional.ofNullable(info.get().database()).orElse("the database"),
                                Optional.ofNullable(info.get().sqlServer())
                                        .map(LetterCase::upper)
                                        .orElse("its SQL server")));
    }
}
