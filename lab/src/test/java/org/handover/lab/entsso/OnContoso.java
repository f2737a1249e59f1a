package org.handover.lab.entsso;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.handover.lab.windows.Faults;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that has CONTOSO for itself, as it is after its founding. */
abstract class OnContoso {

    Path home;
    TestSystem contoso;

    @BeforeEach
    void found(@TempDir Path folder) throws Exception {
        home = folder;
        contoso = TestSystem.founded(folder);
    }

    @AfterEach
    void end() {
        contoso.close();
    }

    Faults faults(String server) {
        return contoso.faults(server);
    }

    void on(String server, String fault) {
        faults(server).switchOn(fault, Map.of());
    }

    void startSso01() {
        contoso.server("SSO01").windows().powerOn();
        await().until(() -> contoso.service("SSO01", EntssoService.NAME) == State.RUNNING);
    }

    void poll(String server) {
        contoso.server(server).entsso().poll();
    }
}
