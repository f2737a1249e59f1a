package org.handover.tool;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A BizTalk host instance, out of the key of its service: the program's arguments name the BizTalk group and the host.
 *
 * @param group the name of the BizTalk group
 * @param host the name of the host
 */
public record BizTalkHost(String group, String host) {
    private static final String SERVICES_BEGIN_WITH = "btssvc$";
    private static final Pattern GROUP = Pattern.compile("(?i)\\s-group\\s+\"([^\"]+)\"");
    private static final Pattern HOST = Pattern.compile("(?i)\\s-name\\s+\"([^\"]+)\"");

    /** Whether a service is a BizTalk host instance (docs/entsso.md 1.4). */
    public static boolean isOne(String service) {
        return service.toLowerCase(Locale.ROOT).startsWith(SERVICES_BEGIN_WITH);
    }

    /** Empty where the program's arguments do not name them. */
    public static Optional<BizTalkHost> of(RegistryValues.Answer service) {
        if (!(service instanceof RegistryValues.Answer.Known known)) {
            return Optional.empty();
        }
        String program = known.text("ImagePath").orElse("");
        Matcher group = GROUP.matcher(program);
        Matcher host = HOST.matcher(program);
        return group.find() && host.find()
                ? Optional.of(new BizTalkHost(group.group(1), host.group(1)))
                : Optional.empty();
    }
}
