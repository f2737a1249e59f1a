package org.handover.app.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.handover.app.inventory.Estates;
import org.handover.app.inventory.LabHandOver;
import org.handover.app.inventory.UnusableInventoryException;
import org.handover.check.EstateCheck;
import org.handover.console.ConsoleLimits;
import org.handover.console.Consoles;
import org.handover.console.ssh.SshConsoles;
import org.handover.step.Inventory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@code check}: logs on to every server of the inventory, runs every probe that only reads, changes nothing, and prints
 * what it saw and what it could not know. No database, no engine and no web server is started.
 */
public final class CheckCommand {

    /** Nothing of what could be seen needs attention. */
    public static final int FINE = 0;

    /** Something needs attention, such as a server that does not answer. */
    public static final int NOT_FINE = 1;

    /** There is no usable inventory, so nothing was looked at. */
    public static final int NOTHING_TO_CHECK = 2;

    private static final String WORD = "check";
    private static final String OPTION = "--handover.check";

    private CheckCommand() {}

    /** Whether the application was started for this instead of for serving. */
    public static boolean isAskedFor(String... arguments) {
        return Arrays.stream(arguments).anyMatch(CheckCommand::isTheWord);
    }

    private static boolean isTheWord(String argument) {
        return argument.equals(WORD) || argument.equals(OPTION) || argument.equals(OPTION + "=true");
    }

    /** @return the exit code */
    public static int run(PrintStream terminal, String... arguments) {
        String[] settings = Arrays.stream(arguments)
                .filter(argument -> !isTheWord(argument))
                .toArray(String[]::new);
        try (ConfigurableApplicationContext context = settingsOnly(settings)) {
            Optional<Inventory> inventory = inventory(context.getEnvironment());
            if (inventory.isEmpty() || inventory.get().ssoSystems().isEmpty()) {
                terminal.println(
                        "There is no inventory to check: name one with HANDOVER_INVENTORY or --handover.inventory=…");
                return NOTHING_TO_CHECK;
            }
            return check(inventory.get(), terminal);
        } catch (UnusableInventoryException e) {
            terminal.println(e.getMessage());
            return NOTHING_TO_CHECK;
        }
    }

    private static int check(Inventory inventory, PrintStream terminal) {
        try (Consoles consoles = new SshConsoles(ConsoleLimits.usual(), Clock.systemUTC())) {
            EstateCheck.Report report = new EstateCheck(inventory, consoles).look();
            new CheckReport(report).print(terminal);
            return report.wellAsFarAsSeen() ? FINE : NOT_FINE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_FINE;
        }
    }

    /** The settings as the application reads them: configuration files, environment, arguments. Nothing else is started. */
    private static ConfigurableApplicationContext settingsOnly(String... arguments) {
        SpringApplication application = new SpringApplication(CheckCommand.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setInitializers(List.of());
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        return application.run(arguments);
    }

    private static Optional<Inventory> inventory(ConfigurableEnvironment environment) {
        String file = environment.getProperty("handover.inventory");
        if (file != null) {
            return Optional.of(Estates.of(Path.of(file)));
        }
        Path data = Path.of(environment.getProperty("handover.data", "data"));
        Path handedOver = Path.of(environment.getProperty(
                "handover.lab.handed-over",
                data.resolve("lab").resolve("lab.json").toString()));
        if (!Files.exists(handedOver)) {
            return Optional.empty();
        }
        try {
            Estates demonstration = Estates.none();
            demonstration.addDemonstration(
                    new ObjectMapper().readValue(handedOver.toFile(), LabHandOver.class),
                    data.resolve("keys").resolve("console").toAbsolutePath());
            return Optional.of(demonstration);
        } catch (IOException e) {
            throw new UnusableInventoryException("%s cannot be read: %s".formatted(handedOver, e.getMessage()));
        }
    }
}
