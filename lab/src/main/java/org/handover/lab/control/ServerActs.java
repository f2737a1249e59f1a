package org.handover.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.handover.lab.entsso.BackupWorkshop;
import org.handover.lab.entsso.SsoServer;
import org.handover.lab.ssh.SshFrontDoor;

/** What can be made to happen to one server from outside. Nothing of the procedure can be done here. */
final class ServerActs {

    private final LabSystem system;
    private final SsoServer server;

    ServerActs(LabSystem system, SsoServer server) {
        this.system = system;
        this.server = server;
    }

    JsonNode act(String what, Body body) throws Refused, InterruptedException, IOException {
        switch (what) {
            case "power" -> power(body.bool("on"));
            case "cut" -> door().cutConnections();
            case "delay" -> door().setDelay(body.text("program"), body.seconds());
            case "service" -> service(body.text("name"), body.text("action"));
            case "faults" -> {
                return fault(body);
            }
            case "restore-file" -> {
                return restoreFile(body.text("path"), body.text("kind"));
            }
            default -> throw Refused.notThere("/servers/" + server.name() + "/" + what);
        }
        return Views.state(server);
    }

    private void power(boolean on) {
        if (on) {
            server.windows().powerOn();
        } else {
            server.windows().powerOff();
        }
    }

    private void service(String name, String action) throws Refused, InterruptedException {
        if (server.serviceState(name).isEmpty()) {
            throw new Refused(404, "There is no service " + name + " on " + server.name() + ".");
        }
        if (!server.windows().poweredOn()) {
            throw new Refused(409, server.name() + " is off.");
        }
        switch (action) {
            case "start" -> server.windows().services().startAndWait(name);
            case "stop" -> server.windows().services().stopAndWait(name);
            default -> throw new Refused(400, "\"action\" has to be start or stop.");
        }
    }

    private JsonNode fault(Body body) throws Refused {
        String id = body.text("id");
        requireKnown(id);
        Optional<Integer> atCommand = body.atCommand();
        try {
            if (atCommand.isPresent()) {
                server.windows().faults().switchOnAtCommand(id, body.settings(), atCommand.get());
            } else {
                server.windows().faults().switchOn(id, body.settings());
            }
        } catch (IllegalArgumentException unusable) {
            throw new Refused(400, String.valueOf(unusable.getMessage()));
        }
        return Views.faults(server);
    }

    JsonNode faultOff(String id) throws Refused {
        requireKnown(id);
        server.windows().faults().switchOff(id);
        return Views.faults(server);
    }

    JsonNode allFaultsOff() {
        server.windows().faults().switchAllOff();
        return Views.faults(server);
    }

    private void requireKnown(String id) throws Refused {
        if (server.windows().faults().catalogue().stream()
                .noneMatch(fault -> fault.id().equals(id))) {
            throw new Refused(404, "There is no fault " + id + " on " + server.name() + ".");
        }
    }

    private JsonNode restoreFile(String path, String kind) throws Refused, IOException {
        BackupWorkshop workshop = new BackupWorkshop(server.windows(), system.restorePassword());
        try {
            BackupWorkshop.Made made =
                    switch (kind) {
                        case "unrelated" -> workshop.unrelated(path);
                        case "damaged" ->
                            workshop.damaged(path, system.restoreFile().path());
                        default -> throw new Refused(400, "\"kind\" has to be unrelated or damaged.");
                    };
            return Views.node().put("path", path).put("sha256", made.sha256()).put("msid", made.msid());
        } catch (IOException | IllegalArgumentException cannotBeWritten) {
            throw new Refused(400, "The file " + path + " cannot be made on " + server.name() + ".");
        }
    }

    private SshFrontDoor door() throws Refused {
        return system.door(server).orElseThrow(() -> new Refused(404, server.name() + " has no front door."));
    }
}
