package org.handover.tool;

import java.util.List;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.LetterCase;
import org.handover.sso.RefusedValueException;

/** {@code net localgroup}: the accounts and groups that stand in a local group. */
public final class LocalGroup {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-][\\p{L}\\p{N}_. -]{0,254}");
    private static final Pattern RULE = Pattern.compile("-{10,}");

    private LocalGroup() {}

    /** What it answers. */
    public sealed interface Answer {

        /** Those who stand in it by themselves; who is in it through another group is not listed. */
        record Known(List<String> members) implements Answer {
            public Known {
                members = List.copyOf(members);
            }

            /** Whether this account stands in it by itself. */
            public boolean lists(String account) {
                String name = LetterCase.lower(account);
                String bare = name.startsWith(".\\") ? name.substring(2) : name;
                return members.stream()
                        .map(LetterCase::lower)
                        .anyMatch(member -> member.equals(name) || member.equals(bare));
            }
        }

        record CannotTell(String reason) implements Answer {}
    }

    /** @throws RefusedValueException when the name of the group holds what a shell would take for something else */
    public static ToolCommand<Answer> members(String group) {
        if (!NAME.matcher(group).matches()) {
            throw new RefusedValueException(
                    "The name of a local group has letters, digits, blanks and _ . - only where it is to be typed.");
        }
        return new ToolCommand<>("net localgroup \"" + group + "\"", LocalGroup::read);
    }

    /** Between a rule of hyphens and the last line, which says in some language that all went well. */
    private static Answer read(Transcript transcript) {
        List<String> lines = Texts.lines(transcript);
        int rule = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (RULE.matcher(lines.get(i).strip()).matches()) {
                rule = i;
            }
        }
        if (!Texts.succeeded(transcript) || rule < 0 || rule + 1 >= lines.size()) {
            return new Answer.CannotTell("net localgroup does not list members" + Texts.exitCode(transcript) + ".");
        }
        return new Answer.Known(lines.subList(rule + 1, lines.size() - 1).stream()
                .map(String::strip)
                .toList());
    }
}
