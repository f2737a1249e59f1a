package org.handover.lab.program;

import java.util.Locale;
import java.util.Map;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Language;

/**
 * What the programs of Windows say, in the language of their server. The sentences are the lab's own in both languages; only
 * labels and the letters that answer a question are as Windows has them. Source: docs/windows-consoles.md, Language and files.
 */
public final class Phrases {
    private static final Map<String, String> GERMAN = Map.ofEntries(
            // cmd.exe
            Map.entry("ECHO is on.", "ECHO ist eingeschaltet (ON)."),
            Map.entry("ECHO is off.", "ECHO ist ausgeschaltet (OFF)."),
            Map.entry("VERIFY is off.", "VERIFY ist ausgeschaltet (OFF)."),
            Map.entry("Y", "J"),
            Map.entry("Access is denied.", "Das ist Ihnen verwehrt."),
            Map.entry("The file does not exist.", "Diese Datei gibt es nicht."),
            Map.entry("The folder does not exist.", "Diesen Ordner gibt es nicht."),
            Map.entry("The folder is not empty.", "In dem Ordner liegt noch etwas."),
            Map.entry("No file was found.", "Es wurde keine Datei gefunden."),
            Map.entry("There is not enough room on the disk.", "Der Platz auf dem Datenträger reicht nicht."),
            Map.entry("Access to the file or folder failed.", "Auf die Datei oder den Ordner kam man nicht zu."),
            Map.entry("A file cannot be copied onto itself.", "Eine Datei lässt sich nicht auf sich selbst kopieren."),
            Map.entry("This is not a folder that can be removed.", "Dies ist kein Ordner, der sich entfernen lässt."),
            Map.entry("There is already a folder or file named %s.", "%s gibt es bereits."),
            Map.entry(
                    "There is already a file of that name, or the file does not exist.",
                    "Es gibt schon eine Datei dieses Namens, oder die Datei gibt es nicht."),
            Map.entry(
                    "The path does not exist, or the file cannot be opened.",
                    "Den Pfad gibt es nicht, oder die Datei lässt sich nicht öffnen."),
            Map.entry("The name is not one that a folder can have here.", "So kann ein Ordner hier nicht heißen."),
            Map.entry(
                    "The name is not one that a file or folder can have here: %s",
                    "So kann eine Datei oder ein Ordner hier nicht heißen: %s"),
            Map.entry("The syntax of the command is not right.", "So lautet der Befehl nicht."),
            Map.entry("The system cannot find the file %s.", "Die Datei %s wurde nicht gefunden."),
            Map.entry(
                    "The other server's share was not found.",
                    "Die Freigabe des anderen Servers wurde nicht gefunden."),
            Map.entry(
                    "cmd.exe has no current folder on another server.",
                    "cmd.exe kann nicht in einem Ordner eines anderen Servers stehen."),
            Map.entry("The line cannot be understood.", "Die Zeile ist nicht zu verstehen."),
            Map.entry("The command line is longer than it may be.", "Die Befehlszeile ist länger, als sie sein darf."),
            Map.entry(
                    "The line is longer than it may be once its variables are replaced.",
                    "Die Zeile ist mit ersetzten Variablen länger, als sie sein darf."),
            Map.entry("There is no drive %s", "Ein Laufwerk %s gibt es nicht"),
            Map.entry(
                    "'%s' is neither a command of cmd.exe nor a program that was found.",
                    "\"%s\" ist weder ein Befehl von cmd.exe noch ein Programm, das gefunden wurde."),
            Map.entry("The lab's cmd.exe does not know '%s'.", "Das cmd.exe des Labors kennt \"%s\" nicht."),
            Map.entry("No environment variable begins with %s", "Keine Umgebungsvariable beginnt mit %s"),
            Map.entry("Nothing to delete: %s", "Nichts zu löschen: %s"),
            Map.entry("%s: are you sure (Y/N)? ", "%s: Sind Sie sicher (J/N)? "),
            Map.entry("All files of %s, are you sure (Y/N)? ", "Alle Dateien von %s, sind Sie sicher (J/N)? "),
            Map.entry("A key goes on . . . ", "Weiter mit einer Taste . . . "),
            Map.entry("%9d file(s) copied.", "%9d Datei(en) kopiert."),
            Map.entry("%9d file(s) moved.", "%9d Datei(en) verschoben."),
            Map.entry("%9d dir(s) moved.", "%9d Verzeichnis(se) verschoben."),
            Map.entry(" Volume in drive C has no label.", " Volume in Laufwerk C: hat keine Bezeichnung."),
            Map.entry(" Volume Serial Number is %s", " Volumeseriennummer: %s"),
            Map.entry(" Directory of %s", " Verzeichnis von %s"),
            Map.entry("%16d File(s) %s bytes", "%16d Datei(en), %s Bytes"),
            Map.entry("%16d Dir(s)  %s bytes free", "%16d Verzeichnis(se), %s Bytes frei"),
            Map.entry("Nothing can be divided by zero.", "Durch null lässt sich nicht teilen."),
            Map.entry("An operand is missing.", "Es fehlt ein Operand."),
            Map.entry("An operator is missing.", "Es fehlt ein Operator."),
            Map.entry("A parenthesis is missing.", "Es fehlt eine Klammer."),
            Map.entry("The number is too large.", "Die Zahl ist zu groß."),
            Map.entry("This is not a number.", "Das ist keine Zahl."),
            // net
            Map.entry("Services that run:\r\n", "Diese Dienste laufen:\r\n"),
            Map.entry("There is no service of this name.", "Einen Dienst dieses Namens gibt es nicht."),
            Map.entry("The service is just starting or stopping.", "Der Dienst startet oder endet gerade."),
            Map.entry("The service runs already.", "Der Dienst läuft schon."),
            Map.entry("Service %s starts.", "Dienst %s startet."),
            Map.entry("Service %s runs.\r\n", "Dienst %s läuft.\r\n"),
            Map.entry("Service %s did not answer in time.", "Dienst %s hat nicht rechtzeitig geantwortet."),
            Map.entry(
                    "Service %s did not start. It gave error %d.",
                    "Dienst %s ist nicht gestartet. Er meldete Fehler %d."),
            Map.entry("Service %s does not run.", "Dienst %s läuft nicht."),
            Map.entry(
                    "These services depend on %s and would stop with it:\r\n",
                    "Diese Dienste hängen von %s ab und würden mit ihm enden:\r\n"),
            Map.entry("\r\nStop them all? (Y/N) [N]: ", "\r\nAlle beenden? (J/N) [N]: "),
            Map.entry("Service %s stops.", "Dienst %s wird beendet."),
            Map.entry("Service %s did not stop in time.", "Dienst %s endete nicht rechtzeitig."),
            Map.entry("Service %s has stopped.\r\n", "Dienst %s ist beendet.\r\n"),
            Map.entry("More about this: NET HELPMSG %d", "Mehr dazu: NET HELPMSG %d"),
            Map.entry("System error %d", "Systemfehler %d"),
            Map.entry("This needs an administrator.", "Das darf nur ein Administrator."),
            Map.entry("The service was not asked.", "Der Dienst wurde nicht gefragt."),
            Map.entry("Alias name     %s\r\n\r\nMembers\r\n", "Aliasname      %s\r\n\r\nMitglieder\r\n"),
            Map.entry("These are all.\r\n", "Das sind alle.\r\n"),
            Map.entry("There is no group of this name.", "Eine Gruppe dieses Namens gibt es nicht."),
            Map.entry("There is no account of this name.", "Ein Konto dieses Namens gibt es nicht."),
            Map.entry("Windows' error %d.", "Fehler %d von Windows."),
            // sc
            Map.entry("[SC] %s FAILED %d:\r\n", "[SC] %s FEHLER %d:\r\n"),
            Map.entry("[SC] %s SUCCESS", "[SC] %s ERFOLG"),
            Map.entry("Windows refused this with error %d.\r\n", "Windows hat das mit Fehler %d abgelehnt.\r\n"),
            // reg
            Map.entry("ERROR: There is no such key or value.", "FEHLER: Diesen Schlüssel oder Wert gibt es nicht."),
            Map.entry(
                    "ERROR: This key may not be read (5).", "FEHLER: Dieser Schlüssel darf nicht gelesen werden (5)."),
            Map.entry(
                    "ERROR: This key may not be changed (5).",
                    "FEHLER: Dieser Schlüssel darf nicht geändert werden (5)."),
            Map.entry("ERROR: This cannot be written.", "FEHLER: Das lässt sich nicht schreiben."),
            Map.entry("Done; the registry has it.", "Erledigt; es steht in der Registrierung."),
            Map.entry(
                    "The value %s is there already; overwrite it (Yes/No)? ",
                    "Den Wert %s gibt es schon; überschreiben (Ja/Nein)? "),
            Map.entry("Delete %s for good (Yes/No)? ", "%s endgültig löschen (Ja/Nein)? "),
            Map.entry("Nothing was changed.", "Es wurde nichts geändert."),
            Map.entry("Yes", "Ja"),
            Map.entry("(Default)", "(Standard)"),
            Map.entry("End of search: %d match(es) found.", "Suche beendet: %d Übereinstimmung(en) gefunden."),
            // tasklist, taskkill
            Map.entry(
                    "\"Image Name\",\"PID\",\"Session Name\",\"Session#\",\"Mem Usage\"",
                    "\"Abbildname\",\"PID\",\"Sitzungsname\",\"Sitz.-Nr.\",\"Speichernutzung\""),
            Map.entry("Image Name", "Abbildname"),
            Map.entry("Session Name", "Sitzungsname"),
            Map.entry("Session#", "Sitz.-Nr."),
            Map.entry("Mem Usage", "Speichernutzung"),
            Map.entry("INFO: No process is like that.", "INFORMATION: Es gibt keinen solchen Prozess."),
            Map.entry("ERROR: The filter cannot be understood.", "FEHLER: Der Filter ist nicht zu verstehen."),
            Map.entry("ERROR: There is no process \"%s\".", "FEHLER: Es gibt keinen Prozess \"%s\"."),
            Map.entry(
                    "ERROR: Process %d cannot be ended: access is denied.",
                    "FEHLER: Prozess %d lässt sich nicht beenden: das ist Ihnen verwehrt."),
            Map.entry("ERROR: Process %d only ends with /F.", "FEHLER: Prozess %d endet nur mit /F."),
            Map.entry(
                    "SUCCESS: Process \"%s\" with PID %d has ended.",
                    "ERFOLGREICH: Prozess \"%s\" mit PID %d ist beendet."),
            // whoami
            Map.entry(
                    "\"Group Name\",\"Type\",\"SID\",\"Attributes\"", "\"Gruppenname\",\"Typ\",\"SID\",\"Attribute\""),
            Map.entry("Group Name", "Gruppenname"),
            Map.entry("Type", "Typ"),
            Map.entry("Attributes", "Attribute"),
            Map.entry("GROUP INFORMATION", "GRUPPENINFORMATIONEN"),
            Map.entry("USER INFORMATION", "BENUTZERINFORMATIONEN"),
            Map.entry("User Name", "Benutzername"),
            Map.entry("\"User Name\",\"SID\"", "\"Benutzername\",\"SID\""),
            Map.entry(
                    "Mandatory group, Enabled by default, Enabled group",
                    "Verbindliche Gruppe, Standardmäßig aktiviert, Aktivierte Gruppe"),
            Map.entry("Group used for deny only", "Gruppe, die nur zum Verweigern dient"),
            Map.entry("Well-known group", "Bekannte Gruppe"),
            Map.entry("Group", "Gruppe"),
            Map.entry("Label", "Bezeichnung"),
            Map.entry("Everyone", "Jeder"),
            Map.entry("BUILTIN\\Administrators", "VORDEFINIERT\\Administratoren"),
            Map.entry("BUILTIN\\Users", "VORDEFINIERT\\Benutzer"),
            Map.entry("BUILTIN\\Event Log Readers", "VORDEFINIERT\\Ereignisprotokollleser"),
            Map.entry("NT AUTHORITY\\SYSTEM", "NT-AUTORITÄT\\SYSTEM"),
            Map.entry("NT AUTHORITY\\NETWORK", "NT-AUTORITÄT\\NETZWERK"),
            Map.entry("NT AUTHORITY\\Authenticated Users", "NT-AUTORITÄT\\Authentifizierte Benutzer"),
            Map.entry("NT AUTHORITY\\This Organization", "NT-AUTORITÄT\\Diese Organisation"),
            Map.entry("Mandatory Label\\High Mandatory Level", "Verbindliche Beschriftung\\Hohe Verbindlichkeitsstufe"),
            Map.entry(
                    "Mandatory Label\\Medium Mandatory Level",
                    "Verbindliche Beschriftung\\Mittlere Verbindlichkeitsstufe"),
            // others
            Map.entry("Active code page: %d", "Aktive Codepage: %d."),
            Map.entry("This code page cannot be used.", "Diese Codepage lässt sich nicht verwenden."),
            Map.entry("ERROR: The number of seconds is missing.", "FEHLER: Die Zahl der Sekunden fehlt."),
            Map.entry(
                    "ERROR: Standard input is not a console, so there is no waiting.",
                    "FEHLER: Die Standardeingabe ist keine Konsole, darum wird nicht gewartet."),
            Map.entry("\r\nWaiting for %s seconds ...", "\r\nEs wird %s Sekunden gewartet ..."),
            Map.entry("File System Name : %s", "Dateisystemname : %s"),
            Map.entry("Volume Name : %s", "Volumename : %s"),
            Map.entry("Volume Serial Number : %s", "Volumeseriennummer : %s"),
            Map.entry("Drives: %s", "Laufwerke: %s"),
            Map.entry("Total # of free bytes : %s", "Freie Bytes insgesamt : %s"),
            Map.entry("Total # of bytes : %s", "Bytes insgesamt : %s"),
            Map.entry("Total # of avail free bytes : %s", "Verfügbare freie Bytes insgesamt : %s"),
            Map.entry("Error: there is no such volume.", "Fehler: Ein solches Volume gibt es nicht."),
            Map.entry("Error: this needs an administrator.", "Fehler: Das darf nur ein Administrator."),
            Map.entry("processed file: %s", "Bearbeitete Datei: %s"),
            Map.entry(
                    "Successfully processed %d files; Failed processing %d files",
                    "%d Dateien erfolgreich verarbeitet, bei %d Dateien ist ein Verarbeitungsfehler aufgetreten."),
            Map.entry(
                    "%s: there is no such file or folder.",
                    "%s: Eine solche Datei oder einen solchen Ordner gibt es nicht."),
            Map.entry("%s: access is denied.", "%s: Das ist Ihnen verwehrt."),
            Map.entry("%s: this volume knows no rights.", "%s: Dieses Volume kennt keine Rechte."),
            Map.entry("%s: nobody has this name.", "%s: So heißt niemand."),
            Map.entry("An option cannot be understood.", "Eine Option ist nicht zu verstehen."),
            Map.entry("There is no such event log.", "Ein solches Ereignisprotokoll gibt es nicht."),
            Map.entry("The query is invalid: %s", "Die Abfrage ist ungültig: %s"),
            Map.entry("Level: %s", "Ebene: %s"),
            Map.entry("Information", "Informationen"),
            Map.entry("Warning", "Warnung"),
            Map.entry("Error", "Fehler"),
            Map.entry("INFO: Nothing of that name is on the path.", "INFORMATION: Nichts dieses Namens liegt im Pfad."),
            Map.entry("Nobody knows the host %s.", "Den Host %s kennt niemand."),
            Map.entry("No answer within the time.", "Keine Antwort innerhalb der Zeit."),
            Map.entry("Answer from %s: bytes=32 time<1ms TTL=128", "Antwort von %s: Bytes=32 Zeit<1ms TTL=128"),
            Map.entry("Pinging %s with 32 bytes:", "Ping an %s mit 32 Bytes:"),
            Map.entry("The file cannot be opened.", "Die Datei lässt sich nicht öffnen."));

    private Phrases() {}

    /** A sentence, with its {@code %s} and {@code %d} filled in; one that has no translation stays English. */
    public static String say(Language language, String english, Object... arguments) {
        String text = language == Language.GERMAN ? GERMAN.getOrDefault(english, english) : english;
        return arguments.length == 0
                ? text
                : String.format(language == Language.GERMAN ? Locale.GERMANY : Locale.ROOT, text, arguments);
    }

    /** A sentence in the language of the server that a program runs on. */
    static String say(Invocation invocation, String english, Object... arguments) {
        return say(invocation.server().language(), english, arguments);
    }
}
