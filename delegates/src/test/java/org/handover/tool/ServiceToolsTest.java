package org.handover.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.handover.tool.Answers.read;

import java.util.List;
import org.handover.sso.RefusedValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sc} and {@code net} are asked, and what their answers are taken for in any language. */
class ServiceToolsTest {

    private static String queryex(String type, String state, String number, String pid) {
        return """

                SERVICE_NAME: ENTSSO
                        %s               : 10  WIN32_OWN_PROCESS
                        %s              : %s
                                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
                        WIN32_EXIT_CODE    : 0  (0x0)
                        SERVICE_EXIT_CODE  : 0  (0x0)
                        CHECKPOINT         : 0x0
                        WAIT_HINT          : 0x0
                        PID                : %s
                        FLAGS              :
                """
                .formatted(type, state, number, pid);
    }

    @Test
    void the_state_of_a_service_is_read_by_number_in_any_language() {
        ToolCommand<ServiceStatus> command = Services.query(Services.ENTSSO);

        assertThat(command.commandLine()).isEqualTo("sc queryex ENTSSO");
        assertThat(read(command, 0, queryex("TYPE ", "STATE", "4  RUNNING", "1234")))
                .isEqualTo(new ServiceStatus.Known(ServiceState.RUNNING, 1234, 0));
        assertThat(read(command, 0, queryex("TYP  ", "STATUS", "3  WIRD BEENDET", "77")))
                .isEqualTo(new ServiceStatus.Known(ServiceState.STOP_PENDING, 77, 0));
        assertThat(read(command, 0, queryex("TYPE ", "\u00c9TAT", "1  STOPPED", "0"))
                        .is(ServiceState.STOPPED))
                .isTrue();
        assertThat(read(
                        command,
                        1060,
                        "[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\n\nThere is no such service.\n"))
                .isEqualTo(new ServiceStatus.NotInstalled());
        assertThat(read(command, 5, "[SC] EnumQueryServicesStatus:OpenService FEHLER 5:\n\nZugriff verweigert\n"))
                .isEqualTo(new ServiceStatus.CannotTell("sc reports error 5."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "RUNNING",
                "SERVICE_NAME: ENTSSO\n",
                "SERVICE_NAME: ENTSSO\n   TYPE : 10 X\n   STATE : 9  FLYING\n"
            })
    void a_service_in_an_unknown_layout_cannot_be_told(String output) {
        assertThat(read(Services.query("ENTSSO"), 0, output)).isInstanceOf(ServiceStatus.CannotTell.class);
    }

    @Test
    void the_dependents_are_counted_and_the_running_ones_named_in_the_order_of_starting() {
        String block =
                """

                SERVICE_NAME: %s
                DISPLAY_NAME: BizTalk Service BizTalk Group : %s
                        TYPE               : 10  WIN32_OWN_PROCESS
                        STATE              : %s
                                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
                        WIN32_EXIT_CODE    : 0  (0x0)
                        SERVICE_EXIT_CODE  : 0  (0x0)
                        CHECKPOINT         : 0x0
                        WAIT_HINT          : 0x0
                """;
        String three = block.formatted("BTSSvc$A", "A", "4  RUNNING")
                + block.formatted("BTSSvc$B", "B", "1  STOPPED")
                + block.formatted("BTSSvc$C", "C", "2  START_PENDING");
        ToolCommand<Dependents> command = Services.dependents("ENTSSO");

        Dependents answer = read(command, 0, "[SC] EnumDependentServices: entriesread = 3\n" + three);

        assertThat(answer).isInstanceOf(Dependents.Known.class);
        assertThat(((Dependents.Known) answer).services())
                .hasSize(3)
                .contains(new Dependents.Dependent("BTSSvc$B", ServiceState.STOPPED));
        assertThat(((Dependents.Known) answer).running()).containsExactly("BTSSvc$C", "BTSSvc$A");
        assertThat(read(command, 0, "Enum: entriesRead  = 0\n")).isEqualTo(new Dependents.Known(List.of()));
        assertThat(read(command, 0, "[SC] EnumDependentServices: entriesread = 4\n" + three))
                .isInstanceOf(Dependents.CannotTell.class);
        assertThat(read(command, 0, three)).isInstanceOf(Dependents.CannotTell.class);
        assertThat(read(command, 1060, "[SC] EnumDependentServices:OpenService FAILED 1060:\n"))
                .isEqualTo(new Dependents.NotInstalled());
        assertThat(read(command, 234, "[SC] EnumDependentServices FAILED 234:\n"))
                .isInstanceOf(Dependents.CannotTell.class);
    }

    @Test
    void net_is_typed_without_questions_and_read_by_numbers() {
        assertThat(Services.stop("ENTSSO").commandLine()).isEqualTo("net stop ENTSSO /y");
        assertThat(Services.start("BTSSvc$Host (1)").commandLine()).isEqualTo("net start \"BTSSvc$Host (1)\"");
        assertThat(read(Services.stop("ENTSSO"), 0, "Der Dienst wurde beendet.\n"))
                .isEqualTo(new Services.Net.Done());
        assertThat(read(
                        Services.stop("ENTSSO"),
                        2,
                        "Nicht gestartet.\n\nSie erhalten weitere Hilfe, wenn Sie NET HELPMSG 3521 eingeben.\n"))
                .isEqualTo(new Services.Net.WasSoAlready());
        assertThat(read(Services.start("ENTSSO"), 2, "x\n\nMore help: NET HELPMSG 2182.\n"))
                .isEqualTo(new Services.Net.WasSoAlready());
        assertThat(read(Services.start("ENTSSO"), 2, "x\n\nMore help: NET HELPMSG 2186.\n"))
                .isEqualTo(new Services.Net.Failed(2186));
        assertThat(read(Services.start("ENTSSO"), 2, "Systemfehler 5 aufgetreten.\n\nZugriff verweigert\n"))
                .isEqualTo(new Services.Net.Failed(5));
        assertThat(read(Services.start("ENTSSO"), 1, "no\n")).isEqualTo(new Services.Net.Failed(null));
        assertThat(read(Services.start("ENTSSO"), null, "The service was started successfully.\n"))
                .isInstanceOf(Services.Net.CannotTell.class);
    }

    @Test
    void a_number_that_is_too_long_is_no_number() {
        assertThat(read(Services.start("ENTSSO"), 2, "NET HELPMSG 99999999999\n"))
                .isEqualTo(new Services.Net.Failed(null));
        assertThat(read(
                        Services.query("ENTSSO"),
                        0,
                        queryex("TYPE ", "STATE", "4  RUNNING", "1234")
                                .replace("EXIT_CODE    : 0", "EXIT_CODE    : " + "9".repeat(30))))
                .isInstanceOf(ServiceStatus.CannotTell.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A & calc", "A\"", "A%B%", "A|b", "A\nB", " A", "/y"})
    void a_service_name_that_could_mean_more_is_refused(String name) {
        assertThatThrownBy(() -> Services.start(name)).isInstanceOf(RefusedValueException.class);
    }
}
