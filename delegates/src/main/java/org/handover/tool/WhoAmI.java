package org.handover.tool;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.handover.console.Transcript;

/** {@code whoami}: the groups of the acting logon, by SID, because names are translated. */
public final class WhoAmI {
    private static final String HIGH_INTEGRITY = "S-1-16-12288";
    private static final String SYSTEM_INTEGRITY = "S-1-16-16384";
    private static final Pattern SID = Pattern.compile("S-1(-\\d{1,20}){1,16}");

    private WhoAmI() {}

    /** What it answers. */
    public sealed interface Answer {

        /** The SIDs of the token's groups, its integrity label among them. */
        record Known(Set<String> sids) implements Answer {
            public Known {
                sids = Set.copyOf(sids);
            }

            /** Whether the logon is elevated (docs/windows-consoles.md, Who one is after logging on). */
            public boolean elevated() {
                return sids.contains(HIGH_INTEGRITY) || sids.contains(SYSTEM_INTEGRITY);
            }
        }

        record CannotTell(String reason) implements Answer {}
    }

    public static ToolCommand<Answer> groups() {
        return new ToolCommand<>("whoami /groups /fo csv", WhoAmI::read);
    }

    private static Answer read(Transcript transcript) {
        Set<String> sids = Texts.lines(transcript).stream()
                .flatMap(line -> Texts.quotedFields(line).stream())
                .filter(field -> SID.matcher(field).matches())
                .collect(Collectors.toSet());
        return sids.isEmpty()
                ? new Answer.CannotTell("whoami prints no group's SID" + Texts.exitCode(transcript) + ".")
                : new Answer.Known(sids);
    }
}
