package org.handover.lab.program;

import java.util.List;
import java.util.Optional;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/** {@code chcp [N]}: the code page of what is printed from now on; 437, 850, 1252 and 65001 are known. */
final class Chcp implements Program {

    @Override
    public int run(Invocation invocation) {
        Optional<String> wanted = invocation.arguments().stream().findFirst();
        if (wanted.isPresent()) {
            if (!List.of("437", "850", "1252", "65001").contains(wanted.get())) {
                invocation.console().errLine(Phrases.say(invocation, "This code page cannot be used."));
                return 1;
            }
            invocation.console().codePage(Integer.parseInt(wanted.get()));
        }
        invocation
                .console()
                .outLine(Phrases.say(
                        invocation, "Active code page: %d", invocation.console().codePage()));
        return 0;
    }
}
