package org.handover.lab.program;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/**
 * {@code w32tm /query /status} and {@code w32tm /stripchart /computer:NAME [/samples:N] /dataonly}, whose offset is that of the
 * named computer, which is always right here, to this one. The layout is invented but for the offset's.
 */
final class W32tm implements Program {
    private static final DateTimeFormatter STATUS =
            DateTimeFormatter.ofPattern("MM/dd/yyyy hh:mm:ss a", Locale.ENGLISH);
    private static final DateTimeFormatter SAMPLE = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final double NANOS = 1_000_000_000.0;

    @Override
    public int run(Invocation invocation) {
        Options options = new Options(invocation.arguments(), Set.of());
        Instant now = invocation.server().clock().instant();
        Duration ahead = invocation.server().clockAhead();
        if (options.has("query") && (options.has("status") || options.has("source"))) {
            if (options.has("source")) {
                invocation.console().outLine("Local CMOS Clock");
                return 0;
            }
            invocation.console().outLine("Stratum: 3 (secondary reference - syncd by (S)NTP)");
            invocation.console().outLine("Source: Local CMOS Clock");
            invocation
                    .console()
                    .outLine("Last Successful Sync Time: "
                            + STATUS.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC)));
            return 0;
        }
        if (options.has("stripchart")
                && options.value("computer").filter(name -> !name.isEmpty()).isPresent()) {
            String samples = options.value("samples").orElse("1");
            int count = samples.matches("\\d{1,2}") ? Integer.parseInt(samples) : 1;
            invocation.console().outLine("Tracking " + options.value("computer").orElse("") + ".");
            for (int i = 0; i < count; i++) {
                invocation
                        .console()
                        .outLine(SAMPLE.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC))
                                + String.format(Locale.ROOT, ", %+011.7fs", -ahead.toNanos() / NANOS));
            }
            return 0;
        }
        invocation
                .console()
                .errLine("The lab's w32tm knows: /query /status, /stripchart /computer:name /samples:n /dataonly");
        return 1;
    }
}
