package org.handover.lab.entsso;

import java.util.ArrayList;
import java.util.List;
import org.handover.lab.windows.Invocation;

/**
 * The switches of {@code ssomanage} for applications and mappings (docs/entsso.md 3.2). What they print was not found
 * anywhere; only the marks {@code (E)} and {@code (D)} before a mapping are documented.
 */
final class ApplicationCommands {

    private final Invocation invocation;
    private final ToolConsole console;
    private final EntssoService service;
    private final Caller caller;

    ApplicationCommands(Invocation invocation, ToolConsole console, EntssoService service, Caller caller) {
        this.invocation = invocation;
        this.console = console;
        this.service = service;
        this.caller = caller;
    }

    int run(String option) throws SsoError, InterruptedException {
        return switch (option) {
            case "-listapps" -> listApplications();
            case "-displayapp" -> displayApplication();
            case "-createapps" -> {
                applications().create(caller, applicationsInFile());
                yield console.succeeded();
            }
            case "-updateapps" -> {
                applications().update(caller, applicationsInFile());
                yield console.succeeded();
            }
            case "-deleteapp" -> {
                applications().delete(caller, argument(1, "<application>"));
                yield console.succeeded();
            }
            case "-enableapp", "-disableapp" -> {
                applications().enable(caller, argument(1, "<application>"), option.equals("-enableapp"));
                yield console.succeeded();
            }
            case "-purgecache" -> {
                applications().purgeCache(caller, argument(1, "<application>"));
                yield console.succeeded();
            }
            case "-listmappings" -> listMappings();
            case "-createmappings" -> {
                mappings().create(caller, mappingsInFile());
                yield console.succeeded();
            }
            case "-deletemappings" -> {
                mappings().deleteAll(caller, mappingsInFile());
                yield console.succeeded();
            }
            case "-enablemapping", "-disablemapping" -> {
                mappings()
                        .enable(
                                caller,
                                argument(1, "<account> <application>"),
                                argument(2, "<account> <application>"),
                                option.equals("-enablemapping"));
                yield console.succeeded();
            }
            case "-deletemapping" -> {
                mappings()
                        .delete(caller, argument(1, "<account> <application>"), argument(2, "<account> <application>"));
                yield console.succeeded();
            }
            case "-setcredentials" -> setCredentials();
            default -> throw SsoError.of(SsoError.Code.NOT_EMULATED);
        };
    }

    private int listApplications() throws SsoError {
        boolean all = invocation.arguments().size() > 1
                && invocation.arguments().get(1).equalsIgnoreCase("all");
        for (AffiliateApplication each : applications().list(caller, all)) {
            console.line((each.enabled() ? "(E) " : "(D) ") + each.name() + " : " + each.description());
        }
        return ToolConsole.SUCCESS;
    }

    private int displayApplication() throws SsoError {
        AffiliateApplication application = applications().show(caller, argument(1, "<application>"));
        line("Application name", application.name());
        line("Description", application.description());
        line("Contact", application.contact());
        line("Application type", application.kind().shown);
        line("Application Users account", application.userAccount());
        line("Application Admin account", application.adminAccount());
        line("Application enabled", application.enabled());
        line("Tickets allowed", application.flags().ticketsAllowed());
        line("Validate tickets", application.flags().ticketsValidated());
        line("Tickets time out", application.flags().ticketsTimeOut());
        line("Local accounts allowed", application.flags().localAccountsAllowed());
        for (AffiliateApplication.Field field : application.fields()) {
            line("Field " + field.ordinal(), field.label() + (field.masked() ? " (masked)" : ""));
        }
        return ToolConsole.SUCCESS;
    }

    private int listMappings() throws SsoError {
        String first = argument(1, "<account> [application]");
        boolean user = first.indexOf('\\') >= 0;
        String application =
                invocation.arguments().size() > 2 ? invocation.arguments().get(2) : "";
        List<AccountMapping> found = user
                ? mappings().ofUser(caller, first, application)
                : mappings().ofApplication(caller, first);
        for (AccountMapping mapping : found) {
            console.line((mapping.enabled() ? "(E) " : "(D) ") + mapping.windowsAccount() + " : "
                    + mapping.application()
                    + (mapping.externalAccount().isEmpty() ? "" : " : " + mapping.externalAccount()));
        }
        return ToolConsole.SUCCESS;
    }

    /** One prompt a field, and one more to confirm what is masked. */
    private int setCredentials() throws SsoError, InterruptedException {
        String account = argument(1, "<account> <application>");
        String name = argument(2, "<account> <application>");
        AffiliateApplication application = applications().find(name);
        mappings().find(caller, account, name);
        List<String> values = new ArrayList<>();
        for (AffiliateApplication.Field field : application.fields()) {
            if (field.ordinal() == 0) {
                continue;
            }
            String value = console.ask(field.label() + " : ", field.masked());
            if (field.masked() && !value.equals(console.ask("Confirm " + field.label() + " : ", true))) {
                throw SsoError.of(SsoError.Code.PASSWORDS_DIFFER);
            }
            values.add(value);
        }
        mappings().setCredentials(caller, account, name, values);
        return console.succeeded();
    }

    private List<ApplicationFile.Wanted> applicationsInFile() throws SsoError {
        byte[] bytes = ServerFiles.read(invocation, argument(1, "<XML file>"));
        try {
            return ApplicationFile.applications(bytes);
        } catch (UpdateFile.MalformedException malformed) {
            throw unusable(malformed);
        }
    }

    private List<ApplicationFile.WantedMapping> mappingsInFile() throws SsoError {
        byte[] bytes = ServerFiles.read(invocation, argument(1, "<XML file>"));
        try {
            return ApplicationFile.mappings(bytes);
        } catch (UpdateFile.MalformedException malformed) {
            throw unusable(malformed);
        }
    }

    private static SsoError unusable(UpdateFile.MalformedException malformed) {
        return SsoError.withText(
                SsoError.Code.INVALID_DATA, "The file cannot be used: " + malformed.getMessage() + ".");
    }

    private String argument(int number, String usage) throws SsoError {
        if (invocation.arguments().size() <= number) {
            throw SsoError.withText(
                    SsoError.Code.INVALID_ARGUMENT,
                    "Something is missing: ssomanage " + invocation.arguments().get(0) + " " + usage);
        }
        return invocation.arguments().get(number);
    }

    private void line(String label, String value) {
        console.line(SsoManageProgram.labelled(label, value));
    }

    private void line(String label, boolean value) {
        line(label, value ? "Yes" : "No");
    }

    private ApplicationAdministration applications() {
        return service.applications();
    }

    private MappingAdministration mappings() {
        return service.mappings();
    }
}
