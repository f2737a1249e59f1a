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
        List<String> services = new ArrayList<>();
        for (String line : Texts.lines(transcript)) {
            listed |= LetterCase.upper(line.strip()).startsWith(LONG_CLUSTER);
            Matcher matcher = SERVICE_NAME.matcher(line);
            if (matcher.matches()) {
                services.add(matcher.group(1).strip());
            }
        }
        return listed
                ? new Answer.Known(services)
                : new Answer.CannotTell("reg does not list the cluster's key" + Texts.exitCode(transcript) + ".");
    }
}
