package org.handover.lab.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.handover.lab.entsso.SsoError;
import org.handover.lab.entsso.SsoServer;
import org.handover.lab.windows.Logon;
import org.jspecify.annotations.Nullable;

/**
 * The SSO Administration snap-in of a server, for whoever sits at that server's own screen (docs/entsso.md 2.2, 3.7). It asks
 * the same service as ssomanage does, as the account that has signed in, and so is refused what that account is refused.
 * <em>Change</em> is for the master secret server's own screen only, as in the real one; the wording of its dialogs is invented
 * (docs/entsso.md 13).
 */
final class SnapIn {

    static final String SESSION_HEADER = "Snap-In-Session";

    private static final Duration IDLE = Duration.ofHours(8);
    private static final int MOST_SESSIONS = 200;
    private static final Pattern COMPUTER = Pattern.compile("[A-Za-z0-9._-]{1,256}");

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    private record Session(String system, String server, Logon logon, Instant lastUsed) {}

    JsonNode answer(LabSystem system, SsoServer server, String what, @Nullable String session, Body body)
            throws Refused {
        if (!server.windows().poweredOn()) {
            throw new Refused(409, "The screen of " + server.name() + " is dark: the server has no power.");
        }
        return switch (what) {
            case "POST sign-in" -> signIn(system, server, body.text("account"), body.text("password"));
            case "POST sign-out" -> {
                if (session != null) {
                    sessions.remove(session);
                }
                yield Views.node();
            }
            case "GET system" -> show(system, server, logon(system, server, session));
            case "POST secret-server" ->
                change(system, server, logon(system, server, session), body.text("secretServer"));
            default -> throw Refused.notThere("the snap-in's " + what);
        };
    }

    private JsonNode signIn(LabSystem system, SsoServer server, String account, String password) throws Refused {
        sessions.values().removeIf(old -> old.lastUsed().isBefore(Instant.now().minus(IDLE)));
        if (sessions.size() >= MOST_SESSIONS) {
            throw new Refused(409, "Too many have signed in to snap-ins of this lab; sign out somewhere first.");
        }
        Logon logon = server.windows()
                .accounts()
                .byPassword(account, password)
                .orElseThrow(() ->
                        new Refused(409, "The user name or the password is not right for " + server.name() + "."));
        String id = Secrets.makeUp();
        sessions.put(id, new Session(system.name(), server.name(), logon, Instant.now()));
        return Views.node().put("session", id).put("account", logon.account());
    }

    private Logon logon(LabSystem system, SsoServer server, @Nullable String id) throws Refused {
        Session session = id == null ? null : sessions.get(id);
        if (session == null
                || !session.system().equals(system.name())
                || !session.server().equals(server.name())
                || session.lastUsed().isBefore(Instant.now().minus(IDLE))) {
            throw new Refused(409, "Sign in with a Windows account of " + server.name() + " first.");
        }
        sessions.put(id, new Session(session.system(), session.server(), session.logon(), Instant.now()));
        return session.logon();
    }

    /** What the service tells this account, or the message that the snap-in shows instead. */
    private ObjectNode show(LabSystem system, SsoServer server, Logon logon) {
        ObjectNode answer = Views.node()
                .put("server", server.name())
                .put("account", logon.account())
                .put("serviceAccount", system.plan().serviceAccount());
        try {
            server.entsso().administration().requireMayShow(logon);
        } catch (SsoError refused) {
            return answer.put("error", sentence(server, refused));
        }
        Optional<JsonNode> database = database(system);
        if (database.isEmpty()) {
            return answer.put("error", "The SSO database does not answer.");
        }
        JsonNode row = database.get().path("settings");
        String secretServer = row.path("secret_server").asText();
        answer.put("sqlServer", system.plan().sqlServer())
                .put("database", system.plan().database())
                .put("secretServer", secretServer)
                .put("administrators", row.path("admin_account").asText())
                .put(
                        "affiliateAdministrators",
                        row.path("affiliate_admin_account").asText())
                .put("enabled", row.path("enabled").asBoolean())
                .put("ticketTimeoutMinutes", row.path("ticket_timeout_minutes").asInt())
                .put(
                        "credentialCacheMinutes",
                        row.path("credential_cache_minutes").asInt())
                .put("mayChange", server.entsso().isMeantBy(secretServer));
        answer.set("settings", row);
        answer.set("applications", database.get().path("applications"));
        ArrayNode servers = answer.putArray("servers");
        system.servers().forEach(one -> servers.addObject()
                .put("name", one.name())
                .put(
                        "status",
                        one.windows().poweredOn()
                                ? one.serviceState("ENTSSO").map(Enum::name).orElse("")
                                : "OFFLINE")
                .put(
                        "secretServer",
                        one.entsso()
                                .role()
                                .filter(role -> role.name().startsWith("MASTER"))
                                .isPresent()));
        return answer;
    }

    private JsonNode change(LabSystem system, SsoServer server, Logon logon, String to) throws Refused {
        if (!COMPUTER.matcher(to).matches()) {
            throw new Refused(400, "\"secretServer\" has to be a computer's name.");
        }
        ObjectNode now = show(system, server, logon);
        if (now.has("error")) {
            throw new Refused(409, now.path("error").asText());
        }
        if (!now.path("mayChange").asBoolean()) {
            throw new Refused(
                    409,
                    "The master secret server can be changed on the master secret server only, which is "
                            + now.path("secretServer").asText() + ".");
        }
        try {
            server.entsso().administration().changeSecretServer(logon, to);
        } catch (SsoError refused) {
            throw new Refused(409, sentence(server, refused));
        }
        return show(system, server, logon);
    }

    private static String sentence(SsoServer server, SsoError refused) {
        return refused.codeText().equals("0xC0002A0F")
                ? "SSO Administration cannot reach the Enterprise Single Sign-On service on " + server.name()
                        + ". Is it running? (0xC0002A0F)"
                : refused.codeText() + " : " + refused.getMessage();
    }

    private static Optional<JsonNode> database(LabSystem system) {
        try {
            return Optional.of(LabFolder.JSON.readTree(system.describeDatabase()));
        } catch (SQLException | JsonProcessingException doesNotAnswer) {
            return Optional.empty();
        }
    }
}
