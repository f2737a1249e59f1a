package org.handover.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.LetterCase;

/** The failover cluster that a server may belong to, out of the cluster's part of the registry (docs/entsso.md 8). */
public final class Cluster {
    /** The service of the failover cluster: where it is not installed, there is none. */
    public static final String SERVICE = "ClusSvc";

    private static final String LONG_CLUSTER = "HKEY_LOCAL_MACHINE\\CLUSTER";
    private static final Pattern SERVICE_NAME = Pattern.compile("(?i)\\s+ServiceName\\s+REG_(?:EXPAND_)?SZ\\s+(\\S.*)");

    private static final Pattern KEY_OR_VALUE = Pattern.compile("(?i)HKEY_.*|\\s+\\S.*\\sREG_[A-Z_]+(\\s.*)?");

    /** In every language the last line of a search says behind a colon how many were found. */
    private static final Pattern END_OF_SEARCH = Pattern.compile("[^:]*:.*(?<![(\\d])\\d+(?![)\\d]).*");

    private Cluster() {}

    /** Which services the cluster starts and stops. */
    public sealed interface Answer {

        record Known(List<String> services) implements Answer {
            public Known {
                services = List.copyOf(services);
            }

            public boolean hasEntsso() {
                return services.stream().anyMatch(Services.ENTSSO::equalsIgnoreCase);
            }
        }

        record CannotTell(String reason) implements Answer {}
    }

    /** The key above is listed first in the same line: that tells a cluster without services from one that cannot be read. */
    public static ToolCommand<Answer> services() {
        return new ToolCommand<>(
                "reg query HKLM\\Cluster /reg:64 & reg query HKLM\\Cluster\\Resources /s /v ServiceName /reg:64",
                Cluster::read);
    }

    private static Answer read(Transcript transcript) {
        boolean listed = false;
        boolean whole = true;
        List<String> services = new ArrayList<>();
        for (String line : Texts.lines(transcript)) {
            whole &= KEY_OR_VALUE.matcher(line).matches()
                    || END_OF_SEARCH.matcher(line).matches();
            listed |= LetterCase.upper(line.strip()).startsWith(LONG_CLUSTER);
            Matcher matcher = SERVICE_NAME.matcher(line);
            if (matcher.matches()) {
                services.add(matcher.group(1).strip());
            }
        }
        Answer.Known known = new Answer.Known(services);
        return known.hasEntsso() || (listed && whole)
                ? known
                : new Answer.CannotTell(
                        (listed ? "reg does not list all of the cluster's key" : "reg does not list the cluster's key")
                                + Texts.exitCode(transcript) + ".");
    }
}
