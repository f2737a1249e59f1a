package org.handover.lab.dotnet.csharp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a source, one after the other. */
final class Tokens {

    enum Kind {
        WORD,
        TEXT,
        NUMBER,
        SIGN,
        END
    }

    record Token(Kind kind, String text, int line) {}

    private static final Pattern SKIPPED = Pattern.compile("\\s+|//[^\\n]*|(?s:/\\*.*?\\*/)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\\n]++|\\\\.)*+)\"");
    private static final Pattern SIGN = Pattern.compile("=>|==|!=|<=|>=|&&|\\|\\||\\?\\?|[-+*/%=<>!?:;,.(){}\\[\\]&|]");

    /** Far deeper than any source that a person reads. */
    private static final int DEEPEST = 100;

    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int depth;

    Tokens(String source) throws CSharpException {
        int position = 0;
        int line = 1;
        while (position < source.length()) {
            Optional<Matcher> skipped = match(SKIPPED, source, position);
            if (skipped.isPresent()) {
                line += (int)
                        skipped.get().group().chars().filter(c -> c == '\n').count();
                position = skipped.get().end();
                continue;
            }
            Token token = read(source, position, line);
            tokens.add(token);
            position += token.kind() == Kind.TEXT
                    ? raw(source, position)
                    : token.text().length();
        }
        tokens.add(new Token(Kind.END, "", line));
    }

    private static Token read(String source, int position, int line) throws CSharpException {
        Optional<Matcher> text = match(TEXT, source, position);
        if (text.isPresent()) {
            return new Token(Kind.TEXT, unescaped(text.get().group(1)), line);
        }
        for (Kind kind : List.of(Kind.WORD, Kind.NUMBER, Kind.SIGN)) {
            Pattern pattern = kind == Kind.WORD ? WORD : kind == Kind.NUMBER ? NUMBER : SIGN;
            Optional<Matcher> found = match(pattern, source, position);
            if (found.isPresent()) {
                return new Token(kind, found.get().group(), line);
            }
        }
        throw new CSharpException(line, "CS1056: '" + source.charAt(position) + "' cannot stand here.");
    }

    private static int raw(String source, int position) {
        return match(TEXT, source, position).map(text -> text.group().length()).orElse(1);
    }

    private static Optional<Matcher> match(Pattern pattern, String source, int position) {
        Matcher matcher = pattern.matcher(source).region(position, source.length());
        return matcher.lookingAt() ? Optional.of(matcher) : Optional.empty();
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    boolean at(String text) {
        return is(0, text);
    }

    boolean is(int ahead, String text) {
        Token token = peek(ahead);
        return token.text().equals(text) && (token.kind() == Kind.SIGN || token.kind() == Kind.WORD);
    }

    /** Takes it when it stands here. */
    boolean take(String text) {
        boolean here = at(text);
        at += here ? 1 : 0;
        return here;
    }

    void expect(String text) throws CSharpException {
        if (!take(text)) {
            throw unexpected("'" + text + "' is expected");
        }
    }

    String word() throws CSharpException {
        if (peek().kind() != Kind.WORD) {
            throw unexpected("a name is expected");
        }
        return next().text();
    }

    CSharpException unexpected(String expected) {
        Token here = peek();
        return new CSharpException(
                here.line(),
                "CS1002: " + expected + " before '" + (here.kind() == Kind.END ? "the end" : here.text())
                        + "', or the lab's C# does not know this.");
    }

    /** Something is read that may hold the like of it; {@link #leave} ends it. */
    void enter() throws CSharpException {
        if (++depth > DEEPEST) {
            throw unexpected("the source is nested deeper than the lab's C# goes: something flatter is expected");
        }
    }

    void leave() {
        depth--;
    }

    int depth() {
        return depth;
    }

    /** After an exception, for what is read another way. */
    void depth(int before) {
        depth = before;
    }

    int mark() {
        return at;
    }

    void back(int mark) {
        at = mark;
    }
}
