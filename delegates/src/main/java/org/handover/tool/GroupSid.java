package org.handover.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.LetterCase;

/** The SID of a group that the acting logon is a member of, from {@code whoami /groups}: rights are given by SID, never by name. */
public final class GroupSid {
    private static final Pattern SID = Pattern.compile("S-1(-\\d{1,20}){1,16}");

    private GroupSid() {}

    /** What it answers. */
    public sealed interface Answer {

        /** At least one. */
        record Known(List<String> sids) implements Answer {
            public Known {
                sids = List.copyOf(sids);
            }
        }

        /** The logon is in none of these groups, or its groups cannot be read. */
        record CannotTell(String reason) implements Answer {}
    }

    /** @param names one group, or several between semicolons, each as {@code DOMAIN\group} or {@code group} */
    public static ToolCommand<Answer> of(String names) {
        return new ToolCommand<>("whoami /groups /fo csv", transcript -> read(names, transcript));
    }

    private static Answer read(String names, Transcript transcript) {
        List<String> wanted = Arrays.stream(names.split(";"))
                .map(name -> LetterCase.lower(name.strip()))
                .filter(name -> !name.isEmpty())
                .toList();
        List<String> sids = new ArrayList<>();
        for (String line : Texts.lines(transcript)) {
            List<String> fields = Texts.quotedFields(line);
            if (fields.size() < 3) {
                continue;
            }
            String group = LetterCase.lower(fields.get(0));
            boolean one = wanted.stream().anyMatch(name -> sameGroup(name, group));
            if (one) {
                fields.stream()
                        .filter(field -> SID.matcher(field).matches())
                        .findFirst()
                        .ifPresent(sids::add);
            }
        }
        return sids.isEmpty()
                ? new Answer.CannotTell("The acting logon is in no group named " + names + ", so its SID is not known.")
                : new Answer.Known(sids);
    }

    /** Local groups are printed behind the computer's name, and named without it. */
    private static boolean sameGroup(String name, String group) {
        return name.equals(group) || (name.indexOf('\\') < 0 && group.endsWith('\\' + name));
    }
}
