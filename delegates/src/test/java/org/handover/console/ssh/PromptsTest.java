package org.handover.console.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.handover.console.ConsoleException;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PromptsTest {
    private static final String LINE =
            "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssoconfig.exe\" -restoresecret \"C:\\Restore\\SSO01.bak\"";
    private static final String SECRET = "correct horse battery";
    private static final String CONPTY_BEGINS =
            "\u001b[?9001h\u001b[?1004h\u001b[?25l\u001b[2J\u001b[m\u001b[H\u001b]0;C:\\Windows\\system32\\cmd.exe\u0007\u001b[?25h";

    private final AtomicReference<String> received = new AtomicReference<>();
    private TestServer server;
    private SshConsoles consoles;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
        consoles = new SshConsoles(Addresses.limits(), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        consoles.close();
        server.close();
    }

    private RemoteConsole console() {
        return consoles.on(Addresses.of(server));
    }

    private static PromptScript password(String secret) {
        return PromptScript.empty().then(Pattern.compile("Password\\s*:"), secret::toCharArray);
    }

    private String readStars(TestServer.Streams streams) throws IOException {
        String typed = new String(streams.readLine(() -> streams.print("*")), StandardCharsets.UTF_8);
        received.set(typed);
        return typed;
    }

    /** As ConPTY draws {@code ssoconfig -restoresecret}. */
    private TestServer.Program restoring(String secret) {
        return streams -> {
            streams.print(CONPTY_BEGINS);
            streams.print("Password reminder : my first\u001b[1Cdog's name\r\nPassword : ");
            String typed = readStars(streams);
            streams.print("\r\n");
            if (!typed.equals(secret)) {
                streams.print("\u001b[?25lERROR: 0xC0002A1B : no\u001b[K\r\n\u001b[?25h");
                return 1;
            }
            streams.print("\u001b[?25lThe operation\u001b[1Ccompleted successfully.\u001b[K\r\n\u001b[?25h");
            return 0;
        };
    }

    @Test
    void a_restore_is_typed_on_a_terminal_of_a_thousand_columns_and_nothing_secret_stands_in_its_transcript()
            throws Exception {
        server.on(LINE, restoring(SECRET));
        List<String> reminders = new ArrayList<>();

        Transcript transcript =
                console().typeWithPrompts(LINE, password(SECRET).tellingReminderTo(reminders::add), Addresses.LIMIT);

        assertThat(received).hasValue(SECRET);
        assertThat(transcript.exitCode()).isZero();
        assertThat(transcript.output())
                .isEqualTo("Password reminder : [masked]\nPassword : [masked]\nThe operation completed successfully.");
        assertThat(reminders).containsExactly("my first dog's name");
        assertThat(server.terminal).containsEntry("COLUMNS", "1000");
        assertThat(server.typed).containsExactly(LINE);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestServer.DefaultShell.class,
            names = {"CMD", "POWERSHELL"})
    void every_shell_hands_cmd_the_very_line_also_on_a_terminal(TestServer.DefaultShell shell) throws Exception {
        String line = "md \"C:\\Restore\\it's a claim\" && " + LINE;
        server.withShell(shell).on(line, restoring(SECRET));

        Transcript transcript = console().typeWithPrompts(line, password(SECRET), Addresses.LIMIT);

        assertThat(server.typed).containsExactly(line);
        assertThat(transcript.output()).endsWith("The operation completed successfully.");
    }

    static Stream<String> passwords() {
        return Stream.of(
                "with \"quotes\" and 'more' of them",
                "Größenwahn für 100 €",
                "  blanks at both ends  ",
                "%PATH% ^& | <in> (out) !x! `$y`;",
                "漢字とかな and more",
                "x".repeat(256),
                "ä€".repeat(128));
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void a_password_gets_through_whatever_it_consists_of(String secret) throws Exception {
        server.on(LINE, restoring(secret));

        Transcript transcript = console().typeWithPrompts(LINE, password(secret), Addresses.LIMIT);

        assertThat(received).hasValue(secret);
        assertThat(transcript.output())
                .endsWith("The operation completed successfully.")
                .doesNotContain("*", secret);
    }

    @Test
    void the_number_of_stars_cannot_be_told_even_where_a_narrow_terminal_wraps_them() throws Exception {
        server.on(LINE, streams -> {
            streams.print(
                    CONPTY_BEGINS + "Password reminder : " + "long ".repeat(12) + "\r\n" + "and longer\r\nPassword : ");
            readStars(streams);
            // What a window of 80 columns makes of it: it is drawn anew, wrapped.
            streams.print("\u001b[2J\u001b[HPassword reminder : " + "long ".repeat(12) + "\r\nand longer\r\nPassword : "
                    + "*".repeat(69) + "\r\n" + "*".repeat(31) + "\r\nERROR: 0xC0002A\r\n1B : no\r\n");
            return 1;
        });
        List<String> reminders = new ArrayList<>();

        Transcript transcript = console()
                .typeWithPrompts(LINE, password("p".repeat(100)).tellingReminderTo(reminders::add), Addresses.LIMIT);

        assertThat(transcript.output())
                .isEqualTo("Password reminder : [masked]\nPassword : [masked]\nERROR: 0xC0002A\n1B : no");
        assertThat(reminders)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("long long")
                .endsWith("and longer");
    }

    @Test
    void a_password_that_a_tool_echoes_in_clear_is_masked_wherever_it_stands() throws Exception {
        server.on(LINE, streams -> {
            streams.print("Password : ");
            byte[] typed = streams.readLine(() -> {});
            streams.print(
                    new String(typed, StandardCharsets.UTF_8) + "\r\nI got " + SECRET + " and " + SECRET + "!\r\n");
            return 0;
        });

        Transcript transcript = console().typeWithPrompts(LINE, password(SECRET), Addresses.LIMIT);

        assertThat(transcript.output()).isEqualTo("Password : [masked]\nI got [masked] and [masked]!");
    }

    @Test
    void a_prompt_that_nobody_recognises_betrays_no_reminder_when_the_command_is_given_up() throws Exception {
        server.on(LINE, streams -> {
            streams.print(CONPTY_BEGINS + "Salasanavihje : musta koira\r\nSalasana : ");
            new CountDownLatch(1).await();
            return 0;
        });

        ConsoleException.TimedOut e = catchThrowableOfType(ConsoleException.TimedOut.class, () -> console()
                .typeWithPrompts(LINE, password(SECRET), Duration.ofSeconds(2)));

        assertThat(e.partialOutput()).isEqualTo("Salasanavihje : [masked]");
    }

    @Test
    void questions_to_the_terminal_are_answered() throws Exception {
        List<String> answers = new ArrayList<>();
        server.on(LINE, streams -> {
            streams.print("\u001b[c\u001b[6n");
            answers.add(readUntil(streams, 'c'));
            answers.add(readUntil(streams, 'R'));
            return 0;
        });

        console().typeWithPrompts(LINE, PromptScript.empty(), Addresses.LIMIT);

        assertThat(answers).containsExactly("\u001b[?1;2c", "\u001b[1;1R");
    }

    private static String readUntil(TestServer.Streams streams, char end) throws IOException {
        StringBuilder read = new StringBuilder();
        do {
            read.append((char) streams.in().read());
        } while (read.charAt(read.length() - 1) != end);
        return read.toString();
    }

    @Test
    void prompts_are_answered_in_their_order_each_once() throws Exception {
        List<String> typed = new ArrayList<>();
        server.on(LINE, streams -> {
            for (String prompt : List.of("Password : ", "Password : ", "Password reminder : ")) {
                streams.print(prompt);
                typed.add(new String(streams.readLine(() -> streams.print("*")), StandardCharsets.UTF_8));
                streams.print("\r\n");
            }
            streams.print("done\r\n");
            return 0;
        });
        PromptScript script = password("first-answer")
                .then(Pattern.compile("Password\\s*:"), "second-answer"::toCharArray)
                .then(Pattern.compile("Password reminder\\s*:"), "the reminder"::toCharArray);

        Transcript transcript = console().typeWithPrompts(LINE, script, Addresses.LIMIT);

        assertThat(typed).containsExactly("first-answer", "second-answer", "the reminder");
        assertThat(transcript.output())
                .isEqualTo("Password : [masked]\nPassword : [masked]\nPassword reminder : [masked]\ndone");
    }

    @Test
    void a_command_that_ends_before_it_asks_needs_no_answer() throws Exception {
        server.on(LINE, streams -> {
            streams.print("ERROR: 0xC0002A20 : no such file\r\n");
            return 1;
        });
        List<String> asked = new ArrayList<>();
        PromptScript script = PromptScript.empty().then(Pattern.compile("Password\\s*:"), () -> {
            asked.add("asked");
            return SECRET.toCharArray();
        });

        Transcript transcript = console().typeWithPrompts(LINE, script, Addresses.LIMIT);

        assertThat(transcript.output()).isEqualTo("ERROR: 0xC0002A20 : no such file");
        assertThat(asked).isEmpty();
    }

    @Test
    void the_answer_is_zeroed_once_it_is_typed() throws Exception {
        server.on(LINE, restoring(SECRET));
        char[] handedOut = SECRET.toCharArray();

        console()
                .typeWithPrompts(
                        LINE,
                        PromptScript.empty().then(Pattern.compile("Password\\s*:"), () -> handedOut),
                        Addresses.LIMIT);

        assertThat(received).hasValue(SECRET);
        assertThat(handedOut).containsOnly('\0');
    }

    @Test
    void a_connection_that_is_cut_while_the_password_is_typed_betrays_nothing_of_it() throws Exception {
        CountDownLatch typed = new CountDownLatch(1);
        server.on(LINE, streams -> {
            streams.print(CONPTY_BEGINS + "Password reminder : the dog\r\nPassword : ");
            readStars(streams);
            typed.countDown();
            new CountDownLatch(1).await();
            return 0;
        });
        new Thread(() -> {
                    try {
                        typed.await();
                        server.cut();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();

        ConsoleException.CutOff e = catchThrowableOfType(ConsoleException.CutOff.class, () -> console()
                .typeWithPrompts(LINE, password(SECRET), Addresses.LIMIT));

        assertThat(e.partialOutput())
                .startsWith("Password reminder : [masked]\nPassword :")
                .doesNotContain("*", "dog");
        assertThat(e).hasMessageNotContaining(SECRET).hasMessageNotContaining("dog");
    }
}
