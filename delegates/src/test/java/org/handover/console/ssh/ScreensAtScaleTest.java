package org.handover.console.ssh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.handover.console.MaskedText;
import org.handover.console.PromptScript;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;
import org.handover.printed.Printed;

/** Whatever a server draws on a terminal or a person pastes, it becomes a screen and a text without what must not be kept, in time. */
class ScreensAtScaleTest {
    private static final int MOST_IN_ONE_PIECE = 40;
    private static final int ONE_IN_SO_MANY_IS_AS_WIDE_AS_OURS = 50;

    /** As ConPTY draws. */
    private static final List<String> DRAWN = List.of(
            "\u001b[?9001h\u001b[?1004h\u001b[?25l\u001b[2J\u001b[m\u001b[H\u001b]0;C:\\Windows\\system32\\cmd.exe\u0007\u001b[?25h"
                    + "Password reminder : my first\u001b[1Cdog's name\r\nPassword : ***\r\n"
                    + "\u001b[?25lThe operation\u001b[1Ccompleted successfully.\u001b[K\r\n\u001b[?25h",
            "\u001b[?40h\u001b[?3h\u001b[20hPassword :\r\u001b[?3l",
            "\u001b[c\u001b[6n\u001b[5;10HKennwort : \u001b[1;31m*\u001b[0m\u001b[2K\r\u001b[A\u001b[3D\u001b[12P\u001b[7@",
            "Password : \r\n\u001b[?25lERROR: 0xC0002A1B : no\u001b[K\r\n\u001b[?25h\u001b[1;200r\u001b[2L\u001b[3M\u001b[4S\u001b[5T");

    private static final List<String> SEQUENCES = List.of(
            "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "P", "S", "T", "X", "Z", "@", "a", "b",
            "c", "d", "e", "f", "g", "h", "l", "m", "n", "p", "q", "r", "s", "t", "u", "`");

    private static final List<String> PARAMETERS = List.of(
            "",
            "0",
            "1",
            "2",
            "7",
            "79",
            "80",
            "81",
            "199",
            "200",
            "201",
            "999",
            "1000",
            "32767",
            "65536",
            "2147483647",
            "2147483648",
            "99999999999999999999",
            "-1",
            "?25",
            "?1049",
            ">",
            "?",
            "38;5;300",
            "38;2;1;2;999",
            "48;5;",
            "38",
            "1;1",
            "0;0",
            "200;80",
            "5;1",
            "1;99999",
            ";",
            ";;;;",
            "1;2;3;4;5;6;7;8;9;10",
            "?3",
            "?40",
            "?40;3",
            "?6",
            "?7",
            "20");

    private static final PromptScript SCRIPT = PromptScript.empty()
            .then(Pattern.compile("(?i)(Password|Kennwort)\\s*:"), () -> new char[0])
            .then(Pattern.compile("(?i)(Confirm password|Kennwort best(ä|ae)tigen)\\s*:"), () -> new char[0]);

    @Provide
    Arbitrary<Mangled> drawn() {
        List<Mutation> kinds = new ArrayList<>(TextMutations.with(DRAWN));
        for (int often = 0; often < 20; often++) {
            kinds.add(ScreensAtScaleTest::insertSequence);
        }
        return Mangled.anyOf(DRAWN, kinds);
    }

    @Provide
    Arbitrary<Mangled> pasted() {
        return Mangled.anyOf(Printed.by("ssoconfig -restoresecret"), TextMutations.with(Printed.all()));
    }

    private static void insertSequence(StringBuilder text, SplittableRandom chance) {
        String begin = TextMutations.one(
                List.of("\u001b[", "\u001b[", "\u001b[", "\u001b]", "\u001b(", "\u009b", "\u001b"), chance);
        text.insert(
                TextMutations.place(text, chance),
                begin + TextMutations.one(PARAMETERS, chance) + TextMutations.one(SEQUENCES, chance));
    }

    @Fuzzed
    void what_is_drawn_becomes_a_screen(@ForAll("drawn") Mangled drawn) throws Exception {
        SplittableRandom chance = drawn.chance();
        byte[] bytes =
                drawn.text().getBytes(chance.nextInt(5) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        int columns = chance.nextInt(ONE_IN_SO_MANY_IS_AS_WIDE_AS_OURS) == 0 ? Connection.COLUMNS : 80;
        InTime.call(() -> {
            Screen screen = new Screen(columns);
            StringBuilder seen = new StringBuilder();
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(
                        bytes.length, from + 1 + chance.nextInt(Math.max(MOST_IN_ONE_PIECE, bytes.length / 4)));
                seen.append(screen.draw(Arrays.copyOfRange(bytes, from, to)));
                seen.append(screen.upToCursor()).append(screen.cursorRow());
                from = to;
            }
            return MaskedText.of(screen.text(), SCRIPT).text() + seen;
        });
    }

    @Fuzzed
    void what_is_pasted_is_masked(@ForAll("pasted") Mangled pasted) throws Exception {
        String text = pasted.text();
        InTime.call(() -> MaskedText.of(text, SCRIPT).text());
    }
}
