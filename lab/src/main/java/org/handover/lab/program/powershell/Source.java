package org.handover.lab.program.powershell;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a script and how far it was read. */
final class Source {
    private static final Pattern BLANK = Pattern.compile("(?:[ \\t]++|`\\r?\\n|#[^\\n]*+|<#(?s:.*?)#>)++");
    private static final Pattern EMPTY = Pattern.compile("(?:\\s++|`\\r?\\n|#[^\\n]*+|<#(?s:.*?)#>)++");
    private static final Pattern SEPARATED = Pattern.compile("(?:[\\s;]++|`\\r?\\n|#[^\\n]*+|<#(?s:.*?)#>)++");

    /** Far deeper than any script that a person reads. */
    private static final int DEEPEST = 100;

    /** A word that turns out to be no expression is read once more, and so is what stands in it. */
    private static final int MOST_READ = 200_000;

    private final String text;
    private int at;
    private int depth;
    private int read;

    Source(String text) {
        this.text = text;
    }

    boolean ended() {
        return at >= text.length();
    }

    char here() {
        return ended() ? '\0' : text.charAt(at);
    }

    char ahead(int characters) {
        return at + characters < text.length() ? text.charAt(at + characters) : '\0';
    }

    char next() {
        char c = here();
        at++;
        return c;
    }

    boolean starts(String with) {
        return text.startsWith(with, at);
    }

    boolean take(String expected) {
        boolean there = starts(expected);
        at += there ? expected.length() : 0;
        return there;
    }

    void expect(String expected) throws ParseException {
        if (!take(expected)) {
            throw new ParseException(
                    "'" + expected + "' is missing" + (ended() ? " at the end." : " before '" + here() + "'."));
        }
    }

    Optional<Matcher> take(Pattern pattern) {
        Optional<Matcher> found = look(pattern);
        found.ifPresent(matcher -> at = matcher.end());
        return found;
    }

    Optional<Matcher> look(Pattern pattern) {
        Matcher matcher = pattern.matcher(text)
                .region(at, text.length())
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        return matcher.lookingAt() ? Optional.of(matcher) : Optional.empty();
    }

    /** A word of the language, in any case. */
    boolean takeWord(String word) {
        Optional<Matcher> found = look(Pattern.compile("(?i)" + word + "(?![\\w-])"));
        found.ifPresent(matcher -> at = matcher.end());
        return found.isPresent();
    }

    void skipBlanks() {
        take(BLANK);
    }

    void skipLines() {
        take(EMPTY);
    }

    void skipSeparators() {
        take(SEPARATED);
    }

    /** Everything to the end of the line. */
    String restOfLine() {
        int end = text.indexOf('\n', at);
        int to = end < 0 ? text.length() : end;
        String rest = text.substring(at, to);
        at = to;
        return rest;
    }

    /** Something is read that may hold the like of it; {@link #leave} ends it. */
    void enter() throws ParseException {
        if (++depth > DEEPEST || ++read > MOST_READ) {
            throw new ParseException("The script is longer, or nested deeper, than the lab's PowerShell goes.");
        }
    }

    void leave() {
        depth--;
    }

    int mark() {
        return at;
    }

    void back(int mark) {
        at = mark;
    }

    static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
