package org.handover.tool;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.Transcript;
import org.handover.sso.LetterCase;
import org.handover.sso.WindowsPath;

/** {@code fsutil}: what kind of file system a drive has, and how much of it is free. Its labels are translated, names and numbers are not. */
public final class Volume {
    private static final Set<String> FILE_SYSTEMS =
            Set.of("NTFS", "REFS", "FAT", "FAT12", "FAT16", "FAT32", "EXFAT", "UDF", "CDFS", "CSVFS");
    private static final Pattern SETTING = Pattern.compile("[^:]*\\S\\s*:\\s*(\\S+)\\s*");
    private static final Pattern BYTES = Pattern.compile(
            "[^:]*\\S\\s*:\\s*(\\d{1,3}(?:[.,'\\u00A0\\u202F\\u2019 ]\\d{3}){1,6}|\\d+)(?:\\s*+\\(.*)?\\s*");

    private Volume() {}

    /** The file system of a drive. */
    public sealed interface FileSystem {

        /** @param name as Windows names it, in capitals: NTFS, FAT32, REFS … */
        record Known(String name) implements FileSystem {

            public boolean isNtfs() {
                return name.equals("NTFS");
            }

            /** FAT in any of its kinds: no rights on files. */
            public boolean isFat() {
                return name.contains("FAT");
            }
        }

        record CannotTell(String reason) implements FileSystem {}
    }

    /** How much of a drive is free. */
    public sealed interface Free {

        record Known(long bytes) implements Free {}

        record CannotTell(String reason) implements Free {}
    }

    /** The file system of the drive that this file lies on. */
    public static ToolCommand<FileSystem> fileSystemOf(WindowsPath file) {
        return new ToolCommand<>("fsutil fsinfo volumeinfo " + drive(file) + "\\", Volume::readFileSystem);
    }

    /** The free bytes of the drive that this file lies on. */
    public static ToolCommand<Free> freeOn(WindowsPath file) {
        return new ToolCommand<>("fsutil volume diskfree " + drive(file), Volume::readFree);
    }

    /** The drive of a file, {@code C:}. */
    public static String drive(WindowsPath file) {
        return file.value().substring(0, 2).toUpperCase(Locale.ROOT);
    }

    /** The one value that is the name of a file system, whatever the label before it is called. */
    private static FileSystem readFileSystem(Transcript transcript) {
        List<String> names = Texts.lines(transcript).stream()
                .map(SETTING::matcher)
                .filter(Matcher::matches)
                .map(setting -> LetterCase.upper(setting.group(1)))
                .filter(FILE_SYSTEMS::contains)
                .distinct()
                .toList();
        return names.size() == 1
                ? new FileSystem.Known(names.get(0))
                : new FileSystem.CannotTell(
                        "fsutil does not print the name of one file system" + Texts.exitCode(transcript) + ".");
    }

    /** The first two numbers are the free bytes and all bytes, in every version. */
    private static Free readFree(Transcript transcript) {
        List<Long> numbers = Texts.lines(transcript).stream()
                .map(BYTES::matcher)
                .filter(Matcher::matches)
                .flatMap(matcher -> number(matcher.group(1)).stream())
                .limit(2)
                .toList();
        return numbers.size() == 2 && numbers.get(0) <= numbers.get(1)
                ? new Free.Known(numbers.get(0))
                : new Free.CannotTell("fsutil does not print free and total bytes in the order that is known here"
                        + Texts.exitCode(transcript) + ".");
    }

    private static Optional<Long> number(String printed) {
        String digits = printed.replaceAll("\\D", "");
        return digits.length() > 18 ? Optional.empty() : Optional.of(Long.valueOf(digits));
    }
}
