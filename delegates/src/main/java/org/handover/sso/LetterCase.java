package org.handover.sso;

/**
 * Texts of anybody's in one case, to compare them, each character by itself. {@link String#toLowerCase} makes two characters of
 * an {@code İ} and copies all that it has for each of them, so that its time grows with the square of how many they are.
 */
public final class LetterCase {

    private LetterCase() {}

    public static String lower(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = Character.toLowerCase(characters[i]);
        }
        return new String(characters);
    }

    public static String upper(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = Character.toUpperCase(characters[i]);
        }
        return new String(characters);
    }
}
