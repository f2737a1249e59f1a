package org.handover.lab.windows;

/** The language in which the programs of Windows speak (docs/windows-consoles.md, Language and files). */
public enum Language {
    ENGLISH("0409"),
    GERMAN("0407");

    private static final String KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\Language";
    private static final String VALUE = "InstallLanguage";

    private final String id;

    Language(String id) {
        this.id = id;
    }

    /** What a server's registry says; English where it says nothing that is known. */
    static Language of(Registry registry) {
        return registry.string(KEY, VALUE).orElse("").equals(GERMAN.id) ? GERMAN : ENGLISH;
    }

    void writeTo(Registry registry) {
        registry.setString(KEY, VALUE, id);
    }
}
