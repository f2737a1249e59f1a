package org.handover.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One service as {@code sc} prints it. The labels are translated on some servers, their order is not: name (and display
 * name) from the first column on, then indented type, state, two exit codes, checkpoint, wait hint, and with
 * {@code queryex} the process id.
 */
record ScBlock(String name, ServiceState state, int win32ExitCode, Optional<Integer> processId) {
    private static final Pattern HEADING = Pattern.compile("[^\\s:\\[][^:]*:\\s*(\\S.*)");
    private static final Pattern FIELD = Pattern.compile("\\s++[^:]++:\\s*+(.*)");
    private static final Pattern TYPE = Pattern.compile("[0-9a-fA-F]+\\s+\\D.*");
    private static final Pattern STATE = Pattern.compile("([1-7])\\s+\\D.*");
    private static final Pattern EXIT_CODE = Pattern.compile("(\\d{1,10})\\s++\\(0x[0-9a-fA-F]++\\)");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}");

    /** Every service in the output, empty where one of them does not look as it should. */
    static Optional<List<ScBlock>> all(List<String> lines) {
        List<ScBlock> blocks = new ArrayList<>();
        String name = null;
        List<String> fields = new ArrayList<>();
        for (String line : lines) {
            Matcher heading = HEADING.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (heading.matches()) {
                if (name != null && !fields.isEmpty()) {
                    Optional<ScBlock> block = of(name, fields);
                    if (block.isEmpty()) {
                        return Optional.empty();
                    }
                    blocks.add(block.get());
                    name = null;
                    fields = new ArrayList<>();
                }
                name = name == null ? heading.group(1).strip() : name;
            } else if (field.matches()) {
                fields.add(field.group(1).strip());
            }
        }
        if (name != null) {
            Optional<ScBlock> last = of(name, fields);
            if (last.isEmpty()) {
                return Optional.empty();
            }
            blocks.add(last.get());
        }
        return Optional.of(blocks);
    }

    private static Optional<ScBlock> of(String name, List<String> fields) {
        if (fields.size() < 6
                || !TYPE.matcher(fields.get(0)).matches()
                || !EXIT_CODE.matcher(fields.get(3)).matches()
                || !HEXADECIMAL.matcher(fields.get(4)).matches()
                || !HEXADECIMAL.matcher(fields.get(5)).matches()) {
            return Optional.empty();
        }
        Matcher state = STATE.matcher(fields.get(1));
        Matcher exitCode = EXIT_CODE.matcher(fields.get(2));
        if (!state.matches() || !exitCode.matches()) {
            return Optional.empty();
        }
        Optional<Integer> processId =
                fields.size() > 6 && DECIMAL.matcher(fields.get(6)).matches()
                        ? Optional.of(Integer.valueOf(fields.get(6)))
                        : Optional.empty();
        return ServiceState.numbered(Integer.parseInt(state.group(1)))
                .map(known -> new ScBlock(name, known, (int) Long.parseLong(exitCode.group(1)), processId));
    }
}
