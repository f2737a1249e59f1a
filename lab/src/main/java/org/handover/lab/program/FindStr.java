package org.handover.lab.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/**
 * {@code findstr [/i] [/v] [/n] [/b] [/e] [/x] [/l|/r] [/c:text] [texts] [file ...]}. Texts are divided by blanks and any one
 * will do. Of regular expressions it knows {@code . * ^ $ [class] \x \< \>}. Exit code 1 when no line was found, 2 when it could
 * not look.
 */
final class FindStr implements Program {
    private static final String PLAIN_IN_FINDSTR = "(){}+?|";

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        Options options = new Options(invocation.arguments(), Set.of());
        List<String> words = options.words();
        List<String> texts = new ArrayList<>();
        int files = 0;
        if (options.has("c")) {
            invocation.arguments().stream()
                    .filter(argument -> argument.regionMatches(true, 0, "/c:", 0, 3))
                    .forEach(argument -> texts.add(argument.substring(3)));
        } else if (!words.isEmpty()) {
            texts.addAll(List.of(words.get(0).strip().split(" +")));
            files = 1;
        }
        if (texts.isEmpty()) {
            invocation.console().errLine("FINDSTR: there is nothing to look for.");
            return 2;
        }
        Optional<List<String>> lines = TextInput.lines(invocation, words.subList(files, words.size()));
        if (lines.isEmpty()) {
            invocation.console().errLine("FINDSTR: " + Phrases.say(invocation, "The file cannot be opened."));
            return 2;
        }
        List<Pattern> patterns =
                texts.stream().map(text -> pattern(text, options)).toList();
        int found = 0;
        for (int i = 0; i < lines.get().size(); i++) {
            String line = lines.get().get(i);
            if (patterns.stream().anyMatch(pattern -> pattern.matcher(line).find()) != options.has("v")) {
                found++;
                invocation.console().outLine((options.has("n") ? (i + 1) + ":" : "") + line);
            }
        }
        return found > 0 ? 0 : 1;
    }

    private static Pattern pattern(String text, Options options) {
        boolean literal = options.has("l") || (options.has("c") && !options.has("r"));
        String regex = literal ? Pattern.quote(text) : regex(text);
        if (options.has("b") || options.has("x")) {
            regex = "^(?:" + regex + ")";
        }
        if (options.has("e") || options.has("x")) {
            regex = "(?:" + regex + ")$";
        }
        int flags = options.has("i") ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        try {
            return Pattern.compile(regex, flags);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(text), flags);
        }
    }

    private static String regex(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                regex.append(next == '<' || next == '>' ? "\\b" : Pattern.quote(String.valueOf(next)));
            } else if (PLAIN_IN_FINDSTR.indexOf(c) >= 0 || (c == '[' && text.indexOf(']', i) < 0)) {
                regex.append('\\').append(c);
            } else {
                regex.append(c);
            }
        }
        return regex.toString();
    }
}
