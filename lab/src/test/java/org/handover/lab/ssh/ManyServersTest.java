package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.RequiredServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyServersTest {
    private static final int SERVERS = 200;

    @TempDir
    Path home;

    @Test
    void twoHundredServersShareAHandfulOfThreadsAndEachAnswersForItself() throws Exception {
        KeyPair key = LabServer.newKey();
        List<WindowsServer> servers = new ArrayList<>();
        List<SshFrontDoor> doors = new ArrayList<>();
        try {
            open(servers, doors, key);
            int threadsOfOne = Thread.activeCount();
            long memoryOfOne = usedMemory();
            while (servers.size() < SERVERS) {
                open(servers, doors, key);
            }
            assertThat(Thread.activeCount()).as("threads").isLessThanOrEqualTo(threadsOfOne + 2);
            assertThat((usedMemory() - memoryOfOne) / SERVERS)
                    .as("bytes for each server")
                    .isLessThan(512 * 1024);
            assertThat(doors.stream().map(SshFrontDoor::port).distinct()).hasSize(SERVERS);

            for (int index : List.of(0, 1, 99, 198, 199)) {
                assertThat(hostname(doors.get(index), key)).isEqualTo(name(index) + "\r\n");
            }
            servers.get(7).powerOff();
            assertThat(hostname(doors.get(8), key)).isEqualTo(name(8) + "\r\n");
        } finally {
            doors.forEach(SshFrontDoor::close);
            servers.forEach(WindowsServer::close);
        }
    }

    private void open(List<WindowsServer> servers, List<SshFrontDoor> doors, KeyPair key) {
        Path folder = home.resolve(name(servers.size()));
        WindowsServer server = WindowsServer.create(name(servers.size()), folder, Clock.systemUTC());
        server.accounts().add("CONTOSO\\runbook", null, Set.of(Logon.ADMINISTRATORS), true);
        server.accounts().authorizeKey("CONTOSO\\runbook", key.getPublic());
        servers.add(server);
        doors.add(SshFrontDoor.open(server, 0, folder.resolve("host-key")));
    }

    private static String name(int index) {
        return "SSO" + (100 + index);
    }

    private static String hostname(SshFrontDoor door, KeyPair key) throws Exception {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(new RequiredServerKeyVerifier(
                    PublicKeyEntry.parsePublicKeyEntry(door.hostKeyLine()).resolvePublicKey(null, null, null)));
            client.start();
            try (ClientSession session = client.connect("CONTOSO\\runbook", "127.0.0.1", door.port())
                    .verify(LabServer.LIMIT)
                    .getSession()) {
                session.addPublicKeyIdentity(key);
                session.auth().verify(LabServer.LIMIT);
                return LabServer.type(session, "hostname", "").out();
            }
        }
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
