package org.handover.lab.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.handover.lab.windows.EventLog.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateOnDiskTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T03:00:00.123456Z"), ZoneOffset.UTC);

    @TempDir
    Path home;

    private WindowsServer open() {
        return WindowsServer.create("sso02", home, CLOCK);
    }

    @Test
    void theRegistryKeepsItsKeysUnderTheCaseTheyWereMadeWithAndFindsThemUnderAny() {
        Registry registry = open().registry();
        registry.setString("HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SQL", "Server", "SQL01");
        registry.setBinary("hklm\\software\\MICROSOFT\\entsso\\SSOSS\\{A}", "Data", new byte[] {0, -1});
        registry.setDword("HKLM\\SOFTWARE\\Microsoft\\ENTSSO", "Level", -1);

        Registry again = open().registry();
        assertThat(again.string("HKEY_LOCAL_MACHINE\\software\\microsoft\\entsso\\sql", "SERVER"))
                .contains("SQL01");
        assertThat(again.binary("HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS\\{a}", "data"))
                .hasValue(new byte[] {0, -1});
        assertThat(again.string("HKLM\\SOFTWARE\\Microsoft\\ENTSSO", "level")).contains("4294967295");
        assertThat(again.subKeys("HKLM\\software\\microsoft\\entsso")).containsExactly("SQL", "SSOSS");
        assertThat(again.fullName("hklm\\software\\microsoft\\entsso\\ssoss"))
                .isEqualTo("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS");

        again.deleteKey("HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS");
        assertThat(again.exists("HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS\\{A}"))
                .isFalse();
        assertThat(open().registry().subKeys("HKLM\\SOFTWARE\\Microsoft\\ENTSSO"))
                .containsExactly("SQL");
    }

    @Test
    void nobodyButTheOwnerReadsTheRegistrysFile() throws IOException {
        open().registry().setString("HKLM\\SOFTWARE\\A", "b", "c");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("registry.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void recordIdsGoOnWhereTheyEndedEvenIfTheLastLineWasHalfWritten() throws IOException {
        EventLog log = open().applicationLog();
        log.write("ENTSSO", 10502, Level.INFORMATION, "first", List.of("a"));
        log.write("ENTSSO", 10520, Level.WARNING, "second", List.of());
        Files.writeString(home.resolve("application-log.jsonl"), "{\"recordId\":3,\"at\"", StandardOpenOption.APPEND);

        EventLog again = open().applicationLog();
        assertThat(again.events())
                .containsExactly(
                        new EventLog.Event(
                                1, CLOCK.instant(), "ENTSSO", 10502, Level.INFORMATION, "first", List.of("a")),
                        new EventLog.Event(2, CLOCK.instant(), "ENTSSO", 10520, Level.WARNING, "second", List.of()));
        assertThat(again.write("ENTSSO", 10523, Level.INFORMATION, "third", List.of()))
                .isEqualTo(3);
        assertThat(open().applicationLog().events()).hasSize(3);
    }

    @Test
    void aLogThatIsFullForgetsItsOldestEntriesAndNeverAnId() {
        Path file = home.resolve("lines");
        JsonLines<CommandLog.Change> lines = new JsonLines<>(file, CommandLog.Change.class, 10);
        for (long i = 1; i <= 35; i++) {
            lines.append(new CommandLog.Change(i, CLOCK.instant(), "change " + i));
        }
        assertThat(lines.all())
                .hasSize(10)
                .last()
                .extracting(CommandLog.Change::number)
                .isEqualTo(35L);
        assertThat(file).content().hasLineCount(13);
        JsonLines<CommandLog.Change> again = new JsonLines<>(file, CommandLog.Change.class, 10);
        assertThat(again.all()).isEqualTo(lines.all());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "C:\\Restore\\a.bak | C:\\ | C:\\Restore\\a.bak",
                "c:/restore/A.BAK | C:\\ | C:\\Restore\\a.bak",
                "a.bak | C:\\Restore | C:\\Restore\\a.bak",
                "C:a.bak | C:\\Restore | C:\\Restore\\a.bak",
                "\\a.bak | C:\\Restore | C:\\a.bak",
                "..\\..\\..\\x | C:\\Restore | C:\\x",
                ".\\. | C:\\Restore | C:\\Restore",
                "/C:/Restore/New.bak | C:\\ | C:\\Restore\\New.bak",
                "C:\\Restore\\dots... | C:\\ | C:\\Restore\\dots",
            })
    void aWindowsPathNamesOneFile(String path, String currentDirectory, String canonical) throws IOException {
        Disk disk = open().disk();
        Files.createDirectories(disk.root().resolve("Restore"));
        Files.writeString(disk.root().resolve("Restore").resolve("a.bak"), "x");
        assertThat(disk.canonical(path, currentDirectory)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"D:\\x", "\\\\sso01\\c$\\x", "C:\\a:b", "C:\\what?", "C:\\a\tb", "nul", "C:\\x\\CON", "C:\\ \\x"
            })
    void aNameThatDriveCDoesNotHaveIsRefused(String path) {
        Disk disk = open().disk();
        assertThatThrownBy(() -> disk.resolve(path, "C:\\")).isInstanceOf(InvalidPathException.class);
    }

    @Test
    void argumentsAreSplitAsTheCRuntimeDoes() {
        assertThat(CommandLine.arguments(" a \"b c\" d\\\\\"e f\" \\\"g \"h\"\"i\" \"\" \"x\\\\\""))
                .containsExactly("a", "b c", "d\\e f", "\"g", "h\"i", "", "x\\");
    }
}
