package org.handover.lab.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How PowerShell reads a command line: its quotes, its variables, and what it hands on to a program. */
final class PowerShellWords {

    /**
     * @param isText whether the statement is a text in quotes, which is printed and not run
     * @param words the arguments, without PowerShell's quotes
     * @param verbatim what stands behind {@code --%} and goes to the program as it is
     * @param silent whether its output goes to {@code $null}
     */
    record Statement(String command, boolean isText, List<String> words, Optional<String> verbatim, boolean silent) {

        /** An argument with a blank outside of quotes is put in quotes; quotes inside of it are not escaped. */
        String commandTail() {
            StringBuilder tail = new StringBuilder();
            for (String word : words) {
                tail.append(' ').append(needsQuotes(word) ? "\"" + word + trailingBackslashes(word) + "\"" : word);
            }
            verbatim.ifPresent(tail::append);
            return tail.toString();
        }

        private static boolean needsQuotes(String word) {
            boolean quoted = false;
            char before = ' ';
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (c == '"' && before != '\\') {
                    quoted = !quoted;
                } else if (!quoted && Character.isWhitespace(c)) {
                    return true;
                }
                before = c;
            }
            return false;
        }

        private static String trailingBackslashes(String word) {
            int end = word.length();
            while (end > 0 && word.charAt(end - 1) == '\\') {
                end--;
            }
            return word.substring(end);
        }
    }

    /** What Windows PowerShell refuses to read, or the lab's does not know. */
    static final class ParseException extends Exception {
        ParseException(String message) {
            super(message);
        }
    }

    private static final String NOT_REBUILT = "|(){}<>@";
    private static final Pattern NOWHERE = Pattern.compile("(?i)>\\s*\\$null\\b|\\|\\s*Out-Null\\b");

    private final String script;
    private final Function<String, Optional<String>> variables;
    private int at;

    /** @param variables asked when a statement is read, so that it sees what the one before it left */
    PowerShellWords(String script, Function<String, Optional<String>> variables) {
        this.script = script;
        this.variables = variables;
    }

    /** Reads the whole script, as PowerShell does before it runs the first statement of it. */
    static void check(String script) throws ParseException {
        PowerShellWords words = new PowerShellWords(script, name -> Optional.empty());
        Optional<Statement> statement;
        do {
            statement = words.next();
        } while (statement.isPresent());
    }

    /** The next statement; nothing at the end. */
    Optional<Statement> next() throws ParseException {
        List<String> words = new ArrayList<>();
        Optional<String> verbatim = Optional.empty();
        boolean called = false;
        boolean isText = false;
        boolean silent = false;
        while (at < script.length()) {
            char c = script.charAt(at);
            Matcher nowhere = NOWHERE.matcher(script).region(at, script.length());
            if (!words.isEmpty() && nowhere.lookingAt()) {
                silent = true;
                at = nowhere.end();
            } else if (c == ' ' || c == '\t') {
                at++;
            } else if (c == ';' || c == '\n' || c == '\r') {
                at++;
                if (!words.isEmpty()) {
                    break;
                }
            } else if (script.startsWith("&&", at)) {
                throw new ParseException("'&&' is no separator of statements in this version.");
            } else if (c == '&' && words.isEmpty() && !called) {
                called = true;
                at++;
            } else if (c == '&' || NOT_REBUILT.indexOf(c) >= 0) {
                throw new ParseException("'" + c + "' cannot stand here, or the lab's PowerShell does not know it.");
            } else if (script.startsWith("--%", at) && !words.isEmpty()) {
                int end = script.indexOf('\n', at);
                verbatim = Optional.of(script.substring(at + 3, end < 0 ? script.length() : end));
                at = end < 0 ? script.length() : end;
            } else {
                isText |= words.isEmpty() && (c == '\'' || c == '"') && !called;
                words.add(word());
            }
        }
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(new Statement(words.get(0), isText, words.subList(1, words.size()), verbatim, silent));
    }

    private String word() throws ParseException {
        StringBuilder word = new StringBuilder();
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '\'') {
                single(word);
            } else if (c == '"') {
                twofold(word);
            } else if (" \t;\r\n&".indexOf(c) >= 0 || NOT_REBUILT.indexOf(c) >= 0) {
                break;
            } else {
                plain(c, word);
            }
        }
        return word.toString();
    }

    private void single(StringBuilder word) throws ParseException {
        for (at++; at < script.length(); at++) {
            if (script.charAt(at) == '\'') {
                if (at + 1 >= script.length() || script.charAt(at + 1) != '\'') {
                    at++;
                    return;
                }
                at++;
            }
            word.append(script.charAt(at));
        }
        throw new ParseException("The text has no end: a ' is missing.");
    }

    private void twofold(StringBuilder word) throws ParseException {
        at++;
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '"' && at + 1 < script.length() && script.charAt(at + 1) == '"') {
                word.append('"');
                at += 2;
            } else if (c == '"') {
                at++;
                return;
            } else {
                plain(c, word);
            }
        }
        throw new ParseException("The text has no end: a \" is missing.");
    }

    /** A character outside of quotes or inside of double ones: {@code `} escapes, {@code $} begins a variable. */
    private void plain(char c, StringBuilder word) {
        if (c == '`' && at + 1 < script.length()) {
            word.append(script.charAt(at + 1));
            at += 2;
        } else if (c == '$' && at + 1 < script.length() && Character.isLetter(script.charAt(at + 1))) {
            int end = at + 1;
            while (end < script.length()
                    && (Character.isLetterOrDigit(script.charAt(end)) || script.charAt(end) == ':')) {
                end++;
            }
            word.append(variables.apply(script.substring(at + 1, end)).orElse(""));
            at = end;
        } else {
            word.append(c);
            at++;
        }
    }
}
