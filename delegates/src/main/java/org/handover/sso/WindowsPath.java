package org.handover.sso;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An absolute path on a drive of a Windows server that can be put between quotes on a cmd.exe or PowerShell command line
 * without meaning anything else. No UNC path: a key logon has nothing to show to another machine
 * (docs/windows-consoles.md, Who one is after logging on). Two paths are equal when they differ in case only.
 */
public final class WindowsPath {
    private static final int LONGEST = 259;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:\\\\.*", Pattern.DOTALL);
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    private static final String MEANT_BY_A_SHELL = "\"%^&|<>!`$\u2018\u2019\u201A\u201B\u201C\u201D\u201E";
    private static final String NEVER_IN_A_NAME = "/:*?";

    private final String value;

    private WindowsPath(String value) {
        this.value = value;
    }

    /**
     * The path that is written so.
     *
     * @throws RefusedValueException when this is no such path
     */
    public static WindowsPath of(String value) {
        if (value.startsWith("\\\\") || value.startsWith("//")) {
            throw new RefusedValueException(
                    "The path must be on a drive of the server itself: a network path needs a second logon, which is not there.");
        }
        if (!DRIVE.matcher(value).matches()) {
            throw new RefusedValueException("The path must begin with a drive, as in C:\\Restore\\SSO01.bak.");
        }
        if (value.length() > LONGEST) {
            throw new RefusedValueException(
                    "The path must have at most 259 characters; this one has " + value.length() + ".");
        }
        value.substring(3).codePoints().forEach(WindowsPath::checkCharacter);
        for (String name : value.substring(3).split("\\\\", -1)) {
            checkName(name);
        }
        return new WindowsPath(value);
    }

    private static void checkCharacter(int character) {
        int type = Character.getType(character);
        boolean unseen = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        if (unseen) {
            throw new RefusedValueException(
                    "The path must not contain control characters or characters that cannot be seen.");
        }
        if (MEANT_BY_A_SHELL.indexOf(character) >= 0) {
            throw new RefusedValueException(
                    "The path must not contain quotation marks or any of % ^ & | < > ! ` $, which mean something to a Windows shell.");
        }
        if (NEVER_IN_A_NAME.indexOf(character) >= 0) {
            throw new RefusedValueException(
                    "The path must not contain / * ? or a second colon: Windows allows them in no file name.");
        }
    }

    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw new RefusedValueException(
                    "The path must name a file or folder below the drive, with single backslashes and none at its end.");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new RefusedValueException("The path must not contain the folders . and .. .");
        }
        if (name.endsWith(".") || name.endsWith(" ") || name.startsWith(" ")) {
            throw new RefusedValueException("No name in the path may begin with a blank or end with a blank or a dot.");
        }
        if (DEVICE.matcher(name).matches()) {
            throw new RefusedValueException(
                    "The path must not contain a name that Windows keeps for a device, such as CON or NUL.");
        }
    }

    public String value() {
        return value;
    }

    /** Between double quotes, as it is typed. */
    public String quoted() {
        return '"' + value + '"';
    }

    /** The last name in the path. */
    public String fileName() {
        return value.substring(value.lastIndexOf('\\') + 1);
    }

    /** The folder that this is in; empty where that is the drive itself. */
    public Optional<WindowsPath> parent() {
        int end = value.lastIndexOf('\\');
        return end < 3 ? Optional.empty() : Optional.of(new WindowsPath(value.substring(0, end)));
    }

    /**
     * A file or folder in this folder.
     *
     * @throws RefusedValueException when the name or the whole is not allowed
     */
    public WindowsPath child(String name) {
        return of(value + '\\' + name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WindowsPath path && value.equalsIgnoreCase(path.value);
    }

    @Override
    public int hashCode() {
        return value.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
