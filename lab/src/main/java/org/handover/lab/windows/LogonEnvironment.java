package org.handover.lab.windows;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The environment variables of a 64-bit process that sshd starts. */
final class LogonEnvironment {
    private LogonEnvironment() {}

    static Map<String, String> of(Logon logon, String computer, String home) {
        int slash = logon.account().indexOf('\\');
        String user = logon.account().substring(slash + 1);
        Map<String, String> environment = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        environment.put("ALLUSERSPROFILE", "C:\\ProgramData");
        environment.put("APPDATA", home + "\\AppData\\Roaming");
        environment.put("CommonProgramFiles", "C:\\Program Files\\Common Files");
        environment.put("CommonProgramFiles(x86)", "C:\\Program Files (x86)\\Common Files");
        environment.put("CommonProgramW6432", "C:\\Program Files\\Common Files");
        environment.put("COMPUTERNAME", computer);
        environment.put("ComSpec", WindowsServer.SYSTEM32 + "\\cmd.exe");
        environment.put("HOMEDRIVE", "C:");
        environment.put("HOMEPATH", home.substring(2));
        environment.put("LOCALAPPDATA", home + "\\AppData\\Local");
        environment.put("NUMBER_OF_PROCESSORS", "2");
        environment.put("OS", "Windows_NT");
        environment.put(
                "Path",
                "C:\\Windows\\System32;C:\\Windows;C:\\Windows\\System32\\Wbem;"
                        + "C:\\Windows\\System32\\WindowsPowerShell\\v1.0;C:\\Windows\\System32\\OpenSSH");
        environment.put("PATHEXT", ".COM;.EXE;.BAT;.CMD;.VBS;.JS;.MSC");
        environment.put("PROCESSOR_ARCHITECTURE", "AMD64");
        environment.put("ProgramData", "C:\\ProgramData");
        environment.put("ProgramFiles", "C:\\Program Files");
        environment.put("ProgramFiles(x86)", "C:\\Program Files (x86)");
        environment.put("ProgramW6432", "C:\\Program Files");
        environment.put("PROMPT", logon.account().toLowerCase(Locale.ROOT) + "@" + computer + " $P$G");
        environment.put("PUBLIC", "C:\\Users\\Public");
        environment.put("SystemDrive", "C:");
        environment.put("SystemRoot", "C:\\Windows");
        environment.put("TEMP", home + "\\AppData\\Local\\Temp");
        environment.put("TMP", home + "\\AppData\\Local\\Temp");
        environment.put("USERDOMAIN", slash < 0 ? computer : logon.account().substring(0, slash));
        environment.put("USERNAME", user);
        environment.put("USERPROFILE", home);
        environment.put("windir", "C:\\Windows");
        return environment;
    }
}
