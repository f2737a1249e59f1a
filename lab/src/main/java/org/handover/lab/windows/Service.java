package org.handover.lab.windows;

import java.util.List;
import org.handover.lab.windows.ServiceControlManager.State;
import org.jspecify.annotations.Nullable;

/** A registered service. What it is configured with stands in the registry; the rest is the service control manager's to guard. */
final class Service {
    static final int AUTOMATIC = 2;
    static final int DISABLED = 4;

    final String name;
    final ServiceBody body;
    private final Registry registry;
    private final String key;
    State state = State.STOPPED;
    int processId;
    int win32ExitCode = Win32Error.SERVICE_NEVER_STARTED;
    /** What starts or stops the service just now. */
    @Nullable
    Thread worker;

    Service(String name, ServiceBody body, Registry registry) {
        this.name = name;
        this.body = body;
        this.registry = registry;
        this.key = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\" + name;
    }

    /** A start type and an account that stand in the registry already are kept. */
    void configure(String displayName, String imagePath, String account, List<String> dependsOn) {
        registry.setExpandString(key, "ImagePath", imagePath);
        registry.setString(key, "DisplayName", displayName);
        registry.setStrings(key, "DependOnService", dependsOn);
        if (registry.string(key, "ObjectName").isEmpty()) {
            registry.setString(key, "ObjectName", account);
        }
        if (registry.string(key, "Start").isEmpty()) {
            registry.setDword(key, "Start", AUTOMATIC);
        }
    }

    void setStartType(int startType) {
        registry.setDword(key, "Start", startType);
    }

    void startLate(boolean late) {
        if (late) {
            registry.setDword(key, "DelayedAutostart", 1);
        } else {
            registry.deleteValue(key, "DelayedAutostart");
        }
    }

    boolean startsLate() {
        return registry.string(key, "DelayedAutostart").orElse("0").equals("1");
    }

    List<String> dependsOn() {
        return registry.string(key, "DependOnService")
                .filter(names -> !names.isEmpty())
                .map(names -> List.of(names.split("\0", -1)))
                .orElse(List.of());
    }

    ServiceView view() {
        return new ServiceView(
                name,
                registry.string(key, "DisplayName").orElse(name),
                registry.string(key, "ImagePath").orElse(""),
                registry.string(key, "ObjectName").orElse(""),
                dependsOn(),
                state,
                processId,
                win32ExitCode,
                registry.string(key, "Start").map(Integer::parseUnsignedInt).orElse(AUTOMATIC));
    }
}
