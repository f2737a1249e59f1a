package org.handover.app.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.handover.app.inventory.LabHandOver;
import org.handover.app.lab.TestLab;

/** An SSO system of the lab with its servers, on which one run after another is carried out, each in an estate of its own. */
final class Place implements AutoCloseable {

    /** An estate of the inventory for each run that one life of a node may see here. */
    static final int ESTATES = 12;

    private static final List<String> ACTING = List.of("net", "ssomanage", "ssoconfig");
    private static final List<String> LOOKING = List.of("sc", "wevtutil", "reg");

    private final int number;
    private final TestLab lab;
    private final Line line;
    private Duration changesTake = Duration.ZERO;
    private int used;

    Place(int number, TestLab lab) throws IOException {
        this.number = number;
        this.lab = lab;
        LabHandOver.Server server = server(lab.handedOver());
        this.line = new Line(server.host(), server.port());
    }

    private static LabHandOver.Server server(LabHandOver lab) {
        return lab.servers().stream()
                .filter(server -> server.name().equals(Bed.NEW_MASTER))
                .findFirst()
                .orElseThrow();
    }

    TestLab lab() {
        return lab;
    }

    /** Between the application and the server that becomes master. */
    Line line() {
        return line;
    }

    /** What the inventory says of how long a command may take that changes something. */
    void changesTake(Duration atMost) {
        changesTake = atMost;
    }

    /** An estate in which no run has been yet; the servers are as they were founded, and the master is dead. */
    String fresh(Random random, Duration acting, Duration looking) {
        lab.reset();
        lab.power("SSO01", false);
        ACTING.forEach(program -> lab.delay(Bed.NEW_MASTER, program, upTo(random, acting)));
        LOOKING.forEach(program -> lab.delay(Bed.NEW_MASTER, program, upTo(random, looking)));
        used++;
        return estate(used);
    }

    private static Duration upTo(Random random, Duration most) {
        return Duration.ofMillis(most.isZero() ? 0 : random.nextInt((int) most.toMillis()));
    }

    private String estate(int of) {
        return "place-%d-%d".formatted(number, of);
    }

    /** The last estate, in which a run may be open, and those of the next ones. */
    void inventory(StringBuilder yaml) {
        LabHandOver handedOver = lab.handedOver();
        for (int i = Math.max(1, used); i <= used + ESTATES; i++) {
            yaml.append("  - name: %s\n    ssoSystems:\n".formatted(estate(i)))
                    .append(
                            "      - name: %s\n        masterSecretServer: %s\n        approvalValidity: PT2H\n        changeTimeLimit: %s\n        ssoServers:\n"
                                    .formatted(handedOver.ssoSystem(), handedOver.masterSecretServer(), changesTake));
            for (LabHandOver.Server server : handedOver.servers()) {
                boolean through = server.name().equals(Bed.NEW_MASTER);
                yaml.append(
                                "          - name: %s\n            host: %s\n            port: %d\n            hostKey: %s\n"
                                        .formatted(
                                                server.name(),
                                                through ? "127.0.0.1" : server.host(),
                                                through ? line.port() : server.port(),
                                                server.hostKey()))
                        .append("            account: '%s'\n            privateKey: '%s'\n"
                                .formatted(handedOver.account(), lab.privateKey()));
            }
            yaml.append("        restoreFiles:\n          - path: '%s'\n            sha256: %s\n            msid: %s\n"
                    .formatted(
                            handedOver.restoreFile().path(),
                            handedOver.restoreFile().sha256(),
                            handedOver.restoreFile().msid()));
        }
    }

    /** How many runs can begin here before a node has to read the inventory again. */
    boolean hasEstatesLeft(int sinceInventory) {
        return used - sinceInventory < ESTATES - 1;
    }

    int used() {
        return used;
    }

    @Override
    public void close() throws IOException {
        line.close();
        lab.close();
    }
}
