package org.handover.sso;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.handover.sso.UpdateFileVerdict.Refused;
import org.handover.sso.UpdateFileVerdict.Valid;
import org.handover.sso.Violation.Rule;

/** The rules of docs/entsso.md 4.2 to 4.4, on one file. */
final class UpdateFileCheck {
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_ACCOUNTS = 1024;
    private static final int LONGEST_TICKET = 525_600;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final List<String> BUILT_IN = List.of("builtin\\", "nt authority\\", "nt service\\", "everyone");

    private final byte[] content;
    private final UpdateFileContext context;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    UpdateFileCheck(byte[] content, UpdateFileContext context) {
        this.content = content.clone();
        this.context = context;
    }

    UpdateFileVerdict verdict() {
        UpdateFileText file = UpdateFileText.of(content);
        Violation unreadable = file.problem();
        if (unreadable != null) {
            return new Refused(List.of(unreadable));
        }
        UpdateFileWalk walk = new UpdateFileWalk(file);
        walk.checkShape();
        violations.addAll(walk.violations());
        walk.values().forEach(this::checkOffTheMaster);
        walk.values().forEach(this::checkValue);
        boolean shapeIsRight = violations.stream().noneMatch(UpdateFileCheck::hidesElements);
        if (shapeIsRight && !walk.values().containsKey("secretServer")) {
            violations.add(new Violation(
                    Rule.SECRET_SERVER_MISSING,
                    walk.globalInfoLine(),
                    walk.globalInfoColumn(),
                    "There is no secretServer: the file would not change the master secret server."));
        }
        return violations.isEmpty() ? bind(file.text()) : refused();
    }

    private Refused refused() {
        violations.sort(Comparator.comparingInt(Violation::line).thenComparingInt(Violation::column));
        return new Refused(violations);
    }

    /** Jackson reads the file a second time into its types; what comes of that is what is used. */
    private UpdateFileVerdict bind(String text) {
        try {
            String bound = UpdateFileBinding.read(text).globalInfo().secretServer();
            if (bound == null) {
                throw new IllegalStateException("The walk saw a secretServer that the binding does not see.");
            }
            return new Valid(SsoServerName.of(bound), Sha256.ofContent(content), warnings);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            int column =
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
            return new Refused(
                    List.of(new Violation(Rule.WELL_FORMED, line, column, "The file cannot be read from here on.")));
        }
    }

    private static boolean hidesElements(Violation violation) {
        return switch (violation.rule()) {
            case WELL_FORMED, NO_DTD, ROOT, ONE_GLOBAL_INFO -> true;
            default -> false;
        };
    }

    private void checkOffTheMaster(String name, UpdateFileWalk.Value value) {
        if (context.offTheMaster() && UpdateFileWalk.ALLOWED.contains(name) && !name.equals("secretServer")) {
            add(
                    Rule.ONLY_SECRET_SERVER,
                    value,
                    "The element " + name + " may be given only on the master secret server itself ("
                            + context.currentMaster() + "); the file is for " + context.executingServer() + ".");
        }
    }

    private void checkValue(String name, UpdateFileWalk.Value value) {
        if (!UpdateFileWalk.ALLOWED.contains(name) || !value.plain()) {
            return;
        }
        if (!value.text().equals(value.text().strip())) {
            add(
                    Rule.TRIMMED,
                    value,
                    "The value of " + name + " has blanks or line ends around it; write it directly between its tags.");
            return;
        }
        switch (name) {
            case "secretServer" -> checkSecretServer(value);
            case "ssoAdminAccount", "ssoAffiliateAdminAccount" -> checkAccount(name, value);
            case "ticketTimeout" -> checkNumber(name, value, 1, LONGEST_TICKET);
            default -> checkNumber(name, value, 0, Integer.MAX_VALUE);
        }
    }

    private void checkSecretServer(UpdateFileWalk.Value value) {
        if (value.text().isEmpty() || value.text().length() > LONGEST_NAME) {
            add(Rule.COMPUTER_NAME, value, "The secret server's name must have 1 to 256 characters.");
            return;
        }
        SsoServerName server;
        try {
            server = SsoServerName.of(value.text());
        } catch (RefusedValueException e) {
            Rule rule = SsoServerName.looksLikeAnAddress(value.text()) ? Rule.NOT_AN_ADDRESS : Rule.COMPUTER_NAME;
            add(rule, value, String.valueOf(e.getMessage()));
            return;
        }
        if (!context.serversOfTheSystem().contains(server)) {
            Optional<SsoServerName> meant = context.serversOfTheSystem().stream()
                    .filter(server::sameComputer)
                    .findFirst();
            if (meant.isPresent()) {
                add(
                        Rule.NAME_AS_IN_INVENTORY,
                        value,
                        "The inventory calls this server " + meant.get() + "; write the name as it stands there.");
            } else {
                add(Rule.SERVER_OF_THE_SYSTEM, value, server + " is not a server of this SSO system.");
            }
        } else if (server.sameComputer(context.currentMaster())) {
            warnings.add(server + " is the master secret server already: the file changes nothing.");
        }
    }

    private void checkAccount(String name, UpdateFileWalk.Value value) {
        String lower = LetterCase.lower(value.text());
        if (value.text().isEmpty() || value.text().length() > LONGEST_ACCOUNTS) {
            add(Rule.ACCOUNT, value, "The value of " + name + " must have 1 to 1,024 characters.");
        } else if (BUILT_IN.stream().anyMatch(lower::startsWith)) {
            add(Rule.ACCOUNT, value, "The value of " + name + " is a built-in account, which ENTSSO does not accept.");
        }
        if (!context.ssoDisabled()) {
            add(
                    Rule.SSO_DISABLED_FIRST,
                    value,
                    "The element " + name + " may be changed only while the SSO system is disabled.");
        }
    }

    private void checkNumber(String name, UpdateFileWalk.Value value, int least, int most) {
        boolean fits = DIGITS.matcher(value.text()).matches()
                && Integer.parseInt(value.text()) >= least
                && Integer.parseInt(value.text()) <= most;
        if (!fits) {
            add(
                    Rule.NUMBER,
                    value,
                    "The value of " + name + " must be a whole number"
                            + (most == Integer.MAX_VALUE
                                    ? " of at most nine digits."
                                    : " from " + least + " to " + most + "."));
        }
    }

    private void add(Rule rule, UpdateFileWalk.Value value, String sentence) {
        violations.add(new Violation(rule, value.line(), value.column(), sentence));
    }
}
