package org.handover.lab.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.lab.entsso.CredentialVault;
import org.handover.lab.entsso.SsoServer;
import org.handover.lab.windows.CommandLog;
import org.handover.lab.windows.EventLog;
import org.handover.lab.windows.Faults;
import org.handover.lab.windows.Registry;
import org.handover.lab.windows.ServiceControlManager.State;

/** What is so, as JSON. No secret is in any of it: of what lies under SSOSS the names of the keys are shown and no value. */
final class Views {

    private static final String ENTSSO_KEY = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO";
    private static final int EVENTS_OF_A_SERVER = 50;
    private static final int NEWEST = 6;

    private Views() {}

    static ObjectNode node() {
        return LabFolder.JSON.createObjectNode();
    }

    static ObjectNode state(LabSystem system) {
        ObjectNode answer = node().put("ssoSystem", system.plan().name());
        answer.put("masterSecretServer", system.namedSecretServer().orElse(null));
        ArrayNode servers = answer.putArray("servers");
        system.servers().forEach(server -> servers.add(state(server)));
        return answer;
    }

    /** The first system's state, and beside it every system's. */
    static ObjectNode state(Lab lab) {
        ObjectNode answer = state(lab.firstSystem());
        ArrayNode systems = answer.putArray("systems");
        lab.systems().forEach(system -> systems.add(named(system).setAll(state(system))));
        return answer;
    }

    private static ObjectNode named(LabSystem system) {
        ObjectNode node = node().put("name", system.name());
        system.twinOf().ifPresent(original -> node.put("twinOf", original));
        return node;
    }

    static ObjectNode state(SsoServer server) {
        ObjectNode answer = node().put("name", server.name())
                .put("poweredOn", server.windows().poweredOn());
        answer.put("entsso", server.serviceState("ENTSSO").map(State::name).orElse(null));
        answer.put("role", server.entsso().role().map(Enum::name).orElse(null));
        ArrayNode ssoss = answer.putArray("ssoss");
        server.entsso().msidsInRegistry().forEach(ssoss::add);
        ArrayNode inMemory = answer.putArray("msidsInMemory");
        server.entsso().msidsInMemory().forEach(inMemory::add);
        ObjectNode dependents = answer.putObject("dependents");
        for (String dependent : server.dependents()) {
            dependents.put(
                    dependent, server.serviceState(dependent).map(State::name).orElse(null));
        }
        return answer;
    }

    /** All servers of all systems with what is newest about each: what the page shows. */
    static ObjectNode overview(Lab lab) {
        ObjectNode answer = node();
        ArrayNode systems = answer.putArray("systems");
        for (LabSystem system : lab.systems()) {
            ObjectNode one = named(system).setAll(state(system));
            for (JsonNode server : one.withArray("servers")) {
                system.server(server.path("name").asText())
                        .ifPresent(known -> addNewest((ObjectNode) server, known, system));
            }
            systems.add(one);
        }
        return answer;
    }

    private static void addNewest(ObjectNode node, SsoServer server, LabSystem system) {
        node.put("port", system.port(server.name()));
        CommandLog log = server.windows().commandLog();
        node.put("typedCount", log.typedCount()).put("changeCount", log.changeCount());
        node.set("typed", typed(newest(log.typed())));
        node.set("changes", changes(newest(log.changes())));
        node.set("events", events(newest(server.windows().applicationLog().events())));
        node.set("faults", switched(server));
    }

    private static <T> List<T> newest(List<T> all) {
        return all.subList(Math.max(0, all.size() - NEWEST), all.size());
    }

    /** One server with its registry and the end of its event log. */
    static ObjectNode details(LabSystem system, SsoServer server) {
        ObjectNode answer = state(server);
        answer.put("port", system.port(server.name()));
        Registry registry = server.windows().registry();
        ObjectNode keys = answer.putObject("registry");
        addKeys(keys, registry, ENTSSO_KEY);
        List<EventLog.Event> events = server.windows().applicationLog().events();
        answer.set("events", events(events.subList(Math.max(0, events.size() - EVENTS_OF_A_SERVER), events.size())));
        answer.set("faults", switched(server));
        CommandLog log = server.windows().commandLog();
        return answer.put("typedCount", log.typedCount()).put("changeCount", log.changeCount());
    }

    private static void addKeys(ObjectNode keys, Registry registry, String key) {
        if (!registry.exists(key)) {
            return;
        }
        ObjectNode values = keys.putObject(key);
        if (key.startsWith(ENTSSO_KEY + "\\SSOSS")) {
            registry.values(key).forEach(value -> values.put(value.name(), "(not shown)"));
        } else {
            registry.values(key).forEach(value -> values.put(value.name(), value.data()));
        }
        registry.subKeys(key).forEach(below -> addKeys(keys, registry, key + "\\" + below));
    }

    /** A system's state with what its SSO database says; null for that while it does not answer. */
    static ObjectNode withDatabase(LabSystem system) {
        ObjectNode answer = named(system).setAll(state(system));
        try {
            answer.set("ssoDatabase", LabFolder.JSON.readTree(system.describeDatabase()));
        } catch (SQLException | JsonProcessingException doesNotAnswer) {
            answer.putNull("ssoDatabase");
        }
        return answer;
    }

    static ObjectNode commands(LabSystem system) {
        ObjectNode answer = node();
        ArrayNode servers = answer.putArray("servers");
        for (SsoServer server : system.servers()) {
            CommandLog log = server.windows().commandLog();
            ObjectNode one = servers.addObject().put("name", server.name());
            one.put("typedCount", log.typedCount()).put("changeCount", log.changeCount());
            one.set("typed", typed(log.typed()));
            one.set("changes", changes(log.changes()));
        }
        return answer;
    }

    static ObjectNode credentials(LabSystem system) {
        ObjectNode answer = node();
        ArrayNode servers = answer.putArray("servers");
        for (SsoServer server : system.servers()) {
            Optional<CredentialVault.Readability> readable =
                    server.entsso().vault().readability();
            ObjectNode one = servers.addObject().put("name", server.name());
            one.put("total", readable.map(CredentialVault.Readability::total).orElse(null));
            one.put(
                    "decryptable",
                    readable.map(CredentialVault.Readability::decryptable).orElse(null));
        }
        return answer;
    }

    static ObjectNode systems(Lab lab) {
        ObjectNode answer = node();
        ArrayNode systems = answer.putArray("systems");
        lab.systems().forEach(system -> systems.add(LabFolder.JSON.<JsonNode>valueToTree(system.inventory())));
        return answer;
    }

    static ObjectNode faults(SsoServer server) {
        ObjectNode answer = node();
        ArrayNode catalogue = answer.putArray("catalogue");
        for (Faults.Fault fault : server.windows().faults().catalogue()) {
            ObjectNode one = catalogue
                    .addObject()
                    .put("id", fault.id())
                    .put("meaning", fault.meaning())
                    .put("source", fault.source());
            ObjectNode settings = one.putObject("settings");
            fault.settings().forEach(settings::put);
        }
        answer.set("switched", switched(server));
        return answer;
    }

    private static ArrayNode switched(SsoServer server) {
        ArrayNode faults = LabFolder.JSON.createArrayNode();
        for (Faults.Switched fault : server.windows().faults().switched()) {
            ObjectNode one = faults.addObject().put("id", fault.id()).put("atCommand", fault.atCommand());
            ObjectNode settings = one.putObject("settings");
            for (Map.Entry<String, String> setting : fault.settings().entrySet()) {
                settings.put(setting.getKey(), setting.getValue());
            }
        }
        return faults;
    }

    private static ArrayNode typed(List<CommandLog.Typed> lines) {
        ArrayNode typed = LabFolder.JSON.createArrayNode();
        lines.forEach(line -> typed.addObject()
                .put("number", line.number())
                .put("at", line.at().toString())
                .put("account", line.account())
                .put("commandLine", line.commandLine())
                .put("pty", line.pty()));
        return typed;
    }

    private static ArrayNode changes(List<CommandLog.Change> done) {
        ArrayNode changes = LabFolder.JSON.createArrayNode();
        done.forEach(change -> changes.addObject()
                .put("number", change.number())
                .put("at", change.at().toString())
                .put("what", change.what()));
        return changes;
    }

    private static ArrayNode events(List<EventLog.Event> list) {
        ArrayNode events = LabFolder.JSON.createArrayNode();
        list.forEach(event -> events.addObject()
                .put("recordId", event.recordId())
                .put("at", event.at().toString())
                .put("source", event.source())
                .put("id", event.id())
                .put("level", event.level().name())
                .put("message", event.message()));
        return events;
    }
}
