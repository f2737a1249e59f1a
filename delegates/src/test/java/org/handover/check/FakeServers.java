package org.handover.check;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.ConsoleException;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;

/** Servers that answer what a test says; a command of which they know nothing is none to them, as on a real one. */
final class FakeServers {
    static final SsoServerName SSO01 = SsoServerName.of("SSO01");
    static final SsoServerName SSO02 = SsoServerName.of("SSO02");
    static final SsoServerName SSO03 = SsoServerName.of("SSO03");
    static final List<SsoServerName> ALL = List.of(SSO01, SSO02, SSO03);
    static final Msid SECRET = Msid.of("8f26122c-4830-4216-bba5-e49dca3ba13b");
    static final Msid OTHER = Msid.of("11111111-2222-3333-4444-555555555555");
    static final WindowsPath FILE = WindowsPath.of("C:\\Restore\\SSO01.bak");
    static final Sha256 DIGEST = Sha256.of("ab".repeat(32));

    private static final String SERVICE_KEY = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO";
    private static final String TOOLS = "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\";
    static final String DISPLAY_DB = TOOLS + "ssomanage.exe\" -displaydb";
    static final String SHOW_SERVER = TOOLS + "ssomanage.exe\" -showserver";
    static final String DISPLAY_APP = TOOLS + "ssomanage.exe\" -displayapp HandoverProof";
    static final String STATUS = TOOLS + "ssoconfig.exe\" -status";
    static final String SETTINGS = "reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO /reg:64";
    static final String VERSIONS = "reg query HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\ENTSSO /reg:64";
    static final String DATABASE = "reg query HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SQL /reg:64";
    static final String SECRETS =
            "reg query HKLM\\SOFTWARE\\Microsoft\\ENTSSO /reg:64 & reg query HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS /reg:64";
    static final String CLUSTER =
            "reg query HKLM\\Cluster /reg:64 & reg query HKLM\\Cluster\\Resources /s /v ServiceName /reg:64";
    static final String CLOCK = "powershell -NoProfile -NonInteractive -Command \"[DateTime]::UtcNow.ToString('o')\"";
    static final String GROUPS = "whoami /groups /fo csv";
    static final String DEPENDENTS = "sc enumdepend ENTSSO 65536";
    static final String HASH = "certutil -hashfile \"C:\\Restore\\SSO01.bak\" SHA256";
    static final String VOLUME = "fsutil fsinfo volumeinfo C:\\";
    static final String FREE = "fsutil volume diskfree C:";
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** What a server says to one command. */
    record Says(int exitCode, String output) {}

    private final Map<SsoServerName, Map<String, Says>> answers = new ConcurrentHashMap<>();
    private final Map<SsoServerName, List<String>> events = new ConcurrentHashMap<>();
    private final Map<SsoServerName, ConsoleException> failures = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private volatile boolean configStoreWorks;
    private volatile String configStoreValue = "";
    private final List<String> typed = Collections.synchronizedList(new ArrayList<>());

    /** Three healthy servers of one SSO system; SSO01 is master, and the others got the secret from it. */
    static FakeServers healthy() {
        FakeServers servers = new FakeServers();
        for (SsoServerName server : ALL) {
            servers.says(server, "hostname", server.value());
            servers.says(server, GROUPS, groups("S-1-5-32-544", "S-1-16-12288"));
            servers.service(server, "ENTSSO", 4);
            servers.noService(server, "ClusSvc");
            servers.noService(server, "SnaBase");
            servers.service(server, "MSDTC", 4);
            servers.says(
                    server,
                    "reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO /v ImagePath /reg:64",
                    key(SERVICE_KEY, "ImagePath", "REG_EXPAND_SZ", TOOLS + "ENTSSO.exe\""));
            servers.settings(server, "CONTOSO\\svc-entsso", "0x2", true);
            servers.version(server, "10.0.1000.0");
            servers.says(
                    server,
                    DATABASE,
                    key("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL", "Server", "REG_SZ", "SQL01")
                            + "    Database    REG_SZ    SSODB\n");
            servers.displayDb(server, "SSO01", "Yes", "SSO Administrators");
            servers.says(server, SHOW_SERVER, "Using SSO server on this computer\n");
            servers.says(server, "net localgroup \"SSO Administrators\"", localGroup("CONTOSO\\svc-entsso"));
            servers.says(server, DEPENDENTS, "[SC] EnumDependentServices: entriesread = 0\n");
            servers.says(
                    server,
                    HASH,
                    "SHA256 hash of C:\\Restore\\SSO01.bak:\n" + DIGEST.value()
                            + "\nCertUtil: -hashfile command completed successfully.\n");
            servers.says(
                    server,
                    VOLUME,
                    "Volume Name : \nVolume Serial Number : 0x1234\nFile System Name : NTFS\nIs ReadWrite\n");
            servers.says(
                    server,
                    FREE,
                    "Total free bytes        : 60,231,491,584 ( 56.1 GB)\nTotal bytes             : 254,721,126,400 (237.2 GB)\nTotal quota free bytes  : 60,231,491,584 ( 56.1 GB)\n");
            servers.clock(server, Duration.ZERO);
            servers.ssoss(server);
            for (SsoServerName other : ALL) {
                servers.says(server, port(other), "True");
            }
            servers.event(server, 10, 10502);
        }
        servers.ssoss(SSO01, SECRET);
        servers.event(SSO01, 9, 10534);
        servers.event(SSO02, 11, 10529, "SSO01", SECRET.value());
        servers.event(SSO03, 11, 10529, "SSO01", SECRET.value());
        return servers;
    }

    /** The same after SSO01 was lost: it is gone, and the others noticed. */
    static FakeServers masterLost() {
        FakeServers servers = healthy().fails(SSO01, new ConsoleException.Unreachable("SSO01 is not reached."));
        servers.event(SSO02, 20, 10532, "SSO01", "0x800706BA");
        servers.event(SSO03, 20, 10532, "SSO01", "0x800706BA");
        return servers;
    }

    private Map<String, Says> answersOf(SsoServerName server) {
        return answers.computeIfAbsent(server, key -> new ConcurrentHashMap<>());
    }

    private List<String> eventsOf(SsoServerName server) {
        return events.computeIfAbsent(server, key -> Collections.synchronizedList(new ArrayList<>()));
    }

    FakeServers says(SsoServerName server, String command, String output) {
        answersOf(server).put(command, new Says(0, output));
        return this;
    }

    FakeServers says(SsoServerName server, String command, int exitCode, String output) {
        answersOf(server).put(command, new Says(exitCode, output));
        return this;
    }

    /** A command of which this server knows nothing. */
    FakeServers forgets(SsoServerName server, String command) {
        answersOf(server).remove(command);
        return this;
    }

    FakeServers fails(SsoServerName server, ConsoleException failure) {
        failures.put(server, failure);
        return this;
    }

    /** The command does not end until the console's thread is interrupted. */
    FakeServers hangs(SsoServerName server, String command) {
        held.put(server + command, new CountDownLatch(1));
        return this;
    }

    FakeServers event(SsoServerName server, long record, int id, String... data) {
        StringBuilder xml = new StringBuilder();
        xml.append(
                        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='ENTSSO'/><EventID Qualifiers='0'>")
                .append(id)
                .append(
                        "</EventID><Level>4</Level><TimeCreated SystemTime='2026-11-22T11:00:00.0000000Z'/><EventRecordID>")
                .append(record)
                .append("</EventRecordID></System><EventData>");
        for (String text : data) {
            xml.append("<Data>").append(text).append("</Data>");
        }
        eventsOf(server).add(xml.append("</EventData></Event>").toString());
        return this;
    }

    FakeServers noEvents(SsoServerName server) {
        eventsOf(server).clear();
        return this;
    }

    FakeServers service(SsoServerName server, String name, int state) {
        String word = state == 4 ? "RUNNING" : "STOPPED";
        return says(
                server,
                "sc queryex " + name,
                "\nSERVICE_NAME: " + name
                        + " \n        TYPE               : 10  WIN32_OWN_PROCESS  \n        STATE              : "
                        + state + "  " + word
                        + " \n        WIN32_EXIT_CODE    : 0  (0x0)\n        SERVICE_EXIT_CODE  : 0  (0x0)\n        CHECKPOINT         : 0x0\n        WAIT_HINT          : 0x0\n        PID                : "
                        + (state == 4 ? 4711 : 0) + "\n        FLAGS              : \n");
    }

    FakeServers noService(SsoServerName server, String name) {
        return says(
                server,
                "sc queryex " + name,
                1060,
                "[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\n\nThere is no such service.\n");
    }

    FakeServers dependents(SsoServerName server, String... running) {
        StringBuilder out = new StringBuilder("[SC] EnumDependentServices: entriesread = " + running.length + "\n");
        for (String name : running) {
            out.append("\nSERVICE_NAME: ")
                    .append(name)
                    .append(
                            "\nDISPLAY_NAME: x\n        TYPE               : 10  WIN32_OWN_PROCESS\n        STATE              : 4  RUNNING\n        WIN32_EXIT_CODE    : 0  (0x0)\n        SERVICE_EXIT_CODE  : 0  (0x0)\n        CHECKPOINT         : 0x0\n        WAIT_HINT          : 0x0\n");
        }
        return says(server, DEPENDENTS, out.toString());
    }

    FakeServers bizTalkHost(SsoServerName server, String service, String group) {
        String name = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\" + service;
        return says(
                server,
                "reg query \"HKLM\\SYSTEM\\CurrentControlSet\\Services\\" + service + "\" /reg:64",
                key(
                        name,
                        "ImagePath",
                        "REG_EXPAND_SZ",
                        "\"C:\\BTSNTSvc64.exe\" -group \"" + group + "\" -name \"Host A\""));
    }

    FakeServers settings(SsoServerName server, String account, String start, boolean delayed) {
        return says(
                server,
                SETTINGS,
                key(SERVICE_KEY, "ObjectName", "REG_SZ", account)
                        + "    Start    REG_DWORD    " + start + "\n"
                        + (delayed ? "    DelayedAutostart    REG_DWORD    0x1\n" : ""));
    }

    FakeServers version(SsoServerName server, String version) {
        return says(
                server,
                VERSIONS,
                key("HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\Microsoft\\ENTSSO", "Server", "REG_SZ", version));
    }

    FakeServers displayDb(SsoServerName server, String master, String enabled, String administrators) {
        return says(
                server,
                DISPLAY_DB,
                "Using SSO server on this computer\nSQL Server : SQL01\nSSO database : SSODB\nSSO secret server name : "
                        + master + "\nSSO Admin account : " + administrators + "\nSSO enabled : " + enabled + "\n");
    }

    FakeServers ssoss(SsoServerName server, Msid... msids) {
        StringBuilder out = new StringBuilder("\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL\n");
        if (msids.length > 0) {
            out.append("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS\n\n");
        }
        for (Msid msid : msids) {
            out.append("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS\\{")
                    .append(msid.value())
                    .append("}\n");
        }
        return says(server, SECRETS, msids.length > 0 ? 0 : 1, out.toString());
    }

    /** What {@code reg} prints where SSOSS is there and may not be read. */
    FakeServers ssossDenied(SsoServerName server) {
        return says(
                server,
                SECRETS,
                1,
                "\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS\nFEHLER: Zugriff verweigert\n");
    }

    FakeServers clock(SsoServerName server, Duration ahead) {
        return says(server, CLOCK, NOW.plus(ahead).toString().replace("Z", ".0000000Z"));
    }

    static String groups(String... sids) {
        StringBuilder out = new StringBuilder("\"Gruppenname\",\"Typ\",\"SID\",\"Attribute\"\n");
        for (String sid : sids) {
            out.append("\"VORDEFINIERT\\x\",\"Alias\",\"").append(sid).append("\",\"\"\n");
        }
        return out.toString();
    }

    static String localGroup(String... members) {
        return "Alias name     SSO Administrators\n\nMembers\n\n" + "-".repeat(79) + "\n" + String.join("\n", members)
                + "\nThe command completed successfully.\n";
    }

    static String port(SsoServerName server) {
        return "powershell -NoProfile -NonInteractive -Command \"try { (New-Object Net.Sockets.TcpClient).ConnectAsync('"
                + server + "', 135).Wait(3000) } catch { [bool]0 }\"";
    }

    static String key(String key, String name, String type, String data) {
        return "\n" + key + "\n    " + name + "    " + type + "    " + data + "\n";
    }

    /** A Config Store application that encrypts and decrypts on every server. */
    FakeServers configStore(String value) {
        configStoreWorks = true;
        configStoreValue = value;
        return this;
    }

    private Says inConfigStore(String commandLine) {
        String script = new String(
                Base64.getDecoder().decode(commandLine.substring(commandLine.lastIndexOf(' ') + 1)),
                StandardCharsets.UTF_16LE);
        Matcher set = Pattern.compile("\\[Proof]::Set\\('HandoverProof', '([^']*)'\\)")
                .matcher(script);
        if (set.find()) {
            configStoreValue = set.group(1);
        }
        return new Says(0, "HANDOVER-PROOF " + configStoreValue + "\n");
    }

    List<String> typed() {
        return List.copyOf(typed);
    }

    Sight sight() {
        return new Sight(this::on);
    }

    RemoteConsole on(SsoServerName server) {
        return new RemoteConsole() {
            @Override
            public Transcript type(String commandLine, Duration limit) throws ConsoleException, InterruptedException {
                typed.add(server + "> " + commandLine);
                ConsoleException failure = failures.get(server);
                if (failure != null) {
                    throw failure;
                }
                CountDownLatch latch = held.get(server + commandLine);
                if (latch != null) {
                    latch.await();
                }
                Says says = commandLine.startsWith("wevtutil ")
                        ? new Says(0, String.join("", eventsOf(server)))
                        : configStoreWorks && commandLine.contains("-EncodedCommand")
                                ? inConfigStore(commandLine)
                                : answersOf(server)
                                        .getOrDefault(
                                                commandLine,
                                                new Says(9009, "The name is no command of this server.\n"));
                return new Transcript(commandLine, says.exitCode(), says.output(), NOW, Duration.ofMillis(200));
            }

            @Override
            public Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit) {
                throw new AssertionError("A check answers no prompt: " + commandLine);
            }

            @Override
            public byte[] read(WindowsPath file, int maxBytes) {
                throw new AssertionError("A check reads no file: " + file);
            }

            @Override
            public void write(WindowsPath file, byte[] content) {
                throw new AssertionError("A check writes nothing: " + file);
            }

            @Override
            public boolean exists(WindowsPath file) {
                throw new AssertionError("A check asks by a command: " + file);
            }

            @Override
            public void delete(WindowsPath file) {
                throw new AssertionError("A check deletes nothing: " + file);
            }
        };
    }
}
