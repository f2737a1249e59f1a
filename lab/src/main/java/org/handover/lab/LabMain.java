package org.handover.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.handover.lab.control.Lab;
import org.handover.lab.control.LabCannotStartException;
import org.handover.lab.control.LabConfiguration;

/**
 * A lab as a process of its own. Environment variables say what it is like (lab/README.md); it runs until it gets SIGTERM or
 * SIGINT, whatever becomes of the process that started it.
 */
public final class LabMain {

    private LabMain() {}

    public static void main(String[] args) throws InterruptedException {
        surviveHangUp();
        try {
            LabConfiguration configuration = LabConfiguration.from(environment(args));
            Lab lab = Lab.open(configuration);
            Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "lab-end"));
            if (configuration.isByItself()) {
                System.out.println(lab.welcome());
            }
            lab.madeUpConsolePassword()
                    .ifPresent(password -> System.out.println("console password, made up for this lab: " + password));
            lab.madeUpRestorePassword()
                    .ifPresent(password -> System.out.println("restore password, made up for this lab: " + password));
            System.out.println(lab.readyLine());
        } catch (IllegalArgumentException | LabCannotStartException unusable) {
            System.err.println(unusable.getMessage());
            System.exit(2);
        } catch (IOException | SQLException | UncheckedIOException failed) {
            System.err.println("The lab cannot start: " + failed.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    /** The environment; a topology file may be named on the command line too. */
    private static Map<String, String> environment(String[] args) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (args.length > 1 || (args.length == 1 && args[0].startsWith("-"))) {
            throw new IllegalArgumentException("The lab takes a topology file and nothing else on its command line.");
        }
        if (args.length == 1) {
            environment.put("HANDOVER_LAB_TOPOLOGY", args[0]);
        }
        return environment;
    }

    /**
     * A lab outlives the terminal and the application that started it. The class that can ignore SIGHUP is not part of the
     * Java platform's API, so where it is missing the signal ends the lab, cleanly.
     */
    private static void surviveHangUp() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object ignore = handler.getField("SIG_IGN").get(null);
            handle.invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ignore);
        } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
            if (notHere instanceof InvocationTargetException invoked && invoked.getCause() instanceof Error error) {
                throw error;
            }
        }
    }
}
