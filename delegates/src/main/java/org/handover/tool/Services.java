package org.handover.tool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.RefusedValueException;
import org.jspecify.annotations.Nullable;

/** The service control manager of a server, through {@code sc} and {@code net}. */
public final class Services {
    /** The service of Enterprise Single Sign-On (docs/entsso.md 1.4). */
    public static final String ENTSSO = "ENTSSO";

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_$.+-]([A-Za-z0-9_$.+ ()-]{0,254}[A-Za-z0-9_$.+)-])?");
    private static final Pattern HELP_MESSAGE = Pattern.compile("HELPMSG\\s++(\\d{1,5})(?!\\d)");
    private static final Pattern SYSTEM_ERROR = Pattern.compile("(?<![\\w.])(\\d{1,5})(?![\\w])");
    private static final int NOT_STARTED = 3521;
    private static final int ALREADY_STARTED = 2182;

    private Services() {}

    /** The state of a service and the id of its process. */
    public static ToolCommand<ServiceStatus> query(String service) {
        return new ToolCommand<>("sc queryex " + argument(service), ScReader::status);
    }

    /** The services that depend on this one, each with its state. */
    public static ToolCommand<Dependents> dependents(String service) {
        return new ToolCommand<>("sc enumdepend " + argument(service) + " 65536", ScReader::dependents);
    }

    /** Stops a service and, without asking, the services that depend on it. Changes something. */
    public static ToolCommand<Net> stop(String service) {
        return new ToolCommand<>("net stop " + argument(service) + " /y", Services::readNet);
    }

    /** Starts a service. Changes something. An error is no proof that it does not come up: {@code net} waits a short time only. */
    public static ToolCommand<Net> start(String service) {
        return new ToolCommand<>("net start " + argument(service), Services::readNet);
    }

    private static String argument(String service) {
        if (!NAME.matcher(service).matches()) {
            throw new RefusedValueException(
                    "The name of a service has letters, digits and _ $ . + - ( ) and blanks only.");
        }
        return service.indexOf(' ') < 0 && service.indexOf('(') < 0 && service.indexOf(')') < 0
                ? service
                : '"' + service + '"';
    }

    /** What {@code net} answers. The state of the service afterwards is the proof. */
    public sealed interface Net {

        /** {@code net} reports success. */
        record Done() implements Net {}

        /** The service was already stopped, or already started. */
        record WasSoAlready() implements Net {}

        /**
         * {@code net} reports an error.
         *
         * @param number of the message, null where none is printed
         */
        record Failed(@Nullable Integer number) implements Net {}

        record CannotTell(String reason) implements Net {}
    }

    private static Net readNet(Transcript transcript) {
        Matcher help = HELP_MESSAGE.matcher(Texts.unwrapped(transcript));
        if (help.find()) {
            int number = Integer.parseInt(help.group(1));
            return number == NOT_STARTED || number == ALREADY_STARTED ? new Net.WasSoAlready() : new Net.Failed(number);
        }
        if (transcript.exitCode() == null) {
            return new Net.CannotTell("There is no exit code to say whether net succeeded.");
        }
        if (Texts.succeeded(transcript)) {
            return new Net.Done();
        }
        Matcher system = SYSTEM_ERROR.matcher(transcript.output());
        return new Net.Failed(system.find() ? Integer.valueOf(system.group(1)) : null);
    }
}
