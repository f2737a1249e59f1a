package org.handover.lab.windows;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.handover.lab.windows.Faults.Effect;
import org.handover.lab.windows.Faults.Fault;

/** What can go wrong with a Windows server itself, whatever runs on it. */
public final class WindowsFaults {
    public static final String SERVER_DEAD = "server-dead";
    public static final String CUT_OFF = "cut-off";
    public static final String SLOW = "slow";
    public static final String HANGING = "hanging";
    public static final String CLOCK_WRONG = "clock-wrong";
    public static final String DISK_FULL = "disk-full";
    public static final String FAT_VOLUME = "fat-volume";
    public static final String NOT_ELEVATED = "not-elevated";
    public static final String KEY_LOGON_REFUSED = "key-logon-refused";

    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String PREFIX_LOGON = "docs/windows-consoles.md, Who one is after logging on";
    private static final Duration LONGEST = Duration.ofDays(3650);

    private WindowsFaults() {}

    static void declareOn(WindowsServer server, ServerClock clock) {
        Faults faults = server.faults();
        faults.declare(
                new Fault(
                        SERVER_DEAD,
                        "The server loses its power: processes, services and sessions end at once, and its port is closed.",
                        "docs/entsso.md 12.3",
                        Map.of()),
                effect(settings -> apart(server::powerOff), server::powerOn));
        faults.declare(
                new Fault(
                        CUT_OFF,
                        "Packets to and from the server vanish: open connections stay half-open, new ones get no answer,"
                                + " and what runs on it goes on.",
                        "docs/entsso.md 12.3",
                        Map.of()),
                effect(settings -> server.connected(false), () -> server.connected(true)));
        faults.declare(
                new Fault(
                        SLOW,
                        "Each command line that is typed, and each file that is opened with SFTP, waits.",
                        "docs/windows-consoles.md, What happens to the command line",
                        Map.of("seconds", "how long, default 10")),
                effect(settings -> number(settings, "seconds"), () -> {}));
        faults.declare(
                new Fault(
                        HANGING,
                        "A program never ends by itself.",
                        "docs/windows-consoles.md, Prompts",
                        Map.of(
                                "program", "its name with or without .exe, default ssoconfig",
                                "when", "before it has acted or after, default before")),
                effect(WindowsFaults::requireWhen, () -> {}));
        faults.declare(
                new Fault(
                        CLOCK_WRONG,
                        "The server's clock is not right.",
                        "docs/entsso.md 12.3",
                        Map.of("minutes", "how far it is ahead, negative for behind, default 12")),
                effect(settings -> clock.ahead(minutes(settings)), () -> clock.ahead(Duration.ZERO)));
        faults.declare(
                new Fault(
                        DISK_FULL,
                        "There is no room on drive C.",
                        "docs/windows-consoles.md, Language and files",
                        Map.of("bytes", "how many are left, default 0")),
                effect(settings -> server.disk().leaveRoomFor(number(settings, "bytes")), () -> server.disk()
                        .leaveRoomFor(Disk.ROOM)));
        faults.declare(
                new Fault(
                        FAT_VOLUME,
                        "A volume is formatted with FAT32, so that nothing on it can be protected.",
                        "docs/entsso.md 7",
                        Map.of("path", "the folder where it is mounted, default C:\\")),
                effect(settings -> server.disk().fatAt(settings.getOrDefault("path", "C:\\")), () -> server.disk()
                        .ntfsOnly()));
        faults.declare(
                new Fault(
                        NOT_ELEVATED,
                        "Who logs on from now on gets a filtered token, without Administrators.",
                        PREFIX_LOGON,
                        Map.of("account", "DOMAIN\\name or all of them, default all")),
                effect(
                        settings -> server.accounts().filter(settings.getOrDefault("account", "all")),
                        () -> server.accounts().filter("")));
        faults.declare(
                new Fault(
                        KEY_LOGON_REFUSED,
                        "No key logs on any more, as after KB5074109; a password does.",
                        PREFIX_LOGON,
                        Map.of()),
                effect(settings -> server.accounts().refuseKeys(true), () -> server.accounts()
                        .refuseKeys(false)));
    }

    private static Effect effect(Consumer<Map<String, String>> on, Runnable off) {
        return new Effect() {
            @Override
            public void on(Map<String, String> settings) {
                on.accept(settings);
            }

            @Override
            public void off() {
                off.run();
            }
        };
    }

    /** Power failure ends the thread of the command that brought it; so it comes from another one, which is waited for. */
    private static void apart(Runnable act) {
        Thread thread = new Thread(act, "power failure");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration minutes(Map<String, String> settings) {
        Duration duration =
                Duration.ofMillis(Math.round(Double.parseDouble(settings.getOrDefault("minutes", "0")) * 60_000));
        if (duration.abs().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A clock is wrong by ten years at the most.");
        }
        return duration;
    }

    private static long number(Map<String, String> settings, String name) {
        double number = Double.parseDouble(settings.getOrDefault(name, "0"));
        if (number < 0) {
            throw new IllegalArgumentException("The setting " + name + " cannot be negative.");
        }
        return (long) number;
    }

    private static void requireWhen(Map<String, String> settings) {
        String when = settings.getOrDefault("when", BEFORE);
        if (!Set.of(BEFORE, AFTER).contains(when.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("The setting when has to be one of before, after, not " + when + ".");
        }
    }

    /** For how long the fault {@code slow} lets each command wait. */
    static Duration slowness(Faults faults) {
        return faults.settings(SLOW)
                .map(settings ->
                        Duration.ofMillis(Math.round(Double.parseDouble(settings.getOrDefault("seconds", "0")) * 1000)))
                .orElse(Duration.ZERO);
    }

    /** Whether a program hangs at this point: {@code before} it has acted or {@code after}. */
    static boolean hangs(Faults faults, String image, String when) {
        return faults.settings(HANGING)
                .filter(settings -> ServerSettings.stem(settings.getOrDefault("program", ""))
                                .equals(ServerSettings.stem(image))
                        && settings.getOrDefault("when", BEFORE)
                                .toLowerCase(Locale.ROOT)
                                .equals(when))
                .isPresent();
    }
}
