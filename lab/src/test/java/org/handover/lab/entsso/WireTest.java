package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.lab.windows.Network.Reply.ANSWERED;
import static org.handover.lab.windows.Network.Reply.NOTHING;
import static org.handover.lab.windows.Network.Reply.NO_SUCH_NAME;

import java.nio.file.Path;
import java.util.Map;
import org.handover.lab.windows.Network;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a server reaches on the wire, as a script that opens a port finds out (docs/entsso.md 1.4 Ports, 12.3). */
class WireTest {

    private TestSystem contoso;

    @BeforeEach
    void found(@TempDir Path home) throws Exception {
        contoso = TestSystem.founded(home);
    }

    @AfterEach
    void end() {
        contoso.close();
    }

    private Network from(String server) {
        return contoso.server(server).windows().network();
    }

    @Test
    void a_server_reaches_the_endpoint_mapper_of_another_that_is_up_and_its_sql_server() {
        assertThat(from("SSO02").connect("SSO03", Network.RPC)).isEqualTo(ANSWERED);
        assertThat(from("SSO02").connect("sso03.contoso.example", Network.RPC)).isEqualTo(ANSWERED);
        assertThat(from("SSO02").connect("SSO01", Network.RPC)).as("it is off").isEqualTo(NOTHING);
        assertThat(from("SSO02").connect("SSO03", 8080)).isEqualTo(NOTHING);
        assertThat(from("SSO02").connect("SQL01", 1433)).isEqualTo(ANSWERED);
        assertThat(from("SSO02").connect("SSO02", Network.RPC)).as("itself").isEqualTo(ANSWERED);
        assertThat(from("SSO02").connect("ELSEWHERE", Network.RPC)).isEqualTo(NO_SUCH_NAME);
        assertThat(from("SSO02").ping("SSO03")).isEqualTo(ANSWERED);
        assertThat(from("SSO02").ping("SSO01")).isEqualTo(NOTHING);
        assertThat(from("SSO02").ping("ELSEWHERE")).isEqualTo(NO_SUCH_NAME);
    }

    @Test
    void a_firewall_closes_rpc_in_both_directions_and_leaves_the_rest_open() {
        contoso.faults("SSO03").switchOn("rpc-blocked", Map.of());

        assertThat(from("SSO02").connect("SSO03", Network.RPC)).isEqualTo(NOTHING);
        assertThat(from("SSO03").connect("SSO02", Network.RPC)).isEqualTo(NOTHING);
        assertThat(from("SSO02").connect("SSO03", 22)).isEqualTo(ANSWERED);
        assertThat(from("SSO03").connect("SQL01", 1433)).isEqualTo(ANSWERED);
    }

    @Test
    void a_server_that_is_cut_off_reaches_nobody_and_nobody_reaches_it() {
        contoso.faults("SSO03").switchOn("cut-off", Map.of());

        assertThat(from("SSO03").connect("SSO02", Network.RPC)).isEqualTo(NOTHING);
        assertThat(from("SSO03").connect("SQL01", 1433)).isEqualTo(NOTHING);
        assertThat(from("SSO02").connect("SSO03", 22)).isEqualTo(NOTHING);
        assertThat(from("SSO02").ping("SSO03")).isEqualTo(NOTHING);
    }

    @Test
    void a_sql_server_that_is_away_answers_nobody_on_its_port() {
        contoso.faults("SSO02").switchOn("database-away", Map.of());

        assertThat(from("SSO02").connect("SQL01", 1433)).isEqualTo(NOTHING);
        assertThat(from("SSO03").connect("SQL01", 1433)).isEqualTo(ANSWERED);
    }
}
