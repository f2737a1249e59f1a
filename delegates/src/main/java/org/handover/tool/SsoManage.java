package org.handover.tool;

import java.util.Optional;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.EntssoError;
import org.handover.sso.GlobalInfo;
import org.handover.sso.RefusedValueException;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;

/** {@code ssomanage}, which talks to an SSO server (docs/entsso.md 3.2 to 3.4). */
public final class SsoManage {
    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final String NO_APPLICATION = "0xC0002A04";

    private final InstallDirectory installed;

    public SsoManage(InstallDirectory installed) {
        this.installed = installed;
    }

    /** Writes what the update file says into the SSO database. Changes something. */
    public ToolCommand<SsoAnswer> updateDb(WindowsPath updateFile) {
        return new ToolCommand<>(installed.ssomanage() + " -updatedb " + updateFile.quoted(), SsoOutput::answer);
    }

    /** The settings of the SSO database, as the SSO server in use sees them. */
    public ToolCommand<DisplayDb> displayDb() {
        return new ToolCommand<>(installed.ssomanage() + " -displaydb", SsoManage::readDisplayDb);
    }

    /** Which SSO server the tool talks to. Where {@link #displayDb} is typed anyway, its answer says it more surely. */
    public ToolCommand<ServerInUse> showServer() {
        return new ToolCommand<>(
                installed.ssomanage() + " -showserver", transcript -> SsoOutput.serverInFirstLine(transcript)
                        .orElseGet(() -> SsoOutput.serverInSettings(transcript)));
    }

    /** Makes the tool talk to this server, for the acting account. Changes something. */
    public ToolCommand<SsoAnswer> setServer(SsoServerName server) {
        return new ToolCommand<>(installed.ssomanage() + " -server " + server.value(), SsoOutput::answer);
    }

    /** Whether there is an application of this name. */
    public ToolCommand<Application> displayApp(String application) {
        if (!APPLICATION.matcher(application).matches()) {
            throw new RefusedValueException(
                    "The name of an application has letters and digits only where it is typed.");
        }
        return new ToolCommand<>(
                installed.ssomanage() + " -displayapp " + application,
                transcript -> readApplication(application, transcript));
    }

    /** What {@code -displayapp} answers. */
    public sealed interface Application {

        record There() implements Application {}

        record NotThere() implements Application {}

        record CannotTell(String reason) implements Application {}
    }

    private static Application readApplication(String application, Transcript transcript) {
        Optional<EntssoError> error = EntssoError.in(transcript.output());
        if (error.isPresent()) {
            return error.get().is(NO_APPLICATION)
                    ? new Application.NotThere()
                    : new Application.CannotTell(
                            "ssomanage -displayapp answers " + error.get().code() + ".");
        }
        return Texts.lines(transcript).stream().anyMatch(line -> line.contains(application))
                ? new Application.There()
                : new Application.CannotTell("ssomanage -displayapp does not name the application.");
    }

    /** What {@code -displaydb} answers. */
    public sealed interface DisplayDb {

        /**
         * The labels are known.
         *
         * @param info what the database holds
         * @param saidBy which SSO server the tool asked; cannot tell where the first line is not known
         */
        record Known(GlobalInfo info, ServerInUse saidBy) implements DisplayDb {}

        /** The tool prints an error code. */
        record Failed(EntssoError error) implements DisplayDb {}

        record CannotTell(String reason) implements DisplayDb {}
    }

    private static DisplayDb readDisplayDb(Transcript transcript) {
        Optional<GlobalInfo> info = GlobalInfo.parse(transcript.output());
        Optional<EntssoError> error = EntssoError.in(transcript.output());
        if (error.isPresent()) {
            return new DisplayDb.Failed(error.get());
        }
        if (info.isEmpty()) {
            return new DisplayDb.CannotTell(
                    "ssomanage -displaydb does not print the secret server's name under a label that is known here.");
        }
        return new DisplayDb.Known(
                info.get(),
                SsoOutput.serverInFirstLine(transcript)
                        .orElseGet(
                                () -> new ServerInUse.CannotTell("ssomanage does not say which SSO server it asked.")));
    }
}
