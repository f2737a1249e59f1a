package org.handover.lab.entsso;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.handover.lab.windows.CommandLine;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.Program;

/** Somebody who types answers at the prompts of one program and reads what it prints. */
final class TestConsole implements ProcessConsole {

    private final StringBuilder screen = new StringBuilder();
    private final Deque<String> answers;

    private TestConsole(List<String> answers) {
        this.answers = new ArrayDeque<>(answers);
    }

    record Result(int exitCode, String screen) {}

    /** Runs a program from the tools' own directory. */
    static Result run(SsoServer server, Program program, Logon logon, String commandTail, String... answers) {
        TestConsole console = new TestConsole(List.of(answers));
        List<String> arguments = CommandLine.arguments(commandTail);
        try {
            int exitCode = program.run(
                    new Invocation(server.windows(), logon, arguments, commandTail, SsoServer.DIRECTORY, console));
            return new Result(exitCode, console.screen.toString());
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    @Override
    public void out(String text) {
        screen.append(text);
    }

    @Override
    public void err(String text) {
        screen.append(text);
    }

    @Override
    public String readConsoleLine(String prompt, boolean mask) {
        String answer = answers.remove();
        screen.append(prompt)
                .append(mask ? "*".repeat(answer.length()) : answer)
                .append("\r\n");
        return answer;
    }

    @Override
    public String readStandardInput(String prompt) {
        return answers.remove();
    }
}
