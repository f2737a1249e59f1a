package org.handover.lab.entsso;

import java.util.Optional;
import org.handover.lab.windows.Registry;

/**
 * What ssoconfig sets for one server, in its registry. That such values exist is documented, their names are the lab's own
 * (docs/entsso.md 13.4, 13.10).
 */
final class ServerConfiguration {

    static final String KEY = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO";

    private static final String POSITIVE = "AuditLevelPositive";
    private static final String NEGATIVE = "AuditLevelNegative";
    private static final String SSL = "UseSSL";
    private static final int HIGH = 3;
    private static final int LOW = 1;

    private final Registry registry;

    ServerConfiguration(Registry registry) {
        this.registry = registry;
    }

    /** 0 none, 1 low, 2 medium, 3 high (docs/entsso.md 3.5). */
    int auditLevelPositive() {
        return number(POSITIVE, 0);
    }

    int auditLevelNegative() {
        return number(NEGATIVE, LOW);
    }

    void auditLevels(int positive, int negative) {
        registry.createKey(KEY);
        registry.setDword(KEY, POSITIVE, positive);
        registry.setDword(KEY, NEGATIVE, negative);
    }

    boolean auditsEverySuccess() {
        return auditLevelPositive() >= HIGH;
    }

    boolean auditsFailures() {
        return auditLevelNegative() >= LOW;
    }

    boolean auditsEveryFailure() {
        return auditLevelNegative() >= HIGH;
    }

    boolean usesSsl() {
        return number(SSL, 0) == 1;
    }

    void useSsl(boolean encrypted) {
        registry.createKey(KEY);
        registry.setDword(KEY, SSL, encrypted ? 1 : 0);
    }

    Optional<String> text(String name) {
        return registry.string(KEY, name);
    }

    void text(String name, String value) {
        registry.createKey(KEY);
        registry.setString(KEY, name, value);
    }

    void forget(String name) {
        registry.deleteValue(KEY, name);
    }

    private int number(String name, int otherwise) {
        return registry.string(KEY, name).map(Integer::parseInt).orElse(otherwise);
    }
}
