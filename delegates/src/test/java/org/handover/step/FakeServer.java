package org.handover.step;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.handover.console.ConsoleException;
import org.handover.console.MaskedText;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;
import org.handover.sso.Sha256;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;

/** One Windows server with ENTSSO, as far as the steps look at it: it changes its state as a real one would be told to. */
final class FakeServer implements RemoteConsole {

    static final String RESTORE_PASSWORD = "only the restore file knows";
    private static final String FOLDER = "C:\\Program Files\\Common Files\\Enterprise Single Sign-On";
    private static final Pattern CLAIMED = Pattern.compile("md \"([^\"]+)\" && (.+)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern SECRET_SERVER = Pattern.compile("<secretServer>([^<]+)</secretServer>");

    /** What becomes of the answer to a command that was carried out. */
    interface OnItsWay {
        Transcript back(Transcript answer) throws ConsoleException;
    }

    private record Event(long recordId, int id, List<String> data) {}

    final String name;
    private final FakeEstate estate;
    final List<String> typed = new ArrayList<>();
    /** What was typed at prompts, as the server got it. */
    final List<String> answered = new ArrayList<>();

    final Map<String, byte[]> files = new HashMap<>();
    final Set<String> secrets = new HashSet<>();
    final Map<String, Boolean> services = new LinkedHashMap<>();
    final Set<String> protectedPaths = new HashSet<>();
    private final Set<String> folders = new HashSet<>();
    private final List<Event> events = new ArrayList<>();
    boolean reachable = true;
    boolean refusesLogon;
    boolean hangsAfterLogon;
    boolean backsUp = true;
    boolean ignoresUpdates;
    String startType = "2   AUTO_START";
    OnItsWay onItsWay = answer -> answer;

    @Nullable
    String asks;

    private int process = 100;
    private long nextRecord = 40;
    private boolean master;

    FakeServer(String name, FakeEstate estate) {
        this.name = name;
        this.estate = estate;
        services.put("ENTSSO", true);
    }

    void becomeMaster(String msid) {
        master = true;
        secrets.add(msid);
    }

    void log(int id, String... data) {
        events.add(new Event(nextRecord++, id, List.of(data)));
    }

    boolean runs(String service) {
        return services.getOrDefault(service, false);
    }

    /** Whether it hands out the secret in use. */
    boolean handsOut() {
        return reachable && runs("ENTSSO") && master && secrets.contains(estate.msid);
    }

    private void answer() throws ConsoleException {
        if (!reachable) {
            throw new ConsoleException.Unreachable(name + " cannot be reached.");
        }
        if (refusesLogon) {
            throw new ConsoleException.LogonRefused(name + " refused the logon.");
        }
        if (hangsAfterLogon) {
            throw new ConsoleException.Unreachable(name + " did not say in time which shell it has.", true);
        }
    }

    @Override
    public Transcript type(String commandLine, Duration limit) throws ConsoleException {
        answer();
        typed.add(commandLine);
        return onItsWay.back(carryOut(commandLine));
    }

    private Transcript carryOut(String commandLine) {
        Matcher claimed = CLAIMED.matcher(commandLine);
        if (claimed.matches()) {
            if (!folders.add(claimed.group(1))) {
                return transcript(commandLine, 1, "A subdirectory or file " + claimed.group(1) + " already exists.");
            }
            return transcript(commandLine, 0, run(claimed.group(2)));
        }
        if (commandLine.startsWith("md ")) {
            String folder = quoted(commandLine);
            return folders.add(folder)
                    ? transcript(commandLine, 0, "")
                    : transcript(commandLine, 1, "A subdirectory or file " + folder + " already exists.");
        }
        return transcript(commandLine, 0, run(commandLine));
    }

    static Transcript transcript(String commandLine, int exitCode, String output) {
        return new Transcript(commandLine, exitCode, output, Instant.EPOCH, Duration.ZERO);
    }

    private static String quoted(String line) {
        Matcher matcher = QUOTED.matcher(line);
        if (!matcher.find()) {
            throw new IllegalArgumentException(line);
        }
        return matcher.group(1);
    }

    private String run(String line) {
        if (line.startsWith("(net ")) {
            return Arrays.stream(line.substring(1, line.length() - 1).split(" & "))
                    .map(this::run)
                    .collect(Collectors.joining("\n"));
        }
        if (line.startsWith("sc ") || line.startsWith("net ")) {
            return service(line);
        }
        if (line.startsWith("tasklist")) {
            return "INFO: No tasks are running which match the specified criteria.";
        }
        if (line.startsWith("wevtutil")) {
            return eventLog(line);
        }
        if (line.startsWith("reg query")) {
            return registry(line);
        }
        if (line.contains("ssomanage.exe")) {
            return ssomanage(line.substring(line.indexOf(".exe\"") + 6));
        }
        if (line.startsWith("certutil -f -encode")) {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(files.get(quoted(line).toLowerCase(Locale.ROOT)))
                    + "\n-----END CERTIFICATE-----\n";
        }
        if (line.startsWith("(echo ")) {
            Matcher paths = QUOTED.matcher(line.substring(line.indexOf(".b64\" \"") + 5));
            if (paths.find()) {
                files.put(
                        paths.group(1).toLowerCase(Locale.ROOT),
                        Base64.getDecoder().decode(line.substring(6, line.indexOf(')'))));
            }
            return "CertUtil: -decode command completed successfully.";
        }
        if (line.startsWith("certutil")) {
            byte[] content = files.get(quoted(line).toLowerCase(Locale.ROOT));
            return content == null
                    ? "CertUtil: -hashfile command FAILED: 0x80070002"
                    : Sha256.ofContent(content).value();
        }
        if (line.startsWith("whoami")) {
            return """
                    "Group Name","Type","SID","Attributes"
                    "CONTOSO\\SSO Administrators","Group","S-1-5-21-1-2-3-1105","Mandatory group"
                    "Mandatory Label\\High Mandatory Level","Label","S-1-16-12288",""
                    """;
        }
        if (line.startsWith("if exist")) {
            return files.containsKey(quoted(line).toLowerCase(Locale.ROOT)) ? "THERE" : "MISSING";
        }
        if (line.startsWith("icacls")) {
            protectedPaths.add(quoted(line).toLowerCase(Locale.ROOT));
            return "processed file";
        }
        throw new IllegalArgumentException(name + " does not know: " + line);
    }

    private String service(String line) {
        List<String> words = List.of(line.split(" ", -1));
        String service = words.get(2);
        return switch (words.get(1)) {
            case "queryex" -> status(service, true);
            case "qc" ->
                "[SC] QueryServiceConfig SUCCESS\n\nSERVICE_NAME: ENTSSO\n        TYPE               : 10  WIN32_OWN_PROCESS\n        START_TYPE         : "
                        + startType + "\n";
            case "config" -> {
                startType = words.get(4).equals("disabled") ? "4   DISABLED" : "2   AUTO_START";
                yield "[SC] ChangeServiceConfig SUCCESS";
            }
            case "enumdepend" ->
                "[SC] EnumDependentServices: entriesread = " + (services.size() - 1) + "\n"
                        + services.keySet().stream()
                                .filter(other -> !other.equals("ENTSSO"))
                                .map(other -> status(other, false))
                                .collect(Collectors.joining());
            case "stop" -> {
                services.replaceAll((any, running) -> false);
                log(10505);
                master = false;
                yield "The service was stopped successfully.";
            }
            default -> {
                start(service);
                yield "The service was started successfully.";
            }
        };
    }

    private void start(String service) {
        services.put(service, true);
        if (!service.equals("ENTSSO")) {
            return;
        }
        process++;
        master = estate.secretServer.equalsIgnoreCase(name);
        if (master) {
            log(10534);
            if (!secrets.contains(estate.msid)) {
                log(10520);
            }
        } else if (estate.servers.values().stream().anyMatch(FakeServer::handsOut)) {
            log(10529, estate.secretServer, estate.msid);
        } else {
            log(10532, estate.secretServer, "0x80002918");
        }
        log(10502);
    }

    private String status(String service, boolean extended) {
        boolean running = runs(service);
        return """
                SERVICE_NAME: %s
                        TYPE               : 10  WIN32_OWN_PROCESS
                        STATE              : %s
                        WIN32_EXIT_CODE    : 0  (0x0)
                        SERVICE_EXIT_CODE  : 0  (0x0)
                        CHECKPOINT         : 0x0
                        WAIT_HINT          : 0x0
                %s"""
                .formatted(
                        service,
                        running ? "4  RUNNING" : "1  STOPPED",
                        extended
                                ? "        PID                : %d\n        FLAGS              :\n"
                                        .formatted(running ? process : 0)
                                : "");
    }

    private String eventLog(String line) {
        if (line.contains("/c:1 ")) {
            return events.isEmpty() ? "" : xml(events.get(events.size() - 1));
        }
        Matcher above = Pattern.compile("EventRecordID>(\\d+)").matcher(line);
        long after = above.find() ? Long.parseLong(above.group(1)) : 0;
        Set<Integer> ids = new HashSet<>();
        Matcher id = Pattern.compile("EventID=(\\d+)").matcher(line);
        while (id.find()) {
            ids.add(Integer.valueOf(id.group(1)));
        }
        return events.stream()
                .filter(event -> event.recordId() > after && ids.contains(event.id()))
                .map(FakeServer::xml)
                .collect(Collectors.joining("\n"));
    }

    private static String xml(Event event) {
        return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='ENTSSO'/><EventID Qualifiers='16384'>%d</EventID><Level>4</Level><TimeCreated SystemTime='2026-01-01T00:00:00.000Z'/><EventRecordID>%d</EventRecordID></System><EventData>%s</EventData></Event>"
                .formatted(
                        event.id(),
                        event.recordId(),
                        event.data().stream()
                                .map(data -> "<Data>" + data + "</Data>")
                                .collect(Collectors.joining()));
    }

    private String registry(String line) {
        if (line.contains("ImagePath")) {
            return "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO\n    ImagePath    REG_EXPAND_SZ    \""
                    + FOLDER + "\\ENTSSO.exe\"\n";
        }
        String key = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO";
        return key + "\\SQL\n"
                + secrets.stream().map(msid -> key + "\\SSOSS\\" + msid).collect(Collectors.joining("\n"));
    }

    private String ssomanage(String arguments) {
        String asked = asks;
        String first = asked == null || asked.equals(name)
                ? "Using SSO server on this computer\n"
                : "Using SSO server : " + asked + "\n";
        if (arguments.startsWith("-displaydb")) {
            return first
                    + "SSO secret server name : %s\nSSO Admin account : CONTOSO\\SSO Administrators\nSSO enabled : Yes\n"
                            .formatted(estate.secretServer);
        }
        if (arguments.startsWith("-server ")) {
            asks = arguments.substring(8).strip();
            return "The operation completed successfully.";
        }
        if (arguments.startsWith("-updatedb ")) {
            byte[] file = files.get(quoted(arguments).toLowerCase(Locale.ROOT));
            Matcher named = SECRET_SERVER.matcher(new String(file, StandardCharsets.UTF_8));
            if (ignoresUpdates) {
                return first + "ERROR: 0xC0002A21 : somebody else changes it";
            }
            if (named.find()) {
                estate.name(named.group(1), this);
            }
            return first + "The operation completed successfully.";
        }
        throw new IllegalArgumentException(arguments);
    }

    @Override
    public Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit) throws ConsoleException {
        answer();
        typed.add(commandLine);
        Matcher claimed = CLAIMED.matcher(commandLine);
        String line = claimed.matches() ? claimed.group(2) : commandLine;
        if (claimed.matches() && !folders.add(claimed.group(1))) {
            return transcript(commandLine, 1, "A subdirectory or file " + claimed.group(1) + " already exists.");
        }
        String file = line.substring(line.lastIndexOf(" \"") + 2, line.length() - 1);
        boolean backup = line.contains("-backupSecret");
        List<String> prompts =
                backup ? List.of("Password :", "Confirm Password :", "Password reminder :") : List.of("Password :");
        StringBuilder shown = new StringBuilder(backup ? "" : "Password reminder : the usual one\n");
        for (int i = 0; i < prompts.size(); i++) {
            PromptScript.Prompt prompt = script.prompts().get(i);
            if (!prompt.line().matcher(prompts.get(i)).matches()) {
                throw new IllegalStateException("Nobody answers " + prompts.get(i));
            }
            char[] answer = prompt.answer().get();
            answered.add(new String(answer));
            boolean inClear = prompts.get(i).contains("reminder");
            shown.append(prompts.get(i))
                    .append(' ')
                    .append(inClear ? new String(answer) : "*".repeat(answer.length))
                    .append('\n');
        }
        shown.append(backup ? backUp(file) : restore());
        return transcript(
                commandLine, 0, MaskedText.of(shown.toString(), script).text());
    }

    private String backUp(String file) {
        if (!backsUp || !master || !secrets.contains(estate.msid)) {
            return "ERROR: 0xC0002A0E : not here\n";
        }
        files.put(file.toLowerCase(Locale.ROOT), ("backup of " + estate.msid).getBytes(StandardCharsets.UTF_8));
        log(10559, file, estate.msid, "", "CONTOSO\\operator", name);
        return "The operation completed successfully.\n";
    }

    private String restore() {
        if (!answered.get(answered.size() - 1).equals(RESTORE_PASSWORD)) {
            return "ERROR: 0xC0002A1B : wrong\n";
        }
        if (!master) {
            return "ERROR: 0xC0002A0E : not here\n";
        }
        secrets.add(estate.msid);
        log(10523, "file", estate.msid, "", "CONTOSO\\operator", name);
        return "The operation completed successfully.\n";
    }

    @Override
    public byte[] read(WindowsPath file, int maxBytes) throws ConsoleException {
        answer();
        byte[] content = files.get(file.value().toLowerCase(Locale.ROOT));
        if (content == null) {
            throw new ConsoleException.FileNotFound("There is no " + file);
        }
        return content.clone();
    }

    @Override
    public void write(WindowsPath file, byte[] content) throws ConsoleException {
        answer();
        files.put(file.value().toLowerCase(Locale.ROOT), content.clone());
    }

    @Override
    public boolean exists(WindowsPath file) throws ConsoleException {
        answer();
        return files.containsKey(file.value().toLowerCase(Locale.ROOT));
    }

    @Override
    public void delete(WindowsPath file) throws ConsoleException {
        answer();
        files.remove(file.value().toLowerCase(Locale.ROOT));
    }
}
