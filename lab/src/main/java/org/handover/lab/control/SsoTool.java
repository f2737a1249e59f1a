package org.handover.lab.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.handover.lab.entsso.SsoServer;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.WindowsServer;

/**
 * What the snap-in asks of ENTSSO, as the account that sits before it. It goes the way of ssomanage, so that rights, answers,
 * faults and events are the same whoever asks; nothing of it counts as typed.
 */
final class SsoTool {

    private static final String TEMP = "C:\\Windows\\Temp";
    private static final int LIMIT_SECONDS = 90;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final SsoServer server;
    private final Logon logon;

    SsoTool(SsoServer server, Logon logon) {
        this.server = server;
        this.logon = logon;
    }

    /** @param text what the tool printed */
    record Output(int exitCode, String text) {
        boolean succeeded() {
            return exitCode == 0;
        }

        /** The tool's error as one line: its code and its sentence. */
        String error() {
            return text.lines()
                    .filter(line -> line.startsWith("ERROR: "))
                    .map(line -> line.substring("ERROR: ".length()))
                    .findFirst()
                    .orElse("The SSO Administration snap-in did not get an answer.");
        }
    }

    /** Names another master secret server, as an update file with nothing else in it does. */
    Output update(String secretServer) throws InterruptedException, IOException {
        String name = TEMP + "\\sso-snap-in-" + NUMBER.incrementAndGet() + ".xml";
        Path file = server.windows().disk().resolve(name, TEMP);
        Files.writeString(
                file,
                "<sso><globalInfo><secretServer>" + secretServer + "</secretServer></globalInfo></sso>",
                StandardCharsets.UTF_8);
        try {
            return manage("-updatedb " + name);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    Output manage(String arguments) throws InterruptedException {
        WindowsServer windows = server.windows();
        String path = SsoServer.DIRECTORY + "\\ssomanage.exe";
        WindowsServer.Installed tool = windows.program(path).orElse(null);
        if (tool == null) {
            return new Output(1, "ERROR: The program " + path + " is not there.");
        }
        Screen screen = new Screen();
        int[] exitCode = {1};
        CountDownLatch done = new CountDownLatch(1);
        try {
            windows.startTree("snap-in-" + server.name(), tree -> {
                try {
                    exitCode[0] = windows.run(tool, logon, arguments, TEMP, screen, windows.environment(logon));
                } catch (InterruptedException powerIsGone) {
                    Thread.currentThread().interrupt();
                } finally {
                    done.countDown();
                }
            });
        } catch (IllegalStateException off) {
            return new Output(1, "ERROR: " + server.name() + " has no power.");
        }
        return done.await(LIMIT_SECONDS, TimeUnit.SECONDS)
                ? new Output(exitCode[0], screen.text())
                : new Output(1, "ERROR: The service on " + server.name() + " did not answer in time.");
    }

    /** Takes what is printed; nobody is there to answer. */
    private static final class Screen implements ProcessConsole {
        private final StringBuilder printed = new StringBuilder();

        @Override
        public synchronized void out(String text) {
            printed.append(text);
        }

        @Override
        public synchronized void err(String text) {
            printed.append(text);
        }

        @Override
        public String readConsoleLine(String prompt, boolean mask) {
            return "";
        }

        @Override
        public String readStandardInput(String prompt) {
            return "";
        }

        synchronized String text() {
            return printed.toString();
        }
    }
}
