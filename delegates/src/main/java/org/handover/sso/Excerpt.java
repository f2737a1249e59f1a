package org.handover.sso;

/** The beginning of a text, for where only so much of it is taken. It never ends in half a character, which no JSON can hold. */
public final class Excerpt {

    private Excerpt() {}

    /** @return not longer than {@code longest}; it ends with … where something was left out */
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        boolean halved = Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, halved ? end - 1 : end) + "…";
    }
}
