package org.handover.lab.windows;

import java.util.List;
import org.handover.lab.windows.ServiceControlManager.State;

/**
 * A service as it is at this moment.
 *
 * @param processId 0 when stopped
 * @param startType 2 automatic, 3 on demand, 4 disabled
 * @param win32ExitCode why it stopped; 1077 when it was never started
 */
public record ServiceView(
        String name,
        String displayName,
        String imagePath,
        String account,
        List<String> dependsOn,
        State state,
        int processId,
        int win32ExitCode,
        int startType) {

    /** The file name of its program, as {@code tasklist} shows it. */
    public String image() {
        String path =
                imagePath.startsWith("\"") ? CommandLine.arguments(imagePath).get(0) : imagePath;
        return path.substring(path.lastIndexOf('\\') + 1);
    }
}
