package org.handover.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.ConsoleException;
import org.handover.sso.SsoServerName;
import org.handover.step.Finding;
import org.handover.tool.RegistryValues;
import org.handover.tool.ServiceState;
import org.handover.tool.Services;
import org.handover.tool.Updates;

/** The versions of ENTSSO, against each other, the database and the known bug (docs/entsso.md 2.1, P8; 10.1, rows 12 and 16). */
final class VersionChecks {
    private static final int TOO_NEW = 10728;
    private static final int STARTED = 10502;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    private final Surroundings run;

    VersionChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of(fits(), this::versionsFit), PreflightCheck.of(restoreBug(), this::restoreWorks));
    }

    private String fits() {
        return "The version of ENTSSO on %s fits the other servers and the database".formatted(run.newMaster());
    }

    private Finding versionsFit() throws ConsoleException, InterruptedException {
        Sight.Newest start = run.sight().newest(run.newMaster(), TOO_NEW, STARTED);
        if (start instanceof Sight.Newest.Known known && known.is(TOO_NEW)) {
            List<String> data = known.event().map(event -> event.data()).orElse(List.of());
            return Finding.blocking(
                    fits(),
                    "ENTSSO there does not work with this database (10728%s)."
                            .formatted(
                                    data.size() > 3
                                            ? ": it is %s, needed is %s".formatted(data.get(2), data.get(3))
                                            : ""),
                    "Bring all SSO servers to the same release, the master secret server first.");
        }
        Map<SsoServerName, String> versions = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (SsoServerName server : run.servers()) {
            Optional<String> version = version(server);
            version.ifPresent(found -> versions.put(server, found));
            if (version.isEmpty()) {
                unknown.add(server.value());
            }
        }
        String seen = "%s%s."
                .formatted(
                        versions.isEmpty()
                                ? "No version"
                                : Words.list(versions.entrySet()).replace("=", " "),
                        unknown.isEmpty() ? "" : "; not known of " + Words.list(unknown));
        Optional<String> own = Optional.ofNullable(versions.get(run.newMaster()));
        if (own.isPresent()
                && versions.values().stream()
                        .anyMatch(version -> !release(version).equals(release(own.get())))) {
            return Finding.blocking(
                    fits(), seen, "Bring all SSO servers to the same release, the master secret server first.");
        }
        if (own.isPresent() && versions.values().stream().distinct().count() > 1) {
            return Finding.warning(fits(), seen, "The builds differ: bring them to one when there is time.");
        }
        if (own.isEmpty() || !unknown.isEmpty()) {
            return Finding.notChecked(fits(), seen, "Compare the versions in the snap-in, under Servers.");
        }
        boolean worksWithDatabase = start instanceof Sight.Newest.Known
                && run.sight()
                        .ask(run.newMaster(), Services.query(Services.ENTSSO))
                        .is(ServiceState.RUNNING);
        return worksWithDatabase
                ? Finding.passed(fits(), seen + " It runs with this database.")
                : Finding.notChecked(
                        fits(),
                        seen + " Whether it works with the database is not seen.",
                        "Look for event 10728 there.");
    }

    private Optional<String> version(SsoServerName server) throws InterruptedException {
        try {
            return run.sight().ask(server, RegistryValues.of(RegistryValues.ENTSSO_VERSIONS))
                            instanceof RegistryValues.Answer.Known known
                    ? known.text("Server").filter(text -> VERSION.matcher(text).matches())
                    : Optional.empty();
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    private static String release(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? matcher.group(1) + "." + matcher.group(2) : version;
    }

    private String restoreBug() {
        return "%s is not affected by the bug that spoils a restored secret".formatted(run.newMaster());
    }

    /** Row 12: only proof of the update lets an affected version pass, and only an unaffected one makes it moot. */
    private Finding restoreWorks() throws ConsoleException, InterruptedException {
        Optional<String> version = version(run.newMaster());
        if (version.isEmpty()) {
            return Finding.notChecked(
                    restoreBug(),
                    "The version of ENTSSO there is not known.",
                    "BizTalk Server 2013 R2 and Host Integration Server 2013 need KB 3062831 before a restore: see what is installed.");
        }
        int major = Integer.parseInt(version.get().substring(0, version.get().indexOf('.')));
        if (major >= 10) {
            return Finding.notApplicable(
                    restoreBug(),
                    "ENTSSO is %s; known to be affected is the version in BizTalk Server 2013 R2 and Host Integration Server 2013 (9.0)."
                            .formatted(version.get()));
        }
        Updates.Answer update = run.sight().ask(run.newMaster(), Updates.restoreFix());
        if (update instanceof Updates.Answer.Installed) {
            return Finding.passed(
                    restoreBug(),
                    "ENTSSO is %s, and KB 3062831 is among the installed programs.".formatted(version.get()));
        }
        String seen = update instanceof Updates.Answer.CannotTell unknown
                ? "ENTSSO is %s; whether KB 3062831 is installed cannot be told: %s"
                        .formatted(version.get(), unknown.reason())
                : "ENTSSO is %s, and KB 3062831 is not among the installed programs.".formatted(version.get());
        String whatToDo =
                "With BizTalk Server 2013 R2 or Host Integration Server 2013 install KB 3062831 (not KB 3000847 alone) there before the restore; else nothing may be decryptable afterwards.";
        return major == 9 && update instanceof Updates.Answer.NotListed
                ? Finding.blocking(restoreBug(), seen, whatToDo)
                : Finding.notChecked(restoreBug(), seen, whatToDo);
    }
}
